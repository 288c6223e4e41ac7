"""How each publication is laid out, written down a second time: readers that yield
(area, first day, last day, dimensions, measure, figure) for every cell that counts.

Belongs here: positions of columns, what they are, which rows count. Does not belong here: anything of the program.
"""
import calendar
import math
import re

import workbooks
from cells import labels

CODE = re.compile(r"^[EWSNK]\d{8}$")
MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}


def micro(cell, marks, scale=1):
    """A cell as millionths in whole numbers, or the reason its mark stands for."""
    text = str(cell).strip()
    if text in marks:
        return marks[text]
    return str(math.floor(float(text.replace(",", "")) * scale * 1e6 + 0.5))


def month_end(year, month):
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


# --- Homelessness (MHCLG, H-CLIC): the rows from England's to the notes, columns by position ----------------------------

H_MARKS = {"..": "not-available", "-": "suppressed", "#N/A": "not-available"}
ASSESSED = {"all": 4, "either": 6, "prevention": 7, "relief": 9, "not-threatened": 11}
AST = ("ast-budgeting", "ast-rent-increase", "ast-employment-income", "ast-benefit-change", "ast-personal-circumstances")
SOCIAL = ("social", "social-rent-arrears", "social-breach", "social-other")
SUPPORTED = ("supported-housing", "supported-rent-arrears", "supported-breach", "supported-other")
REASONS_TO_2023 = [
    "all", "", "ast", "", *AST, "", "ast-breach", "ast-landlord", "ast-disrepair-complaint", "ast-illegal-eviction",
    "ast-abandoned", "ast-other", "", "non-ast", "family-or-friends", "relationship-breakdown", "domestic-abuse",
    "other-violence", "", *SOCIAL, "", *SUPPORTED, "", "institution", "asylum-support", "other"]
REASONS_FROM_2023 = [
    "all", "", "ast", "", *AST, "", "ast-breach", "", "ast-landlord", "ast-landlord-sell", "ast-landlord-relet",
    "ast-landlord-retired", "", "ast-disrepair-complaint", "ast-illegal-eviction", "ast-abandoned", "ast-other", "", "non-ast",
    "family-or-friends", "relationship-breakdown", "", "domestic-abuse", "domestic-abuse-victim", "domestic-abuse-perpetrator",
    "domestic-abuse-retired", "", "other-violence", "", *SOCIAL, "", *SUPPORTED, "", "institution", "institution-custody",
    "institution-psychiatric", "institution-hospital", "institution-care", "institution-retired", "", "asylum-support",
    "unsuitable-home"]
AGES = ["16-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+", "not-known"]
ACCOMMODATION = {  # column: measure, accommodation, household
    4: ("households", "all", "all"), 7: ("households", "all", "with-children"), 8: ("children", "all", "all"),
    10: ("households", "bed-and-breakfast", "all"), 11: ("households", "bed-and-breakfast", "with-children"),
    12: ("households", "bed-and-breakfast", "children-over-6-weeks"),
    13: ("households", "bed-and-breakfast", "children-over-6-weeks-pending"),
    14: ("households", "bed-and-breakfast", "applicant-16-17"),
    16: ("households", "nightly-paid", "all"), 17: ("households", "nightly-paid", "with-children"),
    19: ("households", "hostel", "all"), 20: ("households", "hostel", "with-children"),
    22: ("households", "private-leased", "all"), 23: ("households", "private-leased", "with-children"),
    25: ("households", "social-stock", "all"), 26: ("households", "social-stock", "with-children"),
    28: ("households", "other", "all"), 29: ("households", "other", "with-children"),
    31: ("households-in-another-district", "all", "all"),
    33: ("households-without-accommodation", "all", "all"),
    34: ("households-without-accommodation", "all", "with-children")}
