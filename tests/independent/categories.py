"""People by accommodation, legal basis, scheme and ethnic group, and figures taken as published: for indicators.py."""
import datetime

import pandas as pd
from cells import BOROUGHS, at_least_resettled, labels, number, quarter, share, sheet
from spread import ASY_D11, ETHNIC, IMD, REG

RES_D01 = "reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx"
LOOKED_AFTER = "published/uasc/release-2023-24/cla_number_and_rate_per_10k_children.csv"
DAYS = ("2023-06-30", "2023-09-30", "2024-06-30", "2024-09-30")  # of Asy_D11: a year apart, two by two
QUARTERS = 4  # the newest of Res_D01
EXPLORE = {  # indicator: file of Explore Local Statistics
    "housing-affordability": "housing-affordability-ratio", "net-additions-to-housing": "net-additions-to-the-housing-stock",
    "claimant-rate": "claimant-count", "median-weekly-pay": "gross-median-weekly-pay",
}


def of_support(root, out):
    """People in support by accommodation and by section of the Act; an authority without a row has nobody."""
    rows = sheet(root, ASY_D11, "Data_Asy_D11")
    rows.columns = rows.iloc[1]
    rows = rows[rows["LAD Code"].isin(BOROUGHS)]
    day = pd.to_datetime(rows["Date (as at…)"], format="%d %b %Y").dt.date.astype(str)
    people = pd.to_numeric(rows["People"])
    whole = people.groupby([day, rows["LAD Code"]]).sum().to_dict()
    for indicator, column, codelist in (("supported-by-accommodation", "Accommodation Type", "accommodation"),
                                        ("supported-by-section", "Support Type", "support-type")):
        kinds = rows[column].map(labels(codelist))
        table = people.groupby([day, kinds, rows["LAD Code"]]).sum().to_dict()
        for at, kind in sorted({(at, kind) for at, kind, _ in table if at in DAYS}):
            for area in BOROUGHS:
                count = int(table.get((at, kind, area), 0))
                out.put(indicator, area, at, at, count, category=kind)
                if column == "Accommodation Type":
                    out.put("accommodation-share", area, at, at, share(count, int(whole.get((at, area), 0))), category=kind)
                if kind == "dispersal" and at > "2024":
                    before = int(table.get((f"2023{at[4:]}", kind, area), 0))
                    out.put("dispersal-change-year", area, at, at, count - before)


def of_resettlement(root, out):
    """People resettled by scheme, and of those resettled to the United Kingdom in a year, wherever they went."""
    rows = sheet(root, RES_D01, "Data - Res_D01")
    rows.columns = rows.iloc[1]
    rows = rows[rows["Quarter"].astype(str).str.match(r"\d{4} Q\d$")]
    persons, codes = pd.to_numeric(rows["Persons"]), rows["LAD Code"]
    quarters = sorted(rows.loc[codes.astype(str).str.match(r"[ENSW]\d{8}$"), "Quarter"].unique())
    schemes = rows["Resettlement Scheme"].map(labels("resettlement-scheme"))
    table = persons.groupby([rows["Quarter"], schemes, codes]).sum().to_dict()
    at_least, afghan = at_least_resettled(rows), ("arap", "acrs-", "afghan")
    for q in quarters[-QUARTERS:]:
        for scheme in sorted({scheme for at, scheme, area in table if at == q and area in BOROUGHS}):
            for area in BOROUGHS:
                out.put("people-resettled-by-scheme", area, *quarter(q), int(table.get((q, scheme, area), 0)), category=scheme,
                        at_least=q in at_least and scheme.startswith(afghan))
    year = quarters[-4:]
    assert [q[-1] for q in year] == ["4", "1", "2", "3"]
    # People who are counted in no authority are no part of what authorities have a share of.
    placed = codes.astype(str).str.match(r"[ENSW]\d{8}$")
    kingdom = int(persons[rows["Quarter"].isin(year) & placed].sum())
    for area in BOROUGHS:
        count = int(persons[rows["Quarter"].isin(year) & (codes == area)].sum())
        out.put("resettled-share-of-uk", area, quarter(year[0])[0], quarter(year[-1])[1], share(count, kingdom))


def of_afghans(root, out):
    """The Afghan programme by accommodation, and of that of the United Kingdom, which is the sum of Reg_01."""
    at, marks = "2025-12-31", {"*": "suppressed", "-": "not-available"}
    names = {"transitional": "- transitional", "settled-la": "settled in LA", "settled-prs": "settled in PRS"}
    regions = sheet(root, REG, "Reg_01").values.tolist()
    total = next(i for i, cell in enumerate(regions[1]) if str(cell).startswith("Afghan Resettlement Programme (total)"))
    kingdom = sum(int(row[total]) for row in regions[2:] if str(row[total]).isdigit())
    rows = sheet(root, REG, "Reg_02").values.tolist()
    find = lambda word: next(i for i, cell in enumerate(rows[1]) if word in str(cell))
    code, everybody = find("LTLA"), find("Afghan Resettlement Programme (total)")
    for row in rows[2:]:
        if row[code] in BOROUGHS:
            out.put("afghan-programme-share-of-uk", row[code], at, at, share(number(row[everybody], marks), kingdom))
            for category, word in names.items():
                out.put("afghan-programme-by-accommodation", row[code], at, at, number(row[find(word)], marks), category=category)


def looked_after(root, out):
    """Children looked after for every 10,000 children, as published."""
    table = pd.read_csv(root / LOOKED_AFTER, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    table = table[table["new_la_code"].isin(BOROUGHS) & table["population_count"].str.startswith("Children looked after at 31 March")]
    marks = {"c": "suppressed", "x": "not-available", "z": "not-applicable"}
    for year, area, rate in zip(table["time_period"], table["new_la_code"], table["rate_per_10000"]):
        out.put("looked-after-per-10k-children", area, f"{year}-03-31", f"{year}-03-31", number(rate, marks))


def ethnic_groups(root, out):
    """Residents by ethnic group on Census day."""
    table, groups = pd.read_csv(root / ETHNIC), labels("census-ethnic-group")
    for area, group, people in zip(table.iloc[:, 0], table.iloc[:, 3], table.iloc[:, 4]):
        if area in BOROUGHS:
            out.put("census-ethnic-groups", area, "2021-03-21", "2021-03-21", int(people), category=groups[group])


def deprivation_and_explore(root, out):
    """The place by average score, 1 the most deprived; the newest figures of Explore Local Statistics, of a day or of a year."""
    table = sheet(root, IMD, "IMD")
    assert str(table.iloc[0, 5]).strip() == "IMD - Rank of average score"
    for area, rank in zip(table[0], table[5]):
        if area in BOROUGHS:
            out.put("deprivation-rank", area, "2019-09-26", "2019-09-26", int(rank))
    reasons = dict.fromkeys("xu", "not-available")  # u: of low reliability, so not printed
    for indicator, name in EXPLORE.items():
        table = pd.read_csv(root / f"published/context/els/{name}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
        newest = table[table["areacd"].isin(BOROUGHS)]
        newest = newest[newest["period"] == newest["period"].max()]
        columns = ("areacd", "period", "observation", "status", "lci_95", "uci_95")
        for area, period, figure, status, lower, upper in zip(*(newest[column] for column in columns)):
            day = datetime.date.fromisoformat(period[:10])
            end = day.replace(year=day.year + 1) - datetime.timedelta(days=1) if period.endswith("/P1Y") else day
            limits = (float(lower), float(upper)) if lower else None
            out.put(indicator, area, day, end, float(figure) if figure else reasons[status], limits)
