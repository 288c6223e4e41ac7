"""Second calculation of indicators for the 33 London boroughs, written without sight of the fairshares program.

Reads the publishers' files below the folder given as first argument and writes one CSV file for each subject ("oracles")
into the folder given as second. A figure that the publisher does not print is kept with the reason that its mark stands for.

  people   Asy_D11 and Res_D01 of the Home Office, Reg_02, NTS_01; children looked after of the Department for Education
  homes    H-CLIC of the Ministry of Housing, Communities and Local Government, seven quarters; its rough sleeping tables
  change   components of change, ages and population of the Office for National Statistics (MYE2, MYE3, mid-2024)
  origin   Local Area Migration Indicators and the Annual Population Survey of the Office for National Statistics
  kingdom  what is published for the United Kingdom only: small boats, long-term migration, costs and cases of asylum
  place    Census 2021, deprivation, rents, tenure, pay, Explore Local Statistics, Universal Credit

Run: python tests/independent/indicators.py ../shared/data tests/oracles/indicators
"""
import datetime
import math
import re
import sys
import warnings
from pathlib import Path
from statistics import NormalDist

import categories
import kingdom
import numpy as np
import pandas as pd
from cells import BOROUGHS, MARKS, Z, Subject, add, at_least_resettled, book, borough_names, combine, families, mid_2024, number, poisson, quarter, share, sheet, wilson

warnings.filterwarnings("ignore")
ASY_D11 = "reconstructed/support-local-authority-datasets-sep-2024.xlsx"
RES_D01 = "reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx"
TOTALS = "derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv"
REG = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods"
NTS = "reconstructed/UKVI_RASI_Q3_2023_Background_Published.ods"
THRESHOLD_FROM = "2022-08-31"  # 0.1% of children; 0.07% before (National Transfer Scheme Protocol)
UASC = {2011: "SFR21_CLA.csv", 2016: "SFR41_CLA2016.csv", 2017: "SFR50_CLA2017.csv"}
UASC_SINCE = "published/uasc/CLA_31_March_UASC_by_LA_2021-2025.csv"
CHILDREN = "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv"
MYE23 = "published/mye/mye23tablesew.xlsx"
LAMI, APS = "published/lami/2021lamistables.xlsx", "published/aps/populationbycountryofbirthandnationalityjul15tojun16.xls"
ROUGH = "published/rough-sleeping/Rough sleeping statistics England autumn 2017.xlsx"
HCLIC = {  # the last day of the quarter: file
    "2018-06-30": "DetailedLA_201806.xlsx", "2020-06-30": "DetailedLA_202006.ods", "2021-12-31": "DetailedLA_202112.ods", "2023-09-30": "Detailed_LA_202309_fixed.ods",
    "2024-06-30": "Detailed_LA_202406_fix.xlsx", "2025-03-31": "Detailed_LA_202503.ods",
    "2025-06-30": "Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
}
RELIABLE_FROM = 20  # people or events: what is made of fewer by chance carries the mark for it (ONS)
FAMILY = 4  # people resettled together (Home Office, answer to written question 227678: 143 people in 34 families)


def few(count):
    """True for a known count that is too small to lean on."""
    return not isinstance(count, str) and count < RELIABLE_FROM


def support(root, out):
    """People in asylum support by accommodation, every quarter of the workbook of September 2024."""
    rows = sheet(root, ASY_D11, "Data_Asy_D11")
    rows.columns = rows.iloc[1]
    rows = rows[rows["LAD Code"].astype(str).str.match("[ENSW]0")]
    day = pd.to_datetime(rows["Date (as at…)"], format="%d %b %Y").dt.date.astype(str)
    kind = rows["Accommodation Type"].str.lower()
    people = pd.to_numeric(rows["People"])
    table = people.groupby([kind, day, rows["LAD Code"]]).sum()
    totals = pd.read_csv(root / TOTALS)
    totals["day"] = pd.to_datetime(totals.iloc[:, 0], format="%d %b %Y").dt.date.astype(str)
    supported = totals.set_index(["day", totals.columns[1]])[totals.columns[2]]
    chosen = {"supported-in-dispersal": "dispers", "supported-in-initial": "initial", "supported-in-hotels": "hotel",
              "supported-subsistence-only": "subsistence"}
    for indicator, word in chosen.items():
        printed = [name for name in table.index.levels[0] if word in name]
        for at in sorted({d for n in printed for d in table.loc[n].index.get_level_values(0)}):
            for area in BOROUGHS:  # an authority without a row has nobody
                count = sum(int(table.get((name, at, area), 0)) for name in printed)
                out.put(indicator, area, at, at, count)
                if word == "hotel":
                    whole = int(supported.get((at, area), 0))
                    out.put("share-in-hotels", area, at, at, share(count, whole))


