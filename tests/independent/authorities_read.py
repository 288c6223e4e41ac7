"""How smaller tables of authorities are laid out, written down a second time, as in editions_read.py:
readers that yield (area, first day, last day, dimensions, measure, figure) for every cell that counts.

Belongs here: tables of homes, deprivation, people sleeping rough and National Insurance numbers, by position
of their columns. Does not belong here: tables of the Home Office; anything of the program.
"""
import re

import workbooks
from cells import labels
from editions_read import CODE, MONTHS, micro, month_end
from registers import ENGLAND, GREAT_BRITAIN, REGIONS, UK, UNKNOWN, code_of, collection

# --- People sleeping rough, autumn 2016 and 2017 (MHCLG) --------------------------------------------------

EVERYBODY = ("persons", "all", "all")


def of_years(area, years, cells, households):
    """People on a night of each autumn; thousands of households, projected for the last mid-year."""
    for year, cell in zip(years, cells):
        yield area, f"{year}-11-30", f"{year}-11-30", EVERYBODY, "people", micro(cell, {})
    middle = f"{years[-1]}-06-30"
    yield area, middle, middle, EVERYBODY, "projected-households", micro(households, {}, 1000)


def rough_sleeping_2016(path):
    """England and London have no code. Table 2 counts those whom authorities knew to be of a group."""
    night = "2016-11-30"
    uncoded = {"England": ENGLAND, "London": REGIONS["London"]}
    code = lambda row: row[0] if CODE.match(str(row[0])) else uncoded.get(row[1])
    for row in workbooks.sheet(path, "Table 1"):
        if code(row):
            yield from of_years(code(row), range(2010, 2017), row[2:9], row[10])
    known = [("females", "all", "all"), ("persons", "all", "under-25"), ("persons", "eu", "all"),
             ("persons", "non-eu", "all")]
    for row in workbooks.sheet(path, "Table 2"):
        if code(row):
            yield code(row), night, night, EVERYBODY, "people", micro(row[2], {})
            for dimensions, cell in zip(known, row[3:7]):
                yield code(row), night, night, dimensions, "people-known", micro(cell, {})


def rough_sleeping_2017(path):
    night = "2017-11-30"
    for row in workbooks.sheet(path, "table 1"):
        if CODE.match(str(row[0])):
            yield from of_years(row[0], range(2010, 2018), row[3:11], row[11])
    ages = "all", "under-18", "18-25", "over-25", "not-known"
    parts = {"table 2a": [(sex, "all", "all") for sex in ("persons", "males", "females", "unknown")],
             "table 2b": [("persons", group, "all") for group in ("all", "uk", "eu", "non-eu", "not-known")],
             "table 2c": [("persons", "all", age) for age in ages]}
    for name, columns in parts.items():
        for row in workbooks.sheet(path, name):
            if CODE.match(str(row[0])):
                for dimensions, cell in zip(columns, row[3:]):
                    yield row[0], night, night, dimensions, "people", micro(cell, {})


# --- National Insurance numbers given to adults from overseas (DWP) ---------------------------------------

NINO_WORLD = [
    "all", "eu15", "eu8", "eu2", "eu-other", "other-europe", "middle-east-and-central-asia", "east-asia",
    "south-asia", "south-east-asia", "sub-saharan-africa", "north-africa", "north-america",
    "central-and-south-america", "oceania", "unknown"]
# Fewer than five: no smaller number is printed, and with this among them groups fall short of their total.
NINO_MARKS = {"..": "suppressed"}
# Codes that had lapsed by the end of the year that is counted, with those of the same authorities then.
NINO_LAPSED = {
    "E06000048": "E06000057", "E07000097": "E07000242", "E07000100": "E07000240", "E07000101": "E07000243",
    "E07000104": "E07000241", "E08000020": "E08000037", "S12000009": "S12000045", "S12000015": "S12000047",
    "S12000024": "S12000048", "S12000043": "S12000046"}


def nino_by_quarter(path):
    """A star before two quarters of 2014 says that they are hard to compare."""
    for row in workbooks.sheet(path, "1"):
        months = re.match(r"\*?(\w{3})-(\d\d) to (\w{3})-(\d\d)$", str(row[0]).strip())
        if months:
            number = {name[:3]: n for name, n in MONTHS.items()}
            first, last = number[months[1].lower()], number[months[3].lower()]
            start, end = f"20{months[2]}-{first:02d}-01", month_end(2000 + int(months[4]), last)
            for group, cell in zip(NINO_WORLD, row[1:]):
                yield UK, start, end, (group,), "registrations", micro(cell, NINO_MARKS)


def nino_by_area(path):
    """Districts of Northern Ireland that were abolished in 2015 have no code of today's and are left out."""
    for row in workbooks.sheet(path, "2"):
        overseas = len(row) > 1 and row[1] == "Overseas Registration"
        if CODE.match(str(row[0])) or overseas:
            area = UNKNOWN if overseas else NINO_LAPSED.get(row[0], row[0])
            for group, cell in zip(NINO_WORLD, row[2:]):
                yield area, "2017-04-01", "2018-03-31", (group,), "registrations", micro(cell, NINO_MARKS)


