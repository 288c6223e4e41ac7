"""Second calculation of the headline figures, written without sight of the fairshares program.

Works out shares, inequality, totals, indicators and components of population change from files of the Home Office
and the Office for National Statistics (ONS), and writes CSV files ("oracles") to test the program's results against.

Reads only these, below the folder given as first argument
  derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv     people supported, authority and quarter
  reconstructed/regional-and-local-authority-dataset-dec-2025.ods    Reg_01, Reg_02 (* suppressed, - no population)
  reconstructed/*support-local-authority*.xlsx                       Asy_D11 workbooks, four layouts
  published/mye/*                                                    ONS mid-year estimates, mid-2021 to mid-2024
  the two tables of authorities and regions named in LOOKUPS below
(reconstructed/ holds published figures set out in the publisher's layout, derived/ figures taken from its sheets)

Formulas (A people supported, P residents; totals are those of the region)
  fair share     P_i / P; due = A * fair share; gap = A_i - due; ratio = 100 A_i / due, the "Quote" of the
                 Austrian basic-care tables (Grundversorgungsvereinbarung, Art. 15a B-VG)
  loc. quotient  (A_i / A) / (P_i / P)
  cap, headroom  floor(P_i / 200): one supported person per 200 residents (Home Affairs Committee, HC 637 of
                 2016-17, paragraph 34); headroom = max(0, cap - A_i)
  places         largest remainder (Hamilton) with population weights under a limit: every area whose quota is
                 above its headroom is fixed at it, the rest is shared again among the others, and so on; then
                 whole parts, then one more to the largest fractions, ties in order of ONS code
  Hoover         1/2 sum |s_i - p_i|, s_i = A_i / A, p_i = P_i / P; people to move = A * Hoover
  Gini           sum_i sum_j |A_i P_j - A_j P_i| / (2 A P), weighted by residents
  Theil's T, HHI sum s_i ln(s_i / p_i), nothing for s_i = 0; sum s_i^2; effective hosts = 1 / HHI
Counts are Python integers and shares fractions; only the printed figure is a float, and Theil's T throughout.

An authority without a row in Asy_D11 has nobody in support, and its residents count. Rows `Unknown` and `N/A - ...`
are part of the UK and of no authority. At 31 December 2022 four codes stand on rows of other authorities, so places
are found by name. Barnsley and Sheffield changed code at the end of 2025.

Run: python tests/independent/recompute.py ../shared/data tests/oracles
It ends with status 1 when a published fact is not met.
"""
import datetime
import math
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import xlrd
from oracle import recomputed_by, write_oracle

TOTALS = "derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv"
REG = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods"
LOOKUPS = ("derived/geo/geographr_lookup_ltla24_region24.csv",
           "published/geo/Local_Authority_District_to_Region_(December_2023)_Lookup_in_England.csv")
MYE21, MYE22 = "published/mye/ukpopestimatesmid2021on2021geographyfinal.xls", "published/mye/mye22final.xlsx"
MYE23, MYE24 = "published/mye/mye23tablesew.xlsx", "published/mye/mye24tablesew.csv"
UK, ENGLAND, LONDON, NORTH_WEST = "K02000001", "E92000001", "E12000007", "E12000002"
NATIONS = {"Scotland": "S92000003", "Wales": "W92000004", "Northern Ireland": "N92000002"}
RECODED = {"E08000016": "E08000038", "E08000019": "E08000039"}  # Barnsley, Sheffield
NEWEST, YEAR_END, QUARTER_AGO, YEAR_AGO = "2026-03-31", "2025-12-31", "2025-09-30", "2024-12-31"
TYPES = ("initial", "dispersal", "contingency-hotel", "contingency-other", "other", "subsistence-only")
REG_COLUMNS = {  # the beginning of each heading of Reg_01 and Reg_02, `of which, ` left out
    "total": "Supported Asylum (total)", "initial": "Supported Asylum - Initial",
    "dispersal": "Supported Asylum - Dispers", "contingency": "Supported Asylum - Contingency",
    "other": "Supported Asylum - Other", "subsistence-only": "Subsistence only", "population": "Population",
}
COMPONENTS = {
    "population_start": "Estimated Population mid-2022", "births": "Births", "deaths": "Deaths",
    "natural_change": "Births minus Deaths", "internal_in": "Internal Migration Inflow",
    "internal_out": "Internal Migration Outflow", "internal_net": "Internal Migration Net",
    "international_in": "International Migration Inflow", "international_out": "International Migration Outflow",
    "international_net": "International Migration Net", "other": "Other",
    "population_end": "Estimated Population mid-2023",
}


