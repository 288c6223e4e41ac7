"""The fair shares that every key in data/catalogue/keys gives London's authorities, worked out without sight of the program.

Reads, below the folder given as first argument,
  people supported    Asy_D11, 31 March 2026 (Home Office); an authority without a row has nobody
  initial             Reg_02, 31 December 2025: people supported in initial accommodation (Home Office)
  residents           mid-year population estimates, mid-2024 (ONS)
  children            the same, ages 0 to 17, as the Department for Education prints them
  homelessness        H-CLIC, April to June 2025: households owed a duty and households of the area, thousands (A1), households
                      in temporary accommodation (TA1) (MHCLG)
  deprivation         English indices of deprivation 2019, File 10: IMD, average score (MHCLG)
  affordability, income, claimants    Explore Local Statistics (ONS)
and writes keys.csv into the folder given as second.

A figure is of the newest day up to 31 March 2026 on which all 33 authorities have one or, for a key that fills the middle in, at least
half of them: the others count as the median of these, and the rows are estimated.

Formulas; x a figure, b the base (residents), n authorities, w the weights of the parts, t a part made into shares that sum to 1
  one indicator     x / sum x; eligible-population: x is 0 where more than one in 200 residents is supported; equal: 1 / n
  swiss             max(0, m s - c / T): s the share of residents, c the credit, 0.2 for each person in initial accommodation, T all
                    people supported in London, m such that the shares sum to 1; where nobody is at 0, (s (T + sum c) - c) / T
  additive          t from x (share), x b (volume) or 1 / x (inverse). A corrective t is held to c times the sum of the t of the
                    parts that are not. S = sum w t + rest m, m the mean of the t that are not corrective by w, and the rest
                    what S lacks of 1. A part contributes w t and, if it is not corrective, its part of the rest; the base 0.
  multiplicative    S ~ b prod u^w, u the rank r by n, ties sharing the mean: r / n (more) or (n + 1 - r) / n (less)
  less-pressure     S ~ b (1 - s sum w u), u = (x - min) / (max - min)
  contributions     of the two last: of the base b / sum b, of a part the mean, over all orders in which the parts can be added,
                    of what it adds to the share (Shapley 1953)
"""
import itertools
import math
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from cells import BOROUGHS, MARKS, mid_2024, number, sheet
from oracle import recomputed_by, write_oracle

warnings.filterwarnings("ignore")
DAY = "2026-03-31"
LIMIT = 200  # residents for each person supported
SUPPORTED = "derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv"
REG = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods"
CHILDREN = "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv"
HCLIC = "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods"
DEPRIVATION = "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx"
LOCAL = "published/context/els"
EU = [("residents", "share", 0.4, None), ("income", "volume", 0.4, None)]
ADDITIVE = {  # part, transform, weight, corrective
    "koenigsteiner": [("income", "volume", 2 / 3, None), ("residents", "share", 1 / 3, None)],
    "eu-may-2015": [*EU, ("rate", "inverse", 0.1, None), ("claimants", "inverse", 0.1, None)],
    "eu-pact-2024": [("residents", "share", 0.5, None), ("income", "volume", 0.5, None)],
    "eu-september-2015": [*EU, ("rate", "inverse", 0.1, 0.3), ("claimants", "inverse", 0.1, 0.3)],
}
PRESSURES = {"duties": 0.25, "temporary": 0.25, "deprivation": 0.2, "affordability": 0.15, "rate": 0.15}
STRENGTH = 0.5
CREDIT = 0.2  # people for each in initial accommodation


def of_london(figures):
    """Figures of the 33 authorities in order of code."""
    return pd.Series({area: figures[area] for area in BOROUGHS}, dtype=float)


def supported(root):
    """People in support on the day."""
    table = pd.read_csv(root / SUPPORTED)
    table = table[pd.to_datetime(table["Date"], format="%d %b %Y") == DAY]
    return of_london(table.set_index("LAD Code")["People"].reindex(BOROUGHS, fill_value=0))


def initial(root):
    """{day of Reg_02: people supported in initial accommodation}."""
    rows = sheet(root, REG, "Reg_02")
    code, column = (next(c for c, head in rows.iloc[1].items() if word in str(head)) for word in ("LTLA", "Initial Accommodation"))
    return by_day(("2025-12-31", area, number(figure, MARKS | {"*": "suppressed", "-": "not-available"}))
                  for area, figure in zip(rows[code], rows[column]) if area in BOROUGHS)