# What the publisher printed wrongly, by last day, area and figure. In June 2025, as revised, Tewkesbury is counted six times: the
# first edition has the right figures. In March 2021 the region of each district stands a row too low: the districts as A1 prints
# them add up to these. From June 2023 Somerset, and with it the South West and England, lacks one of the four districts it replaced,
# Somerset West and Taunton, with 71.506 thousand in the edition before.
HOUSEHOLDS = {
    **{(day, area, printed): round(printed + 71.506, 3) for day in ("2023-06-30", "2023-09-30", "2023-12-31")
       for area, printed in (("E06000066", 183.091), ("E12000009", 2437.588), ("E92000001", 23969.321))},
    ("2025-06-30", "E12000009", 2771.919): 2551.874, ("2025-06-30", "E92000001", 24587.083): 24367.038,
    ("2021-03-31", "E12000007", 3740): 3563.452, ("2021-03-31", "E12000002", 3110): 3178.357,
    ("2021-03-31", "E12000003", 2120): 2343.742, ("2021-03-31", "E12000004", 2500): 2054.965,
    ("2021-03-31", "E12000005", 2070): 2458.616, ("2021-03-31", "E12000006", 2920): 2612.836,
    ("2021-03-31", "E12000008", 3850): 3830.091, ("2021-03-31", "E12000009", 2190): 2464.648}


def h_clic_rows(path, *names):
    """(row of cells) of areas; first and last day of the quarter, both of which the title or the name of the sheet has."""
    for name in names:
        rows = workbooks.sheet(path, name) or workbooks.begins(path, f"{name} - ")
        if rows:
            break
    else:
        return None
    first = next(n for n, row in enumerate(rows) if str(row[0]).strip() == "E92000001")
    last = next(n for n, row in enumerate(rows) if n > first and any(str(cell).strip().lower().startswith("notes") for cell in row[:4]))
    areas = [row for row in rows[first:last] if CODE.match(str(row[0]).strip())]
    year, month = (int(part) for part in re.search(r"_(20\d\d)(\d\d)", path.name).groups())
    return areas, f"{year}-{month - 2:02d}-01", month_end(year, month)


def width_of(rows):
    """How many columns the row of England fills."""
    return 1 + max(at for at, cell in enumerate(rows[0]) if str(cell).strip())


def h_clic_assessments(path):
    rows, start, end = h_clic_rows(path, "A1")
    width = width_of(rows)
    columns = dict(ASSESSED)
    # To March 2019 twelve columns, to June 2023 with households in the area, then with two more kinds of no duty.
    households = None if width <= 12 else 13 if width <= 16 else 15
    if width > 16:
        columns |= {"withdrew": 12, "not-eligible": 13}
    for row in rows:
        area = row[0].strip()
        for duty, at in columns.items():
            yield area, start, end, (duty,), "households", micro(row[at], H_MARKS)
        yield area, start, end, ("prevention",), "households-section-21", micro(row[8], H_MARKS)
        if households:
            cell = HOUSEHOLDS.get((end, area, row[households]), row[households])
            yield area, end, end, ("all",), "projected-households", micro(cell, H_MARKS, 1000)


def h_clic_reasons(path):
    for duty, names in (("either", ["A2"]), ("prevention", ["A2P"]), ("relief", ["A2R"])):
        found = h_clic_rows(path, *names)
        if not found:
            continue
        rows, start, end = found
        width = width_of(rows)
        reasons = REASONS_TO_2023 if width <= 40 else REASONS_FROM_2023 + ["resettlement"] * (width >= 58) + ["other"]
        for row in rows:
            for at, reason in enumerate(reasons, start=4):
                if reason:
                    yield row[0].strip(), start, end, (duty, reason), "households", micro(row[at], H_MARKS)


def h_clic_ages(path):
    found = h_clic_rows(path, "A6")
    if not found:
        return
    rows, start, end = found
    for row in rows:
        for at, age in [(4, "all"), *zip(range(6, 24, 2), AGES)]:
            yield row[0].strip(), start, end, (age,), "main-applicants", micro(row[at], H_MARKS)


