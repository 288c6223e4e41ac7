"""Homelessness standardised by age, and how a population grew and what its growth does not explain.

x_i main applicants owed a duty and n_i residents of an age band, w_i the European Standard Population 2013, O = sum x_i
  DSR      10,000 sum w_i x_i / n_i / W; limits by Dobson: DSR + sqrt(V / O) (Byar's limit of O - O), no rate below ten applicants,
           V = sum (w_i / W)^2 x_i / n_i^2
  ratio    O / E, E = sum n_i X_i / N_i at the rates of England as published; limits of O (Byar's, exact below ten) over E
  growth   100 ln(P1 / P0) a year
  unexplained, residual   P1 - P0 - (births - deaths + net internal + net international + other); P1 - P0 - (births - deaths)
"""
import math

import pandas as pd
from areas import ENGLAND, LONDON
from cells import BOROUGHS, MYE24, combine, number, poisson, sheet
from spread import supported

MYE23, MYE24_UK = "published/mye/mye23tablesew.xlsx", "published/mye/mye24tablesuk.xlsx"
AGES = {  # first and last age: of the European Standard Population 2013, single years as a fifth of their band
    (16, 17): 2200, (18, 24): 8200, (25, 34): 12500, (35, 44): 14000, (45, 54): 14000, (55, 64): 12500, (65, 74): 10500,
    (75, 90): 9000,
}
DUTIES = {  # the last day of the quarter: file
    "2024-06-30": "Detailed_LA_202406_fix.xlsx", "2025-03-31": "Detailed_LA_202503.ods",
    "2025-06-30": "Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
}
MARKS = {"..": "not-available", "-": "suppressed"}  # missing data; fewer than five households in all
AREAS = [*BOROUGHS, LONDON]


def by_code(root, name, title):
    """(headings, rows by code) of a sheet of the mid-year estimates."""
    rows = sheet(root, name, title)
    head = next(i for i, cell in enumerate(rows[0]) if cell == "Code")
    return list(rows.iloc[head]), rows.iloc[head + 1:].drop_duplicates(subset=0).set_index(0)


def residents_by_band(root):
    """{area: residents of each age band at mid-2024}; the last single age is 90 and over."""
    table = pd.read_csv(root / MYE24, encoding="utf-8-sig").set_index("Code")[[*map(str, range(90)), "90+"]]
    ages = {area: [int(n) for n in table.loc[area]] for area in (*AREAS, ENGLAND)}
    return {area: [sum(row[first:last + 1]) for first, last in AGES] for area, row in ages.items()}


def applicants(root, name):
    """{area: main applicants of each age band}, table A6."""
    rows = sheet(root, f"published/hclic/{name}", "A6")
    labels = [f"{first}-{last}" if last < 90 else f"{first}+" for first, last in AGES]
    heads = [str(cell).strip() for cell in rows.iloc[3]]
    columns = [heads.index(label) for label in labels]
    table = rows.drop_duplicates(subset=0).set_index(0)
    return {area: [number(table.loc[area].iloc[column - 1], MARKS) for column in columns] for area in (*AREAS, ENGLAND)}


def standardised(events, residents):
    """The directly standardised rate per 10,000 with its limits; none from fewer than ten events."""
    weights, observed = AGES.values(), sum(events)
    whole = sum(weights)
    rate = math.fsum(w * x / n for w, x, n in zip(weights, events, residents)) / whole
    if observed < 10:
        return "not-available", None
    variance = math.fsum((w / whole) ** 2 * x / n**2 for w, x, n in zip(weights, events, residents))
    step = math.sqrt(variance / observed)
    return 10_000 * rate, [10_000 * (rate + step * (limit - observed)) for limit in poisson(observed)]


def homelessness(root, out):
    """Both ways of standardising, three quarters; the population is that of mid-2024, the newest held by age."""
    residents = residents_by_band(root)
    for end, name in DUTIES.items():
        start = f"{end[:5]}{int(end[5:7]) - 2:02d}-01"
        events = applicants(root, name)
        rates = [x / n for x, n in zip(events[ENGLAND], residents[ENGLAND])]
        for area in AREAS:
            found = combine(lambda *x: standardised(x, residents[area]), *events[area])
            rate, limits = (found, None) if isinstance(found, str) else found
            observed = combine(lambda *x: sum(x), *events[area])
            known = not isinstance(observed, str)
            few = known and observed < 20
            out.put("homelessness-duties-standardised", area, start, end, rate, limits, unreliable=few)
            expected = math.fsum(n * rate for n, rate in zip(residents[area], rates))
            out.put("homelessness-duties-standardised-ratio", area, start, end, observed / expected if known else observed,
                    [x / expected for x in poisson(observed)] if known else None, unreliable=few)


def growth(root, out):
    """Growth and index numbers by the back series of one edition; what change the components of the year to mid-2023 leave over."""
    years, series = by_code(root, MYE24_UK, "MYE4")
    residents = {area: dict(zip(years[1:], series.loc[area])) for area in AREAS}
    heads, change = by_code(root, MYE23, "MYE3")
    for area in AREAS:
        of = lambda year: int(residents[area][f"Mid-{year}"])
        for year in range(2012, 2025):
            out.put("population-growth-rate", area, f"{year}-06-30", f"{year}-06-30", 100 * math.log(of(year) / of(year - 1)))
        for year in range(2011, 2025):
            out.put("resident-population", area, f"{year}-06-30", f"{year}-06-30", of(year))
            out.put("resident-population-index", area, f"{year}-06-30", f"{year}-06-30", 100 * of(year) / of(2011))
        row = dict(zip(heads[1:], change.loc[area]))
        grown = row["Estimated Population mid-2023"] - row["Estimated Population mid-2022"]
        born = row["Births"] - row["Deaths"]
        moved = row["Internal Migration Net"] + row["International Migration Net"] + row["Other"]
        out.put("population-change-unexplained", area, "2022-07-01", "2023-06-30", grown - born - moved)
        out.put("net-migration-by-residual", area, "2022-07-01", "2023-06-30", grown - born)


def index_numbers(root, out):
    """People in support since 31 December 2022, which is 100; not those days on which subsistence only is left out (notes 14 to 16)."""
    people, base = supported(root), "2022-12-31"
    days = sorted({day for day, _ in people if day >= base})
    series = {area: [people.get((day, area), 0) for day in days] for area in BOROUGHS}
    series[LONDON] = [sum(column) for column in zip(*series.values())]
    for area, counts in series.items():
        for day, count in zip(days, counts):
            index = combine(lambda a, b: 100 * a / b, count, counts[0])
            out.put("supported-index", area, day, day, "not-applicable" if "2023-12-31" <= day <= "2024-12-31" else index)