def resettlement(root, out):
    """People resettled by quarter and over four quarters."""
    rows = sheet(root, RES_D01, "Data - Res_D01")
    rows.columns = rows.iloc[1]
    rows = rows[rows["Quarter"].astype(str).str.match(r"\d{4} Q")]
    persons = pd.to_numeric(rows["Persons"]).groupby([rows["Quarter"], rows["LAD Code"]]).sum()
    quarters = sorted(rows.loc[rows["LAD Code"].astype(str).str.match("[ENSW]0"), "Quarter"].unique())
    residents, _ = mid_2024(root)
    at_least = at_least_resettled(rows)
    for area in BOROUGHS:
        counts = [int(persons.get((q, area), 0)) for q in quarters]
        for place, q in enumerate(quarters):
            start, end = quarter(q)
            out.put("people-resettled", area, start, end, counts[place], at_least=q in at_least)
            whole_year = place > 2 and quarters[place - 3] == f"{int(q[:4]) - (q[-1] != '4')} Q{int(q[-1]) % 4 + 1}"
            if whole_year:
                begin = quarter(quarters[place - 3])[0]
                year = sum(counts[place - 3:place + 1])
                left_out = bool(at_least & set(quarters[place - 3:place + 1]))
                out.put("people-resettled-year", area, begin, end, year, at_least=left_out)
                if end == "2024-09-30":
                    rate = 10_000 * year / residents[area]
                    out.put("resettled-per-10k", area, begin, end, rate, [10_000 * x / residents[area] for x in families(year, FAMILY)],
                            unreliable=year < RELIABLE_FROM * FAMILY, at_least=left_out)


def reg_02(root, out):
    """Ukraine, Afghan programme and all pathways at the end of 2025."""
    rows = sheet(root, REG, "Reg_02").values.tolist()
    find = lambda start: next(i for i, cell in enumerate(rows[1]) if str(cell).startswith(start))
    code, at = find("LTLA"), "2025-12-31"
    columns = {"homes-for-ukraine-arrivals": find("Homes for Ukraine"), "afghan-programme-population": find("Afghan Resettlement Programme (total)"),
               "all-three-pathways": find("All 3 pathways")}
    for row in rows[2:]:
        if row[code] in BOROUGHS:
            for indicator, i in columns.items():
                figure = number(row[i], {"*": "suppressed", "-": "not-available"})
                # Note 1: suppressed arrivals are not included in the total of the pathways.
                left_out = indicator == "all-three-pathways" and row[columns["homes-for-ukraine-arrivals"]] == "*"
                out.put(indicator, row[code], at, at, figure, at_least=left_out)
            residents = number(row[find("Population")])
            afghan = number(row[columns["afghan-programme-population"]])
            out.put("afghan-programme-per-10k", row[code], at, at, 10_000 * afghan / residents)


def transfers(root, out):
    """Transfers of unaccompanied children; names stand for codes."""
    rows = sheet(root, NTS, "NTS_01")
    head = next(i for i, cell in enumerate(rows[0]) if cell == "Quarter")
    names = borough_names(root)
    for row in rows.iloc[head + 1:].values.tolist():
        if row[1] == "London" and row[2] in names:
            start, end = quarter(row[0])
            gone, come, port = (number(cell) for cell in row[4:7])
            area = names[row[2]]
            for indicator, figure in (("transfers-out", gone), ("transfers-in", come), ("transfers-from-port", port),
                                      ("net-transfers", come - gone), ("transfers-received", come + port)):
                out.put(indicator, area, start, end, figure)