def h_clic_accommodation(path):
    rows, _, end = h_clic_rows(path, "TA1")
    for row in rows:
        area = row[0].strip()
        for at, (measure, *dimensions) in ACCOMMODATION.items():
            yield area, end, end, dimensions, measure, micro(row[at], H_MARKS)
        cell = HOUSEHOLDS.get((end, area, row[5]), row[5])
        yield area, end, end, ("all", "all"), "projected-households", micro(cell, H_MARKS, 1000)


# --- People sleeping rough (MHCLG) ---------------------------------------------------------------------------------------

def rough_sleeping_2018(path):
    night = lambda year: f"{year}-11-30"
    for row in workbooks.sheet(path, "table 1"):
        if CODE.match(str(row[0])):
            for year, cell in zip(range(2010, 2019), row[3:12]):
                yield row[0], night(year), night(year), ("persons", "all", "all"), "people", micro(cell, {})
            yield row[0], "2018-06-30", "2018-06-30", ("persons", "all", "all"), "projected-households", micro(row[12], {}, 1000)
    place = {"table 2a": 0, "table 2b": 1, "table 2c": 2}
    codes = {"table 2a": (["females"], ["males", "females", "unknown"]),
             "table 2b": (["eu", "non-eu"], ["uk", "eu", "non-eu", "not-known"]),
             "table 2c": (["under-25"], ["under-18", "18-25", "over-25", "not-known"])}
    for name, (known, parts) in codes.items():
        def dimensions(code):
            every = ["persons", "all", "all"]
            every[place[name]] = code
            return every
        whole = ("persons", "all", "all")[place[name]]
        first, second = 3 + 1 + len(known) + 1, 3 + 1 + len(known) + 1 + 1 + len(parts) + 1
        for row in workbooks.sheet(path, name):
            if not CODE.match(str(row[0])):
                continue
            yield row[0], night(2016), night(2016), dimensions(whole), "people", micro(row[3], {})
            for code, cell in zip(known, row[4:]):
                yield row[0], night(2016), night(2016), dimensions(code), "people-known", micro(cell, {})
            for year, at in ((2017, first), (2018, second)):
                for code, cell in zip([whole, *parts], row[at:]):
                    yield row[0], night(year), night(year), dimensions(code), "people", micro(cell, {})


def rough_sleeping_2019(path):
    night = lambda year: f"{year}-11-30"
    code = lambda row: next((cell for cell in (row[1], row[3]) if CODE.match(str(cell))), None)
    for row in workbooks.sheet(path, "Table 1 Total"):
        if code(row):
            for year, cell in zip(range(2010, 2020), row[4:14]):
                yield code(row), night(year), night(year), ("persons", "all", "all"), "people", micro(cell, {})
    for name, at, parts in (("Table 2a Gender", 0, ["females", "males", "unknown", "persons"]),
                            ("Table 2b Nationality", 1, ["uk", "eu", "non-eu", "not-known", "all"]),
                            ("Table 2c Age", 2, ["under-18", "18-25", "over-25", "not-known", "all"])):
        for row in workbooks.sheet(path, name):
            for year in (2017, 2018, 2019) if code(row) else ():
                first = 4 + (year - 2017) * len(parts)
                for part, cell in zip(parts, row[first:first + len(parts)]):
                    dimensions = ["persons", "all", "all"]
                    dimensions[at] = part
                    yield code(row), night(year), night(year), dimensions, "people", micro(cell, {})


# --- Country of birth and nationality (ONS, Annual Population Survey) ------------------------------------------------------

APS_MARKS = {".": "not-available", ":": "not-available", "c": "suppressed", "z": "not-applicable"}
APS_GROUPS = [
    (2, "all"), (5, "uk"), (7, "non-uk"), (10, "eu"), (12, "eu14"), (14, "eu8"), (16, "eu2"), (18, "eu-other"), (21, "non-eu"),
    (23, "other-europe"), (25, "asia"), (27, "middle-east-and-central-asia"), (29, "east-asia"), (31, "south-asia"),
    (33, "south-east-asia"), (36, "rest-of-the-world"), (38, "sub-saharan-africa"), (40, "north-africa"), (42, "north-america"),
    (44, "central-and-south-america"), (46, "oceania")]

BRITISH = {"uk": "british", "non-uk": "non-british"}