def whole(cell):
    """A cell as a whole number; None where the publisher prints a marker or nothing."""
    if str(cell).strip() in ("", "*", "-", "No data"):
        return None
    number = Fraction(str(cell).strip())
    if number.denominator != 1:
        raise ValueError(f"not a whole number: {cell!r}")
    return int(number)


def iso(cell):
    """`31 Mar 2026` as 2026-03-31."""
    return datetime.datetime.strptime(cell, "%d %b %Y").date().isoformat()


def kind_of(cell):
    """An accommodation type of Asy_D11 as one of TYPES: its wording changes between editions."""
    short = cell.lower().replace(" accommodation", "").replace("dispersed", "dispersal")
    return short.replace(" - ", "-").replace(" ", "-")


def sheet_rows(root, name, sheet):
    """All rows of one sheet, cells as stored; the sheet None gives {sheet: rows}."""
    if name.endswith(".xls"):
        found = xlrd.open_workbook(root / name).sheet_by_name(sheet)
        return [found.row_values(i) for i in range(found.nrows)]
    if name.endswith(".csv"):
        return pd.read_csv(root / name, header=None, dtype=str, encoding="utf-8-sig").values.tolist()
    tables = pd.read_excel(root / name, sheet_name=sheet, header=None, dtype=object, keep_default_na=False)
    return {key: t.values.tolist() for key, t in tables.items()} if sheet is None else tables.values.tolist()


def column(header, start):
    """Position of the heading that begins with `start`; an error unless there is exactly one."""
    (position,) = [i for i, cell in enumerate(header) if str(cell).removeprefix("of which, ").startswith(start)]
    return position


def body(rows):
    """Data rows below title and heading, down to the publisher's end mark."""
    return rows[2 : next(i for i, row in enumerate(rows) if str(row[0]).lower() == "end of table")]


def read_totals(root):
    """{date: {authority code: people}} from the authority totals of Asy_D11."""
    rows = [(iso(date), code, whole(people)) for date, code, people in sheet_rows(root, TOTALS, None)[1:]]
    found = {at: {code: people for date, code, people in rows if date == at} for at in {row[0] for row in rows}}
    assert sum(map(len, found.values())) == len(rows), "an authority stands twice in one quarter"
    return found


def read_reg(root, sheet, key):
    """Reg_01 or Reg_02 by the column `key`: name, region or nation, population, people by accommodation."""
    rows = sheet_rows(root, REG, sheet)
    wanted = {short: column(rows[1], start) for short, start in REG_COLUMNS.items()}
    return {row[key]: {short: whole(row[i]) for short, i in wanted.items()} | {"name": row[0], "region": row[1]}
            for row in body(rows)}


def read_workbook(root, name):
    """The data rows of an Asy_D11 workbook: (date, region, authority, code, type, people, kind of support)."""
    sheets = sheet_rows(root, name, None)
    rows = next(sheets[key] for key in sheets if key.startswith("Data") and key.endswith("Asy_D11"))
    kind = next(i for i, cell in enumerate(rows[1]) if cell in ("Accommodation Type", "Support sub-type"))
    area, authority, code, n = (column(rows[1], x) for x in ("UK Region", "Local Authority", "LAD Code", "People"))
    support = next((i for i, cell in enumerate(rows[1]) if cell == "Support Type"), None)
    support_of = lambda row: "Section 95" if support is None else row[support]
    return [(iso(r[0]), r[area], r[authority], r[code], kind_of(r[kind]), whole(r[n]), support_of(r)) for r in body(rows)]


def read_estimates(root, name, sheet, columns):
    """{code: {short name: value or None}} from a sheet of the mid-year estimates; `columns` names its headings."""
    rows = sheet_rows(root, name, sheet)
    first = next(i for i, row in enumerate(rows) if row[0] == "Code")
    wanted = {short: rows[first].index(label) for short, label in columns.items()}
    return {row[0]: {short: whole(row[i]) for short, i in wanted.items()} for row in rows[first + 1 :] if row[0]}