def children(root):
    """{30 June: residents under 18}."""
    table = pd.read_csv(root / CHILDREN, encoding="utf-8-sig", dtype=str)
    table = table[table["new_la_code"].isin(BOROUGHS) & (table["age_group"] == "Children aged 0 to 17 years")]
    return by_day((f"{year}-06-30", area, number(figure)) for year, area, figure
                  in table[["time_period", "new_la_code", "population_estimate"]].values)


def by_day(rows):
    """{day: {area: figure}} of the rows that have a figure, up to the day."""
    days = {}
    for day, area, figure in rows:
        if day <= DAY and not isinstance(figure, str) and not pd.isna(figure):
            if area in days.setdefault(day, {}):
                raise ValueError(f"{area} has two figures of {day}")
            days[day][area] = figure
    return days


def local(root, name):
    """{last day: figures} of Explore Local Statistics; a year is written as its first day and how long it is."""
    table = pd.read_csv(root / LOCAL / f"{name}.csv", encoding="utf-8-sig")
    table = table[table["areacd"].isin(BOROUGHS)]
    last = [period if len(period) == 10 else f"{period[:4]}-12-31" for period in table["period"]]
    if not set(table["period"].str[10:]) <= {"", "/P1Y"}:
        raise ValueError(f"{name}: periods of another length")
    return by_day(zip(last, table["areacd"], table["observation"]))


def homelessness(root):
    """Households owed a duty and households in temporary accommodation for every 1,000, at the end of the quarter."""
    found = {}
    for title, words in (("A1", ("total owed a prevention or relief duty", "number of households in area")),
                         ("TA1", ("total number of households in ta",))):
        rows = sheet(root, HCLIC, title)
        first = list(rows[0]).index("E92000001")
        heads = [" ".join(" ".join(map(str, rows.iloc[1:first, c])).split()).lower() for c in rows.columns]
        for word in words:
            column = next(c for c, head in zip(rows.columns, heads) if word in head)
            found[word] = dict(zip(rows[0], rows[column]))
    duties, homes, placed = found.values()
    marks = MARKS | {"-": "suppressed", "": "not-available"}

    def rate(of):
        known = ((area, number(of[area], marks), number(homes[area], marks)) for area in BOROUGHS)
        return by_day(("2025-06-30", area, a if isinstance(a, str) else 1000 * a / (1000 * b)) for area, a, b in known)

    return rate(duties), rate(placed)


def deprivation(root):
    """Average score, on the day of publication."""
    rows = sheet(root, DEPRIVATION, "IMD")
    column = next(c for c, head in rows.iloc[0].items() if str(head).strip() == "IMD - Average score")
    return by_day(("2019-09-26", area, number(score)) for area, score in zip(rows[0], rows[column]) if area in BOROUGHS)


def chosen(name, days, fill=False):
    """The figures of the day that counts, and the areas whose figure had to be filled in."""
    wanted = len(BOROUGHS) / 2 if fill else len(BOROUGHS)
    newest = max((day for day, known in days.items() if len(known) >= wanted), default=None)
    if newest is None:
        raise ValueError(f"{name}: no day on which every authority has a figure")
    known = days[newest]
    filled = [area for area in BOROUGHS if area not in known]
    middle = float(np.median(list(known.values())))
    print(f"{name}: {newest}" + (f", filled {middle!r} for {' '.join(filled)}" if filled else ""))
    return of_london(known | dict.fromkeys(filled, middle)), filled


def shared(figures):
    """Figures divided by their sum."""
    return figures / math.fsum(figures)


def less_credit(figures, credit):
    """Shares of figures less a credit for each, held at 0 or above, that sum to 1.

    Areas stay above 0 in order of their credit for each share, least first. Of the multipliers at which the first one, two and so
    on would alone sum to 1, the lowest is that of all: whoever can be above 0 only lowers it.
    """
    s = shared(figures)
    longest = (credit / s).sort_values().index
    multiplier = ((1 + credit[longest].cumsum()) / s[longest].cumsum()).min()
    return np.maximum(0, multiplier * s - credit)


def additive(parts, figures, base):
    """Shares, and what each part contributes to them."""
    made = {"share": lambda x: x, "volume": lambda x: x * base, "inverse": lambda x: 1 / x}
    t = [shared(made[transform](figures[part])) for part, transform, _, _ in parts]
    plain = [k for k, part in enumerate(parts) if part[3] is None]
    together = sum(t[k] for k in plain)
    t = [one if part[3] is None else np.minimum(one, part[3] * together) for one, part in zip(t, parts)]
    weighted = [part[2] * one for part, one in zip(parts, t)]
    rest = 1 - math.fsum(itertools.chain(*weighted))
    heavy = math.fsum(parts[k][2] for k in plain)
    given = [one + rest * one / heavy if k in plain else one for k, one in enumerate(weighted)]
    return sum(weighted) + rest * sum(weighted[k] for k in plain) / heavy, 0 * base, given