def aps(table, groups):
    def reader(path):
        for sheet, ages in ((f"{table}.1", "all"), (f"{table}.2", "16-64")):
            rows = workbooks.sheet(path, sheet)
            month, year = re.search(r"to (\w+) (\d{4})", str(rows[3][0])).groups()
            end = month_end(int(year), MONTHS[month.lower()])
            for row in rows:
                if not CODE.match(str(row[0])) or row[0][:3] in ("E10", "E11"):
                    continue
                for at, group in groups:
                    for column, measure in ((at, "population"), (at + 1, "population-ci")):
                        low = str(row[column]).strip() == "0~"
                        figure = "0" if low else micro(row[column], APS_MARKS, 1000)
                        yield row[0], end, end, (ages, group), measure, figure
    return reader


# --- National Insurance numbers by borough (GLA, from DWP) -----------------------------------------------------------------

AREAS = {
    "North East": "E12000001", "North West": "E12000002", "Yorkshire and the Humber": "E12000003", "East Midlands": "E12000004",
    "West Midlands": "E12000005", "East of England": "E12000006", "East": "E12000006", "London": "E12000007",
    "South East": "E12000008", "South West": "E12000009", "Scotland": "S92000003", "Northern Ireland": "N92000002",
    "Wales": "W92000004", "Overseas Residents": "K99999999", "UK": "K02000001"}


def nino_by_borough(path):
    year = int(re.search(r"(\d{4})\.csv", path.name)[1])
    countries = labels("nino-country")
    rows = workbooks.table(path)
    heads = [head.strip() for head in rows[0]]
    for at, row in enumerate(rows[1:34]):  # the boroughs stand in the order of their codes
        rows[at + 1] = [f"E090000{at + 1:02d}", *row[1:]]
    for row in rows[1:]:
        area = row[0] if row[0].startswith("E09") else AREAS[row[1].strip()]
        for head, cell in list(zip(heads, row))[2:]:
            group = "all" if head in ("Total", "All registrations", "Total Number of Registrations") else countries[head]
            yield area, f"{year - 1}-04-01", f"{year}-03-31", (group,), "registrations", micro(cell, {"-": "not-available"})


# --- Looked-after children (DfE) -------------------------------------------------------------------------------------------

DFE_MARKS = {"c": "suppressed", "low": "suppressed", "x": "not-available", "z": "not-applicable"}


def education(path):
    """Rows of a table of Explore Education Statistics as {column: cell}, each with its area and last day of the year to March."""
    rows = workbooks.table(path)
    for row in rows[1:]:
        named = dict(zip(rows[0], row))
        area = next(named[key] for key in ("new_la_code", "region_code", "country_code") if CODE.match(named.get(key, "")))
        yield named, area, int(named["time_period"])


def looked_after(path):
    for row, area, year in education(path):
        group = row.get("population_count") or row.get("population_type")
        if group.startswith("Children looked after"):
            number = row.get("number", row.get("children_count"))
            yield area, f"{year}-03-31", f"{year}-03-31", (), "children", micro(number, DFE_MARKS)
            yield area, f"{year}-03-31", f"{year}-03-31", (), "children-per-10k", micro(row["rate_per_10000"], DFE_MARKS)


def looked_after_changes(path):
    codes = {"Children starting to be looked after each year": "started", "Children ceasing to be looked after each year": "ceased"}
    for row, area, year in education(path):
        code = codes.get(row.get("population_count") or row.get("population_type"))
        if code:
            number = row.get("number", row.get("children_count"))
            for measure, cell in (("children", number), ("children-per-10k", row["rate_per_10000"])):
                start = f"{year - 1}-04-01" if measure == "children" else f"{year}-03-31"
                yield area, start, f"{year}-03-31", (code,), measure, micro(cell, DFE_MARKS)


def net_gain(path):
    codes = {"1": "placed-in", "2": "placed-out", "N": "net-gain"}
    for row, area, year in education(path):
        yield area, f"{year}-03-31", f"{year}-03-31", (codes[row["characteristic"][0]],), "children", micro(row["number"], DFE_MARKS)