def read_regions(root, reg02):
    """{authority: (region code, region name)}: English regions from the lookups, nations from Reg_02."""
    first, second = (sheet_rows(root, name, None)[1:] for name in LOOKUPS)
    found = {code: (region, name) for _, code, name, region in first}
    assert {c: pair[0] for c, pair in found.items()} == {row[0]: row[2] for row in second}, "the two lookups differ"
    found |= {new: found.pop(old) for old, new in RECODED.items()}
    return found | {c: (NATIONS[v["region"]], v["region"]) for c, v in reg02.items() if v["region"] in NATIONS}


def load(root):
    """Everything read once."""
    data = {key: {} for key in ("members", "names", "mye", "workbooks")}
    data |= {"totals": read_totals(root), "reg01": read_reg(root, "Reg_01", 0), "reg02": read_reg(root, "Reg_02", 2)}
    for code, (region, name) in sorted(read_regions(root, data["reg02"]).items()):
        data["members"].setdefault(region, []).append(code)
        data["names"][region] = name
    data["boroughs"] = {data["reg02"][c]["name"] for c in data["members"][LONDON]}
    for name in (MYE21, MYE22, MYE23, MYE24):
        table = read_estimates(root, name, "MYE2 - Persons", {"all": "All ages"})
        data["mye"][name] = {code: row["all"] for code, row in table.items()}
    data["components"] = read_estimates(root, MYE23, "MYE3", COMPONENTS)
    for path in sorted((root / "reconstructed").glob("*support-local-authority*.xlsx")):
        data["workbooks"][path.name] = read_workbook(root, f"reconstructed/{path.name}")
    return data