def ordered(of_some, parts):
    """Shares of all parts, of none, and what each adds to them, averaged over all orders in which they can be added."""
    held = {frozenset(some): of_some(some) for size in range(len(parts) + 1) for some in itertools.combinations(parts, size)}
    added = {part: [] for part in parts}
    for order in itertools.permutations(parts):
        for at, part in enumerate(order):
            added[part].append(held[frozenset(order[:at + 1])] - held[frozenset(order[:at])])
    return held[frozenset(parts)], held[frozenset()], [sum(added[part]) / len(added[part]) for part in parts]


def pressure(figures, base):
    """Residents times the ranks of the pressures, each to the power of its weight."""
    n = len(base)
    low = {part: (n + 1 - figures[part].rank(method="average")) / n for part in PRESSURES}
    return ordered(lambda some: shared(base * math.prod(low[part] ** PRESSURES[part] for part in some)), tuple(PRESSURES))


def less_pressure(figures, base):
    """Residents times one less the pressures between the lowest and the highest."""
    high = {part: (x - x.min()) / (x.max() - x.min()) for part, x in figures.items() if part in PRESSURES}
    return ordered(lambda some: shared(base * (1 - STRENGTH * sum(PRESSURES[part] * high[part] for part in some))), tuple(PRESSURES))


def keys(root):
    """{key: (shares, contribution of the base, contributions of the parts, areas with a figure filled in)}."""
    people, residents = supported(root), of_london(mid_2024(root)[0])
    duties, temporary = homelessness(root)
    pressures, gaps = {"rate": 10000 * people / residents}, set()
    for name, days in (("duties", duties), ("temporary", temporary), ("deprivation", deprivation(root)),
                       ("affordability", local(root, "housing-affordability-ratio"))):
        pressures[name], filled = chosen(name, days, fill=True)
        gaps |= set(filled)
    capacity = {"residents": residents, "rate": pressures["rate"]}
    for name, file in (("income", "gross-disposable-household-income-per-head"), ("claimants", "claimant-count")):
        capacity[name], _ = chosen(name, local(root, file))
    young, _ = chosen("children", children(root))
    hosted, _ = chosen("initial", initial(root))
    within = LIMIT * people <= residents
    single = {
        "austrian": residents,
        "child-population": young,
        "eligible-population": residents.where(within, 0.0),
        "equal": 0 * residents + 1,
        "headroom": np.maximum(0, residents // LIMIT - people),
        "population": residents,
        "present-pattern": people,
    }
    found = {key: (shared(figures), None, None, ()) for key, figures in single.items()}
    found["swiss"] = (less_credit(residents, CREDIT * hosted / math.fsum(people)), None, None, ())
    found |= {key: (*additive(parts, capacity, residents), ()) for key, parts in ADDITIVE.items()}
    found["pressure"] = (*pressure(pressures, residents), gaps)
    found["population-less-pressure"] = (*less_pressure(pressures, residents), gaps)
    return dict(sorted(found.items()))


def main(root, folder):
    about = ["Fair shares of London's authorities at 31 March 2026 by every key, as fractions of 1, and what makes them up.",
             "Home Office, Asy_D11; ONS, mid-year population estimates, mid-2024, and Explore Local Statistics (June 2026);",
             "Department for Education, children aged 0 to 17; MHCLG, statutory homelessness, April to June 2025, A1 and TA1,",
             "and English indices of deprivation 2019, File 10.",
             "swiss: also Home Office, Reg_02, as at 31 December 2025 (people in initial accommodation).",
             "estimated: a figure of the area was not published and counts as the median of the others.",
             *recomputed_by("keys.py", "pandas", "numpy", "openpyxl")]
    rows = []
    for key, (share, base, parts, filled) in keys(root).items():
        if abs(math.fsum(share) - 1) > 1e-12 or share.min() < 0:
            raise ValueError(f"{key}: shares do not sum to 1")
        if base is not None and max(abs(base + sum(parts) - share)) > 1e-12:
            raise ValueError(f"{key}: contributions do not sum to shares")
        for area in BOROUGHS:
            made = ["", ""] if base is None else [repr(float(base[area])), ";".join(repr(float(part[area])) for part in parts)]
            rows.append([key, area, repr(float(share[area])), "estimated" if area in filled else "", *made])
    write_oracle(folder / "keys.csv", about, ["key", "area_code", "share", "status", "from_base", "from_parts"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