def nino_by_nationality(path):
    """A name in the first column alone, or in the second; where both are filled the first is a heading."""
    codes = labels("nino-nationality")
    for row in workbooks.sheet(path, "3")[4:]:
        if len(row) > 3 and row[2] != "":
            group = codes[(row[1] or row[0]).strip()]
            for year, cell in zip((2017, 2018), row[2:4]):
                start, end = f"{year - 1}-04-01", f"{year}-03-31"
                yield UK, start, end, (group,), "registrations", micro(cell, NINO_MARKS)


# --- Households and dwellings -----------------------------------------------------------------------------

def universal_credit(path):
    """Areas of Great Britain by name, those of Wales in two languages; figures of one provisional month."""
    rows = workbooks.sheet(path, "Data Sheet 0")
    month, year = re.match(r"(\w+) (\d{4}) \(p\)$", rows[6][3]).groups()
    day, root = month_end(int(year), MONTHS[month.lower()]), collection(path)
    for row in rows[8:]:
        if row[3] != "":
            name = row[2].split(" / ")[0]
            area = {"Total": GREAT_BRITAIN, "Unknown": UNKNOWN}.get(name) or code_of(root, name, day)
            yield area, day, day, (), "households", micro(row[3], {})


def census_households(path):
    for row in workbooks.sheet(path, "Dataset"):
        if CODE.match(str(row[0])):
            yield row[0], "2021-03-21", "2021-03-21", (), "households", micro(row[2], {})


def dwelling_tenure(path):
    """Per cent of the dwellings at the end of March of the year in the headers."""
    rows = workbooks.sheet(path, "data download")
    day = f"{rows[0][4][:4]}-03-31"
    for row in rows[1:]:
        if CODE.match(str(row[2])):
            for tenure, cell in zip(("owned-outright", "mortgage", "private-rent", "social-rent"), row[4:8]):
                yield row[2], day, day, (tenure,), "share-of-dwellings", micro(cell, {})


RENT_MARKS = {"..": "suppressed", ".": "not-applicable"}  # fewer than five lettings, and none


def private_rents(path):
    """Medians of a year for counties and districts; England, regions and parts of London are headings."""
    rows = workbooks.sheet(path, "Figure 3")
    day = f"{re.search(r'to 31 March ([0-9]{4})', rows[2][3])[1]}-03-31"
    sizes = ["room", "studio", "1-bedroom", "2-bedrooms", "3-bedrooms", "4-or-more-bedrooms", "all"]
    for row in rows:
        if CODE.match(str(row[2])) and any(str(cell).strip() for cell in row[4:]):
            for size, cell in zip(sizes, row[4:]):
                yield row[2], day, day, (size,), "median-monthly-rent", micro(cell, RENT_MARKS)


# --- Indices of deprivation 2019 (MHCLG) ------------------------------------------------------------------

DOMAINS = {  # sheet: domain
    "IMD": "multiple", "Income": "income", "Employment": "employment", "Education": "education",
    "Health": "health", "Crime": "crime", "Barriers": "barriers", "Living": "living",
    "IDACI": "children", "IDAOPI": "older-people"}
SUMMARIES = ["average-rank", "average-score", "most-deprived-tenth"]  # each before its rank
DEPRIVED = ["people-deprived"]  # printed as the scale of a domain
FURTHER = {"IMD": ["extent", "local-concentration"], "Income": DEPRIVED, "Employment": DEPRIVED}


def deprivation(path):
    """As at the day of publication."""
    day = "2019-09-26"
    for sheet, domain in DOMAINS.items():
        summaries = SUMMARIES + FURTHER.get(sheet, [])
        measures = [name for summary in summaries for name in (summary, f"rank-of-{summary}")]
        for row in workbooks.sheet(path, sheet):
            if CODE.match(str(row[0])):
                for measure, cell in zip(measures, row[2:]):
                    yield row[0], day, day, (domain,), measure, micro(cell, {})


EDITIONS = [
    ("published/rough-sleeping/Rough_Sleeping_Autumn_2016_Final_Tables.xls",
     [("rough-sleeping", rough_sleeping_2016)]),
    ("published/rough-sleeping/Rough sleeping statistics England autumn 2017.xlsx",
     [("rough-sleeping", rough_sleeping_2017)]),
    ("published/nino/nino-registrations-adult-overseas-nationals-march-2018-tables.ods",
     [("nino-registrations-by-area", nino_by_area), ("nino-registrations-by-quarter", nino_by_quarter),
      ("nino-registrations-by-nationality", nino_by_nationality)]),
    ("published/context/uc_la_households.xlsx", [("universal-credit-households", universal_credit)]),
    ("published/census/la_count_households.xlsx", [("census-households", census_households)]),
    ("published/context/la_tenure.xlsx", [("dwelling-tenure", dwelling_tenure)]),
    ("published/context/la_private_rents_median.xlsx", [("private-rents", private_rents)]),
    ("published/deprivation/File_10_*.xlsx", [("indices-of-deprivation", deprivation)]),
]