def unaccompanied(root, out):
    """Children looked after and unaccompanied ones; limits say where counts rounded to 5 lie."""
    children = pd.read_csv(root / CHILDREN)
    children = children[children["new_la_code"].isin(BOROUGHS)]
    children = children.set_index(["time_period", "new_la_code"])["population_estimate"]
    for year, name in UASC.items():
        table = pd.read_csv(root / "published/uasc" / name, dtype=str, encoding="latin-1").set_index("New_geog_code")
        at = f"{year}-03-31"
        for area in BOROUGHS:
            marks = {"x": "suppressed", ".": "not-applicable", "..": "not-available"}
            alone, all_of = (number(table.loc[area, c], marks) for c in ("CLA_UASC", f"CLA_Mar{year}"))
            between = None if isinstance(alone, str) else (max(0, math.ceil(alone - 2.5)), math.ceil(alone + 2.5) - 1)
            out.put("unaccompanied-children", area, at, at, alone, between)
            out.put("looked-after-children", area, at, at, all_of)
            out.put("unaccompanied-share-of-looked-after", area, at, at, share(alone, all_of))
            if (year - 1, area) in children.index:  # the mid-year before 31 March
                minors = int(children[(year - 1, area)])
                rate = combine(lambda a: 10_000 * a / minors, alone)
                out.put("unaccompanied-per-10k-children", area, at, at, rate, between and [10_000 * x / minors for x in between])
                if at < THRESHOLD_FROM:
                    out.put("unaccompanied-threshold-use", area, at, at, "not-applicable")
                    out.put("unaccompanied-headroom", area, at, at, "not-applicable")
                    continue
                use = combine(lambda a: 100 * a / (minors / 1000), alone)
                out.put("unaccompanied-threshold-use", area, at, at, use, between and [100_000 * x / minors for x in between])
                room = combine(lambda a: max(0, minors // 1000 - a), alone)
                limits = between and [max(0, minors // 1000 - x) for x in reversed(between)]
                out.put("unaccompanied-headroom", area, at, at, room, limits)


def unaccompanied_since_threshold(root, out):
    """Use of the threshold of 0.1% since it applies; counts of authorities are exact since 2018."""
    children = pd.read_csv(root / CHILDREN).set_index(["time_period", "new_la_code"])["population_estimate"]
    rows = pd.read_csv(root / UASC_SINCE, dtype=str)
    rows = rows[(rows["characteristic"] == "UASC") & rows["new_la_code"].isin(BOROUGHS)]
    for year, area, printed in zip(rows["time_period"], rows["new_la_code"], rows["cla_31_march_number"]):
        at, alone = f"{year}-03-31", number(printed, {"c": "suppressed", "z": "not-applicable"})
        minors = int(children[(int(year) - 1, area)])
        if at < THRESHOLD_FROM:
            out.put("unaccompanied-threshold-use", area, at, at, "not-applicable")
            out.put("unaccompanied-headroom", area, at, at, "not-applicable")
            continue
        exact = lambda figure: None if isinstance(figure, str) else (figure, figure)
        use = combine(lambda a: 100_000 * a / minors, alone)
        room = combine(lambda a: max(0, minors // 1000 - a), alone)
        out.put("unaccompanied-threshold-use", area, at, at, use, exact(use))
        out.put("unaccompanied-headroom", area, at, at, room, exact(room))


def hclic(root, out):
    """Homelessness duties and temporary accommodation of seven quarters."""
    for end, name in HCLIC.items():
        start = f"{end[:5]}{int(end[5:7]) - 2:02d}-01"
        tables = {}
        for title, rows in book(root, f"published/hclic/{name}").items():
            title = title.split(" ")[0].rstrip("_")  # `A1 - Apr-Jun 18`, `A2R_`
            if title.upper() in ("A1", "A2", "A2P", "A2R", "TA1"):
                first = next(i for i, cell in enumerate(rows[0]) if cell == "E92000001")
                heads = [" ".join(str(cell) for cell in rows.iloc[1:first, c]) for c in range(rows.shape[1])]
                heads = [" ".join(head.split()).lower() for head in heads]
                body = rows.iloc[first:].drop_duplicates(subset=0).set_index(0)
                tables[title.upper()] = (heads, body)
        marks = {"..": "not-available", "-": "suppressed", "": "not-available"}

        def cell(table, area, word):
            heads, body = tables[table]
            column = next(i for i, head in enumerate(heads) if re.search(word, head))
            return number(body.loc[area].iloc[column - 1], marks)

        for area in BOROUGHS:
            out.put("homelessness-duties", area, start, end, cell("A1", area, "total owed a prevention or relief|assessed as owed a duty total"))
            printed = cell("TA1", area, "number of households .*projections") if end < "2019" else cell("A1", area, "households in area")
            homes = combine(lambda x: 1000 * x, printed)
            out.put("households-projected", area, end, end, homes)
            placed = cell("TA1", area, "total number of households in ta")
            out.put("temporary-accommodation", area, end, end, placed)
            out.put("children-in-temporary-accommodation", area, end, end, cell("TA1", area, "total number of children in ta"))
            out.put("temporary-accommodation-in-bed-and-breakfast", area, end, end, cell("TA1", area, "bed and breakfast"))
            out.put("temporary-accommodation-per-1k-households", area, end, end, combine(lambda a, b: 1000 * a / b, placed, homes))
            if "A2P" in tables:  # in 2018 both duties stand in one table, by reason
                owed = cell("A2P", area, "total owed a prevention")
                out.put("prevention-duties-all-reasons", area, start, end, owed)
                if "A2R" not in tables:
                    out.put("prevention-duties-after-asylum-support", area, start, end, cell("A2P", area, "asylum support"))
            if "A2R" in tables:
                asylum = [cell(t, area, "asylum support") for t in ("A2P", "A2R")]
                relief = cell("A2R", area, "total owed a relief")
                out.put("relief-duties-all-reasons", area, start, end, relief)
                out.put("prevention-duties-after-asylum-support", area, start, end, asylum[0])
                out.put("relief-duties-after-asylum-support", area, start, end, asylum[1])
                owed, after = add(owed, relief), add(*asylum)
            else:  # both duties in one table
                owed, after = cell("A2", area, "total owed a prevention or relief|^total"), cell("A2", area, "asylum support")
            out.put("duties-by-reason-all", area, start, end, owed)
            out.put("duties-after-asylum-support", area, start, end, after)
            known = not isinstance(after, str) and not isinstance(owed, str) and owed > 0
            out.put("share-of-duties-after-asylum-support", area, start, end, share(after, owed), wilson(after, owed) if known else None,
                    unreliable=few(after))
            rate = combine(lambda a, b: 1000 * a / b, after, homes)
            limits = None if isinstance(rate, str) else [1000 * x / homes for x in poisson(after)]
            out.put("duties-after-asylum-support-per-1k-households-quarter", area, start, end, rate, limits, unreliable=few(after))


def rough_sleeping(root, out):
    """Rough sleeping on a night in autumn since 2010, the yearly fall to none at the end of 2030, nationalities of 2017."""
    rows = sheet(root, ROUGH, "table 1")
    (head,) = [i for i, cell in enumerate(rows[0]) if cell == "ONS code"]
    columns = {int(cell): i for i, cell in enumerate(rows.iloc[head]) if str(cell).isdigit()}
    table = rows.drop_duplicates(subset=0).set_index(0, drop=False)
    for year, column in columns.items():
        day = datetime.date(year, 11, 30)
        left = (datetime.date(2030, 12, 31) - day).days / 365.25
        for area in BOROUGHS:
            people = number(table.loc[area, column])
            out.put("rough-sleeping", area, day, day, people)
            out.put("rough-sleeping-path-to-2030", area, day, day, people / left)
    known = sheet(root, ROUGH, "table 2b").drop_duplicates(subset=0).set_index(0, drop=False)
    for column, category in enumerate(("all", "uk", "eu", "non-eu", "not-known"), start=3):
        for area in BOROUGHS:
            out.put("rough-sleeping-by-nationality", area, "2017-11-30", "2017-11-30", number(known.loc[area, column]), category=category)


def components(root, out):
    """Components of change of the year to mid-2023, and what follows from them; ages at mid-2023 and mid-2024."""
    start, end = "2022-07-01", "2023-06-30"
    rows = sheet(root, MYE23, "MYE3")
    head = next(i for i, cell in enumerate(rows[0]) if cell == "Code")
    table = rows.iloc[head + 1:].set_index(0)
    names = ["births", "deaths", "natural-change", "internal-in-migration", "internal-out-migration", "net-internal-migration",
             "international-in-migration", "international-out-migration", "net-international-migration", "other-change"]
    for area in BOROUGHS:
        cells = [int(x) for x in table.loc[area].iloc[3:14]]
        part, residents = dict(zip(names, cells)), cells[-1]
        for name, figure in part.items():
            out.put(name, area, start, end, figure)
        moves = sum(part[n] for n in names if n.endswith(("in-migration", "out-migration")) and not n.startswith("net"))
        out.put("moves-in-and-out", area, start, end, moves)
        out.put("turnover", area, start, end, 1000 * moves / residents)
        for name in ("natural-change", "net-internal-migration", "net-international-migration"):
            out.put(f"{name}-rate", area, start, end, 1000 * part[name] / residents)
        for kind in ("internal", "international"):
            come, gone = part[f"{kind}-in-migration"], part[f"{kind}-out-migration"]
            out.put(f"{kind}-migration-effectiveness", area, start, end, 100 * (come - gone) / (come + gone))
    people = {}
    for sex in ("Persons", "Females", "Males"):
        rows = sheet(root, MYE23, f"MYE2 - {sex}")
        head = next(i for i, cell in enumerate(rows[0]) if cell == "Code")
        people[sex] = rows.iloc[head + 1:].set_index(0)
    published = {"population-density": ("MYE5", "2023 people per sq. km"), "median-age": ("MYE6", "Mid-2023")}
    for name, (title, heading) in published.items():
        rows = sheet(root, MYE23, title)
        head = next(i for i, cell in enumerate(rows[0]) if cell == "Code")
        column = list(rows.iloc[head]).index(heading)
        for area, figure in zip(rows[0], rows[column]):
            if area in BOROUGHS:
                out.put(name, area, end, end, figure)
    totals_24, ages_24 = mid_2024(root)
    for area in BOROUGHS:
        out.put("resident-population", area, end, end, int(people["Persons"].loc[area].iloc[2]))
        out.put("resident-population", area, "2024-06-30", "2024-06-30", totals_24[area])
        women, men = (int(people[sex].loc[area].iloc[2]) for sex in ("Females", "Males"))
        out.put("resident-females", area, end, end, women)
        out.put("resident-males", area, end, end, men)
        out.put("sex-ratio", area, end, end, 100 * men / women)
        by_day = {end: people["Persons"].loc[area].iloc[3:].astype(int).to_numpy(), "2024-06-30": ages_24.loc[area].to_numpy()}
        for at, ages in by_day.items():
            young, working, old = (int(np.sum(x)) for x in (ages[:16], ages[16:65], ages[65:]))
            for name, figure in (("aged-0-to-15", young), ("aged-16-to-64", working), ("aged-65-and-over", old),
                                 ("ageing-index", 100 * old / young), ("child-dependency-ratio", 100 * young / working),
                                 ("old-age-dependency-ratio", 100 * old / working), ("child-population", int(np.sum(ages[:18])))):
                if name != "child-population" or at == "2024-06-30":  # mid-2023 is revised elsewhere
                    out.put(name, area, at, at, figure)


def local_migration(root, out):
    """Local Area Migration Indicators: ten years of estimates, registrations and births; the survey of mid-2016."""
    def years(title, width, rows_of_head, first=2):
        rows = sheet(root, LAMI, title)
        table = rows.iloc[rows_of_head:].drop_duplicates(subset=0).set_index(0)
        count = (rows.shape[1] - first) // width
        for area in BOROUGHS:
            for place in range(count):
                yield area, 2011 + place, [number(x) for x in table.loc[area].iloc[first - 1 + width * place:][:width]]

    for title, name in (("Non-UK Born Population", "non-uk-born"), ("Non-British Population", "non-british")):
        for area, year, (all_of, some, half) in years(title, 3, 3):
            estimate(out, name, area, f"{year}-12-31", all_of, some, half)
            if name == "non-uk-born":
                out.put("aps-residents", area, f"{year}-12-31", f"{year}-12-31", all_of)
    for area, year, (_, numbers) in years("Short-Term Migration Inflows", 2, 2):
        out.put("short-term-immigration", area, f"{year - 3}-07-01", f"{year - 2}-06-30", numbers)
    registered = {}
    for area, year, (_, numbers) in years("NINo Registrations", 2, 2):
        registered[year, area] = numbers
        out.put("national-insurance-registrations", area, f"{year}-01-01", f"{year}-12-31", numbers)
    for area, year, (residents, new) in years("GP Registrations", 2, 2):
        start, end = f"{year - 1}-07-01", f"{year}-06-30"
        out.put("new-migrant-gp-registrations", area, start, end, new)
        out.put("population-back-series", area, end, end, residents)
        rate = combine(lambda a, b: 1000 * a / b, registered[year, area], residents)  # mid-year of the calendar year
        out.put("national-insurance-registrations-per-1k", area, f"{year}-01-01", f"{year}-12-31", rate)
        out.put("new-migrant-gp-registrations-per-1k", area, start, end, combine(lambda a, b: 1000 * a / b, new, residents))
    for area, year, (born, abroad, _) in years("Births to Non-UK Born Mothers", 3, 3):
        start, end = f"{year}-01-01", f"{year}-12-31"
        out.put("births-calendar-year", area, start, end, born)
        out.put("births-to-non-uk-born-mothers", area, start, end, abroad)
        known = not isinstance(born, str) and not isinstance(abroad, str)
        out.put("share-of-births-to-non-uk-born-mothers", area, start, end, share(abroad, born), wilson(abroad, born) if known else None,
                unreliable=few(abroad))
    for title, name in (("1.1", "non-uk-born"), ("2.1", "non-british")):
        table = sheet(root, APS, title).drop_duplicates(subset=0).set_index(0)
        for area in BOROUGHS:
            row = table.loc[area]
            all_of, some, half = (combine(lambda x: 1000 * x, number(row.iloc[i], MARKS | {"z": "not-applicable", "-": "not-available"}))
                                  for i in (1, 6, 7))
            estimate(out, name, area, "2016-06-30", all_of, some, half)
            if name == "non-uk-born":
                out.put("aps-residents", area, "2016-06-30", "2016-06-30", all_of)


def estimate(out, name, area, at, all_of, some, half):
    """An estimate with its published half-width, cut at zero, and its share of all."""
    known = not isinstance(some, str) and not isinstance(half, str)
    limits = (max(0, some - half), some + half) if known else None
    wide = known and some > 0 and half / Z / some > 0.2
    out.put(name, area, at, at, some, limits, unreliable=wide)
    out.put(f"{name}-share", area, at, at, share(some, all_of), limits and [100 * x / all_of for x in limits], unreliable=wide)


def census(root, out):
    """Census 2021: English, address a year before, households."""
    at = "2021-03-21"
    english = pd.read_csv(root / "reconstructed/census2021-ts029-ltla.csv").set_index("geography code")
    moved = pd.read_csv(root / "reconstructed/census2021-ts019-ltla.csv").set_index("geography code")
    column = lambda table, end: next(c for c in table.columns if c.endswith(end))
    homes = sheet(root, "published/census/la_count_households.xlsx", 0).set_index(0)
    for area in BOROUGHS:
        row = english.loc[area]
        not_well, none = (int(row[column(english, end)]) for end in ("Cannot speak English well", "Cannot speak English"))
        asked = int(row[next(c for c in english.columns if "Total" in c)])
        for name, figure in (("cannot-speak-english-well", not_well), ("cannot-speak-english", none), ("english-proficiency-residents", asked),
                             ("low-english-proficiency", not_well + none), ("low-english-proficiency-share", 100 * (not_well + none) / asked)):
            out.put(name, area, at, at, figure)
        out.put("census-arrived-from-abroad", area, at, at, int(moved.loc[area, column(moved, "outside the UK")]))
        out.put("census-households", area, at, at, int(homes.loc[area].iloc[-1]))


def place(root, out):
    """Deprivation, rents, tenure, pay, Explore Local Statistics, Universal Credit."""
    deprived = sheet(root, "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx", "IMD").set_index(0)
    rents = sheet(root, "published/context/la_private_rents_median.xlsx", "Figure 3")
    head = next(i for i, cell in enumerate(rents[2]) if str(cell).startswith("Area Code"))
    all_rents = next(i for i, cell in enumerate(rents.iloc[head]) if str(cell).startswith("All"))
    rents = rents.set_index(2)
    tenure = sheet(root, "published/context/la_tenure.xlsx", "data download").set_index(2)
    pay = sheet(root, "published/context/nomis_earning_jobs_data.xlsx", "Data").set_index(0)
    names = borough_names(root)
    for name, area in names.items():
        if name in pay.index:
            marks = {"-": "not-available", "#": "suppressed"}
            median, error = (number(pay.loc[name].iloc[at], marks) for at in (3, 4))
            known = not isinstance(median, str) and not isinstance(error, str)
            half = NormalDist().inv_cdf(0.975) * error / 100 * median if known else None
            limits = (median - half, median + half) if known else None
            out.put("median-annual-pay", area, "2024-04-05", "2024-04-05", median, limits)
    for area in BOROUGHS:
        out.put("deprivation-average-score", area, "2019-09-26", "2019-09-26", number(deprived.loc[area].iloc[3]))
        out.put("median-private-rent", area, "2022-03-31", "2022-03-31", number(rents.loc[area].iloc[all_rents - 1], MARKS | {"-": "not-available"}))
        out.put("privately-rented-share", area, "2023-03-31", "2023-03-31", number(tenure.loc[area].iloc[5]))
    credit = sheet(root, "published/context/uc_la_households.xlsx", "Data Sheet 0")
    for row in credit.values.tolist():
        if row[2] in names and str(row[3]).isdigit():
            out.put("universal-credit-households", names[row[2]], "2025-05-31", "2025-05-31", int(row[3]))
    for name, file in (("disposable-income-per-head", "gross-disposable-household-income-per-head"), ("children-in-relative-poverty",) * 2):
        table = pd.read_csv(root / f"published/context/els/{file}.csv", encoding="utf-8-sig", dtype=str)
        table = table[table["areacd"].isin(BOROUGHS) & ~table["indicator"].str.contains("before housing costs")]
        newest = table[table["period"] == table["period"].max()]
        period = ("2023-01-01", "2023-12-31") if name.startswith("disposable") else ("2024-04-01", "2025-03-31")
        for _, row in newest.iterrows():
            out.put(name, row["areacd"], *period, float(row["observation"]))


SUBJECTS = {
    "people": ((support, resettlement, reg_02, transfers, unaccompanied, unaccompanied_since_threshold, categories.of_support, categories.of_resettlement,
                categories.of_afghans, categories.looked_after),
               ("Home Office, Asy_D11 and Res_D01 (September 2024), Reg_01 and Reg_02 (December 2025), NTS_01 (third quarter of 2023);",
                "Department for Education, children looked after in England (2011, 2016, 2017, 2021 to 2025); ONS, mid-year estimates.")),
    "homes": ((hclic, rough_sleeping),
              ("Ministry of Housing, Communities and Local Government, statutory homelessness in England, detailed local authority",
               "tables of June 2018, June 2020, December 2021, September 2023, June 2024, March and June 2025; rough sleeping, autumn 2017.")),
    "change": ((components,), ("Office for National Statistics, mid-year population estimates: MYE2 and MYE3 of mid-2023, mid-2024.",)),
    "kingdom": ((kingdom.small_boats, kingdom.long_term_migration, kingdom.asylum_system),
                ("Home Office, migrants detected crossing the English Channel in small boats (15 May 2026), immigration and protection",
                 "transparency data (third quarter of 2023; ASY_03, ASY_04); Office for National Statistics, long-term international",
                 "migration, provisional, year ending December 2023.")),
    "origin": ((local_migration, kingdom.registrations), ("Office for National Statistics, Local Area Migration Indicators, UK (2021); population of the UK by",
                                    "country of birth and nationality, July 2015 to June 2016. Department for Work and Pensions, registrations of adult",
                                    "overseas nationals for National Insurance, years to March 2003, 2010 (London Datastore) and 2018.")),
    "place": ((census, place, categories.ethnic_groups, categories.deprivation_and_explore), ("Office for National Statistics, Census 2021 (TS029, TS019, TS041, ethnic group), private rental market summary statistics,",
                                "dwelling stock by tenure, annual survey of hours and earnings, Explore Local Statistics; MHCLG, English indices of",
                                "deprivation 2019, File 10; Department for Work and Pensions, households on Universal Credit.")),
}

if __name__ == "__main__":
    for name, (readers, sources) in SUBJECTS.items():
        subject = Subject()
        for reader in readers:
            reader(Path(sys.argv[1]), subject)
        subject.write(Path(sys.argv[2]), name, sources)