def children_population(path):
    for row, area, year in education(path):
        yield area, f"{year}-06-30", f"{year}-06-30", (), "children", micro(row["population_estimate"], DFE_MARKS)


def unaccompanied_by_authority(path):
    """The national rows of this table have no code."""
    codes = {"Total": "all", "UASC": "unaccompanied", "Non-UASC": "other"}
    rows = workbooks.table(path)
    for row in rows[1:]:
        named = dict(zip(rows[0], row))
        area = named["new_la_code"] or named["region_code"] or {"National": "E92000001"}[named["geographic_level"]]
        day = f"{named['time_period']}-03-31"
        yield area, day, day, (codes[named["characteristic"]],), "children", micro(named["cla_31_march_number"], DFE_MARKS)


def unaccompanied_england(path):
    groups, characteristics = labels("looked-after-group"), labels("looked-after-characteristic")
    for row, area, year in education(path):
        dimensions = (groups[row["cla_group"]], characteristics[row["characteristic"].strip()])
        yield area, f"{year}-03-31", f"{year}-03-31", dimensions, "children", micro(row["number"], DFE_MARKS)


def first_release(path):
    """Underlying data of the statistical first releases, 2011 to 2017; London's code stands on Inner and Outer London too."""
    rows = workbooks.table(path)
    heads = [head.strip() for head in rows[0]]
    at = {name: heads.index(name) for name in ("New_geog_code", "geog_n", "CLA_UASC")}
    whole = next(n for n, head in enumerate(heads) if re.match(r"CLA_Mar\d{4}$", head))
    end = f"{heads[whole][-4:]}-03-31"
    parts = {"INNER LONDON": "E13000001", "OUTER LONDON": "E13000002"}
    for row in rows[1:]:
        if CODE.match(row[at["New_geog_code"]]):
            area = parts.get(row[at["geog_n"]].strip().upper(), row[at["New_geog_code"]])
            for column, code in ((whole, "all"), (at["CLA_UASC"], "unaccompanied")):
                yield area, end, end, (code,), "children", micro(row[column], {"x": "suppressed", ".": "not-applicable"})


H_CLIC = [("hclic-initial-assessments", h_clic_assessments), ("hclic-reason-for-loss", h_clic_reasons),
          ("hclic-age", h_clic_ages), ("hclic-temporary-accommodation", h_clic_accommodation)]
APS = [("aps-country-of-birth", aps("1", APS_GROUPS)), ("aps-nationality", aps("2", [(at, BRITISH.get(group, group)) for at, group in APS_GROUPS]))]
EDITIONS = [
    ("published/hclic/*", H_CLIC),
    ("published/rough-sleeping/RS_STATS_2018_LiveTables.xlsx", [("rough-sleeping", rough_sleeping_2018)]),
    ("published/rough-sleeping/2019_Rough_Sleeping_Snapshot_Tables.xlsx", [("rough-sleeping", rough_sleeping_2019)]),
    ("published/aps/*.xls", APS),
    ("published/nino/nino-registrations-overseas-borough-*.csv", [("nino-registrations-borough", nino_by_borough)]),
    ("published/uasc/**/cla_number_and_rate_per_10k_children*.csv",
     [("children-looked-after", looked_after), ("children-looked-after-changes", looked_after_changes)]),
    ("published/uasc/release-*/la_cla_on_31_march_la_of_placement_netgain.csv", [("cla-placement-net-gain", net_gain)]),
    ("published/uasc/release-*/national_cla_on_31_march_who_were_unaccompanied_asylum_seeking_children.csv",
     [("uasc-national", unaccompanied_england)]),
    ("published/mye/ons_mid-year_population_estimates_2012_to_2024.csv",
     [("children-population", children_population)]),
    ("published/uasc/CLA_31_March_UASC_by_LA_2021-2025.csv", [("uasc-by-authority", unaccompanied_by_authority)]),
    ("published/uasc/SFR*.csv", [("children-looked-after-sfr", first_release)]),
]