def headroom(people, population):
    """Places left below one in 200 residents."""
    return max(0, population // 200 - people)


def places(number, weights, room):
    """Whole places under a limit; returns ({code: places}, how many could not be placed)."""
    fixed, free, rest, total = {}, sorted(weights), number, 0
    while free:
        rest, total = number - sum(fixed.values()), sum(weights[c] for c in free)
        over = {c: room[c] for c in free if rest * weights[c] > room[c] * total}
        if not over:
            break
        fixed |= over
        free = [c for c in free if c not in over]
    parts = {c: divmod(rest * weights[c], total) for c in free}
    fixed |= {c: part[0] for c, part in parts.items()}
    extra = number - sum(fixed.values()) if free else 0
    for code in sorted(free, key=lambda c: (-parts[c][1], c))[:extra]:
        fixed[code] += 1
    assert all(0 <= fixed[c] <= room[c] for c in weights)
    return fixed, number - sum(fixed.values())


def lorenz_gini(a, p):
    """The same Gini from the Lorenz curve, in floats, as a check on the pairwise form."""
    a, p = np.array(a, dtype=float), np.array(p, dtype=float)
    order = np.argsort(a / p)
    y, x = (np.concatenate([[0], np.cumsum(v[order])]) / v.sum() for v in (a, p))
    return float(1 - ((y[1:] + y[:-1]) * np.diff(x)).sum())


def inequality(a, p):
    """{index: value} from the people and the residents of each area of a region."""
    sum_a, sum_p = sum(a), sum(p)
    hoover = Fraction(sum(abs(x * sum_p - y * sum_a) for x, y in zip(a, p)), 2 * sum_a * sum_p)
    gini = Fraction(sum(abs(x * q - b * y) for x, y in zip(a, p) for b, q in zip(a, p)), 2 * sum_a * sum_p)
    assert abs(gini - Fraction(lorenz_gini(a, p))) < 1e-12
    theil = math.fsum(x / sum_a * math.log(Fraction(x * sum_p, y * sum_a)) for x, y in zip(a, p) if x)
    hhi = Fraction(sum(x * x for x in a), sum_a**2)
    return {"hoover": hoover, "people_to_move": hoover * sum_a, "gini": gini, "theil_t": theil, "hhi": hhi,
            "effective_hosts": 1 / hhi}


def text(value):
    """Empty for nothing, whole numbers as they are, every other number with all its digits."""
    return "" if value is None else repr(float(value)) if isinstance(value, (Fraction, float)) else str(value)


def write(path, about, header, rows, footer=()):
    """One oracle: comment lines, header, rows, comment lines."""
    notes = [*about, *recomputed_by("recompute.py", "pandas", "numpy", "openpyxl", "odfpy", "xlrd")]
    write_oracle(path, notes, header.split(","), ([text(cell) for cell in row] for row in rows), footer)


def write_shares(path, data, region, residents, origin):
    """The fair share of every authority of a region at the newest date."""
    people = {c: data["totals"][NEWEST].get(c, 0) for c in data["members"][region]}
    population = {c: residents[c] for c in people}
    sum_a, sum_p = sum(people.values()), sum(population.values())
    room = {c: headroom(people[c], population[c]) for c in people}
    (few, few_left), (many, many_left) = (places(number, population, room) for number in (500, 20000))
    rows = []
    for code, a in people.items():
        p = population[code]
        due = Fraction(sum_a * p, sum_p)
        rows.append([code, p, a, Fraction(10000 * a, p), Fraction(100 * a, sum_a), Fraction(100 * p, sum_p), due,
                     a - due, 100 * a / due, a / due, p // 200, room[code], few[code], many[code]])
    about = [f"Fair shares by population, authorities of {data['names'][region]}. Shares in per cent; cap 1 in 200.",
             "People supported: Home Office, Asylum seekers in receipt of support by local authority (Asy_D11),",
             f"as at 31 March 2026. Population: {origin}."]
    write(path, about, "area_code,population,actual,rate_per_10k,actual_share,fair_share,due,gap,ratio,"
          "location_quotient,cap,headroom,places_500,places_20000", rows,
          [f"{few_left} of 500 places could not be placed; {many_left} of 20000 places could not be placed."])


def write_inequality(path, data):
    """All regions and nations at the newest date, London also a quarter earlier."""
    rows = []
    for region, at in [(r, NEWEST) for r in sorted(data["members"])] + [(LONDON, YEAR_END)]:
        people = [data["totals"][at].get(c, 0) for c in data["members"][region]]
        values = inequality(people, [data["reg02"][c]["population"] for c in data["members"][region]])
        rows += [[region, data["names"][region], at, index, value] for index, value in values.items()]
        if region == LONDON:
            print(f"London {at}: {sum(people)}", {k: float(v) for k, v in values.items()})
    about = ["How unevenly people in support are spread over the authorities of each region and nation.",
             "People supported: Home Office, Asy_D11, as at 31 March 2026 (London also 31 December 2025).",
             "Population: Reg_02 as at 31 December 2025 (ONS mid-2024)."]
    write(path, about, "region_code,region_name,as_at,index,value", rows)


def write_totals(path, data):
    """Control totals of every file."""
    rows = []
    for name, table in data["workbooks"].items():
        for at in sorted({r[0] for r in table}):
            rows.append(["people-supported", UK, at, sum(r[5] for r in table if r[0] == at), name])
        for at in ("2023-09-30", "2024-09-30"):
            london = [r for r in table if r[0] == at and r[2] in data["boroughs"]]
            if london:
                by_kind = {kind: sum(r[5] for r in london if r[4] == kind) for kind in TYPES}
                assert sum(by_kind.values()) == sum(r[5] for r in london)
                rows.append(["people-supported", LONDON, at, sum(by_kind.values()), name])
                nowhere = {r[4] for r in table if r[0] == at and r[1].startswith("N/A")}  # not given by authority
                rows += [[f"people-supported:{kind}", LONDON, at, None if kind in nowhere else value, name]
                         for kind, value in by_kind.items()]
    for kind in list(REG_COLUMNS)[:-1]:
        value = sum(data["reg02"][c][kind] for c in data["members"][LONDON])
        rows.append([f"people-supported:{kind}".removesuffix(":total"), LONDON, YEAR_END, value, Path(REG).name])
    for year, (name, table) in enumerate(data["mye"].items(), start=2021):
        codes = [code for code in (UK, ENGLAND, LONDON) if code in table]
        rows += [["population", code, f"{year}-06-30", table[code], Path(name).name] for code in codes]
    about = ["Control totals of the published files, each from the file named in its row.",
             "Home Office, Asy_D11 (UK: all rows, with Unknown and N/A; London: rows of the 33 boroughs; editions",
             "to June 2021, December 2021, September 2023 and September 2024; value empty, not 0, for subsistence",
             "only at 30 September 2024, which has no authorities) and Reg_02 as at 31 December 2025;",
             "ONS mid-year population estimates (MYE2, persons, all ages), mid-2021 to mid-2024, as named in each row."]
    write(path, about, "what,area_code,as_at,value,file", rows)


def write_indicators(path, data):
    """Boroughs and London from Reg_02, changes from Asy_D11."""
    reg, codes = data["reg02"], data["members"][LONDON]
    london = {k: sum(reg[c][k] for c in codes) for k in REG_COLUMNS}
    uk = sum(row["total"] for row in reg.values())
    before = {c: [data["totals"][at].get(c, 0) for at in (QUARTER_AGO, YEAR_AGO)] for c in codes}
    before[LONDON] = [sum(values) for values in zip(*before.values())]
    rows = []
    room = {c: headroom(reg[c]["total"], reg[c]["population"]) for c in codes}
    room[LONDON] = sum(room.values())
    for code, row in [(c, reg[c]) for c in codes] + [(LONDON, london)]:
        a, p, contingency = row["total"], row["population"], row["contingency"]
        share = Fraction(a, london["total"])
        rows.append([code, a, p, Fraction(10000 * a, p), Fraction(p, a) if a else None, 100 * share,
                     Fraction(100 * a, uk), share / Fraction(p, london["population"]), Fraction(100 * 200 * a, p),
                     room[code], contingency, Fraction(100 * contingency, a) if a else None,
                     *(a - earlier for earlier in before[code])])
    about = ["Indicators for the 33 boroughs and London (E12000007) as at 31 December 2025.",
             "Home Office, Reg_02 (published 26 February 2026): people, contingency, population (ONS mid-2024);",
             "Asy_D11: change in people since 30 September 2025 and 31 December 2024. Shares in per cent.",
             "Location quotient within London. London's headroom is the sum of the boroughs', whose limit it is; by London's",
             f"totals it would be {headroom(london['total'], london['population'])}. Series break: in Asy_D11 people on",
             "subsistence only have no authority at 31 December 2024, so change_year holds their return too."]
    write(path, about, "area_code,people_supported,population,per_10k,one_in_n,share_of_london,share_of_uk,"
          "location_quotient,cap_use,headroom,contingency,contingency_share,change_quarter,change_year", rows)


def write_components(path, data):
    """Components of population change, mid-2022 to mid-2023."""
    about = ["Components of population change, mid-2022 to mid-2023: ONS mid-year population estimates, mid-2023,",
             "MYE3, published 15 July 2024; 33 boroughs, London, England. Empty where the publisher prints No data."]
    rows = [[c, *data["components"][c].values()] for c in [*data["members"][LONDON], LONDON, ENGLAND]]
    write(path, about, ",".join(["area_code", *COMPONENTS]), rows)


def facts(root, data):
    """(what, found, published) for every published fact these files can show."""
    reg, totals, mye, boroughs = data["reg02"], data["totals"], data["mye"], data["members"][LONDON]
    older, newer = (data["workbooks"][f"support-local-authority-datasets-sep-{year}.xlsx"] for year in (2023, 2024))
    back_series = next(row for row in sheet_rows(root, MYE23, "MYE4") if row[0] == "K04000001")
    pairs = {(row[3], row[2]) for row in newer if row[0] == "2022-12-31"}
    names = {code: {name for other, name in pairs if other == code} for code, _ in pairs}
    above = {at: [v["name"] for c, v in reg.items() if v["population"] and 200 * totals[at].get(c, 0) > v["population"]]
             for at in (YEAR_END, NEWEST)}
    print("Above 1 in 200:", above)
    recoded = [max(at for at, v in totals.items() if RECODED.keys() & v.keys()),
               min(at for at, v in totals.items() if {*RECODED.values()} & v.keys())]
    every = [row for table in data["workbooks"].values() for row in table]
    mixed = [r for r in every if len({r[1] == "London", r[2] in data["boroughs"], r[3] in boroughs}) > 1]
    unbalanced = [c for c, v in data["components"].items() if v["population_end"] != v["population_start"]
                  + v["natural_change"] + v["internal_net"] + v["international_net"] + v["other"]]
    regional = {data["names"][r]: [sum(reg[c][k] for c in codes) for k in ("total", "contingency", "population")]
                for r, codes in data["members"].items()}
    return [
        ("London mid-2021 to mid-2024", [mye[m][LONDON] for m in mye], [8796628, 8866180, 8945309, 9089736]),
        ("the same, sums of boroughs", [sum(mye[m][c] for c in boroughs) for m in mye], [mye[m][LONDON] for m in mye]),
        ("E&W mid-2022, two editions", [mye[MYE22]["K04000001"], back_series[4]], [60238038, 60245218]),
        ("UK 30 Sep 2023", sum(r[5] for r in older if r[0] == "2023-09-30"), 123758),
        ("UK 30 Sep 2024", sum(r[5] for r in newer if r[0] == "2024-09-30"), 109024),
        ("London 30 Sep 2024", sum(r[5] for r in newer if r[0] == "2024-09-30" and r[1] == "London"), 19922),
        ("UK 31 Mar 2026", sum(totals[NEWEST].values()), 97519),
        ("London 31 Mar 2026", sum(totals[NEWEST].get(c, 0) for c in boroughs), 13687),
        ("UK 31 Dec 2025 (Reg_02)", sum(v["total"] for v in reg.values()), 107003),
        ("London, contingency 31 Dec 2025 (Reg_02)", regional["London"][:2], [16378, 10487]),
        ("authorities in Reg_02 and in a region", [len(reg) - 1, sum(map(len, data["members"].values()))], [361, 361]),
        ("Asy_D11 = Reg_02 31 Dec 2025", totals[YEAR_END], {c: v["total"] for c, v in reg.items() if v["total"]}),
        ("Reg_01 = sum of Reg_02 over the regions of the lookups", regional,
         {r: [v["total"], v["contingency"], v["population"]] for r, v in data["reg01"].items()}),
        ("areas of England and Wales where Reg_02's population is not ONS mid-2024", [c for c, p in mye[MYE24].items()
         if RECODED.get(c, c) in reg and reg[RECODED.get(c, c)]["population"] != p], []),
        ("last quarter of the old, first of the new codes of Barnsley and Sheffield", recoded, [QUARTER_AGO, YEAR_END]),
        ("smallest count in Asy_D11", min(min(v.values()) for v in totals.values()), 1),
        ("authorities under Hull's code, 31 Dec 2022", len(names["E06000010"]) - 1, 21),
        ("codes under several names, 31 Dec 2022", {c for c, found in names.items() if len(found) > 1},
         {"E06000010", "N09000003", "S12000033", "S12000049"}),
        ("Asy_D11 rows where region, name and code disagree on London", mixed, []),
        ("above 1 in 200, 31 Dec 2025", above[YEAR_END], ["Glasgow City", "Hillingdon", "Hounslow"]),
        ("areas where MYE3 does not add up", unbalanced, []),
    ]


def main(root, folder):
    data = load(root)
    write_shares(folder / "shares-london-2026-03-31.csv", data, LONDON, data["mye"][MYE24],
                 "ONS mid-year population estimates, mid-2024 (published 30 July 2025)")
    write_shares(folder / "shares-north-west-2026-03-31.csv", data, NORTH_WEST,
                 {code: row["population"] for code, row in data["reg02"].items()},
                 "Reg_02 (Home Office, published 26 February 2026; ONS mid-2024)")
    write_inequality(folder / "inequality.csv", data)
    write_totals(folder / "totals.csv", data)
    write_indicators(folder / "indicators-2025-12-31.csv", data)
    write_components(folder / "components-2023.csv", data)
    checks = facts(root, data)
    for what, found, published in checks:
        print("ok  " if found == published else "FAIL", what, "" if isinstance(found, dict) else found)
    return int(any(found != published for _, found, published in checks))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])) if len(sys.argv) == 3 else __doc__)
