"""How publications of the Office for National Statistics are laid out, written down a second time: estimates
of population, the census, migration, pay, and the indicators of Explore Local Statistics. Readers are like
those of editions_read.py.

Belongs here: positions of columns, what they are, which rows count. Does not belong here: anything of the
program, and publications of other bodies.
"""
import calendar
import datetime
import itertools
import re

import workbooks
from editions_read import CODE, micro, month_end

BLANK = {"": "not-available"}


def not_county(code):
    return bool(CODE.match(str(code))) and code[:3] not in ("E10", "E11")


def mid_year_to(year):
    """First and last day of a year to 30 June."""
    return f"{year - 1}-07-01", f"{year}-06-30"


# --- Mid-year population estimates -------------------------------------------------------------------------

MYE_MARKS = {"-": "not-applicable", "No data": "not-available"}
COMPONENTS = {
    "births": "births", "deaths": "deaths", "births minus deaths": "natural-change",
    "internal migration inflow": "internal-in", "internal migration outflow": "internal-out",
    "internal migration net": "internal-net", "international migration inflow": "international-in",
    "international migration outflow": "international-out",
    "international migration net": "international-net", "other": "other-change"}
CENSUS_DAY = "2021-03-21"


def estimates(path, *sheets):
    """Header and rows of areas of one sheet; `None` where there is no such sheet."""
    rows = workbooks.sheet(path, *sheets)
    if not rows:
        return None
    head = next(n for n, row in enumerate(rows) if str(row[0]).strip() == "Code")
    names = [re.sub(r"\s+", " ", str(cell)).strip() for cell in rows[head]]
    return names, [row for row in rows[head + 1:] if not_county(row[0])]


def mid_year(path):
    for sex in ("persons", "females", "males"):
        rows = workbooks.sheet(path, f"MYE2 - {sex}", f"MYE2-{sex}")
        day = f"{re.search(r'mid-(20[0-9]{2})', str(rows[0][0]), re.I)[1]}-06-30"
        names, areas = estimates(path, f"MYE2 - {sex}", f"MYE2-{sex}")
        yield from by_age(names, areas, day, sex)


def mid_year_text(path):
    """Persons of mid-2024: the year stands in the name of the file alone."""
    rows = workbooks.table(path)
    yield from by_age(rows[0], [row for row in rows[1:] if not_county(row[0])], "2024-06-30", "persons")


def by_age(names, areas, day, sex):
    for row in areas:
        for name, cell in zip(names[3:], row[3:]):
            if name:
                yield row[0], day, day, (sex, age_of(name)), "population", micro(cell, MYE_MARKS)


def age_of(cell):
    text = str(cell).strip().removesuffix(".0")
    return "all" if text.lower() == "all ages" else "90+" if text in ("90", "90+") else text


def by_sex_and_age(path):
    rows = workbooks.sheet(path, "MYEB1")
    days = [f"{name[-4:]}-06-30" for name in rows[0][5:7]]
    sexes = {"M": "males", "F": "females"}
    for code, _, _, sex, age, *cells in rows[1:]:
        if not_county(code):
            for day, cell in zip(days, cells):
                yield code, day, day, (sexes[sex], age_of(age)), "population", micro(cell, MYE_MARKS)


def components(path):
    """MYE3. Of mid-2021 there are two: of a year for Scotland, of census day to 30 June for the others."""
    for sheet in ("MYE3", "MYE3a", "MYE3b"):
        found = estimates(path, sheet)
        if not found:
            continue
        names, areas = found
        years = [int(name[-4:]) for name in names if name.startswith("Estimated")]
        start, end = mid_year_to(max(years))
        if sheet == "MYE3a":
            start = CENSUS_DAY
        for row in areas:
            for name, cell in list(zip(names, row))[3:]:
                if name.startswith("Estimated"):
                    day = f"{name[-4:]}-06-30"
                    yield row[0], day, day, (), "population", micro(cell, MYE_MARKS)
                elif name == "Census 2021":
                    yield row[0], CENSUS_DAY, CENSUS_DAY, (), "population", micro(cell, MYE_MARKS)
                elif name:
                    measure = COMPONENTS[name.lower()]
                    # Of mid-2021 moves inside nations and regions are counted, but for Northern Ireland: another measure.
                    gross = measure in ("internal-in", "internal-out") and row[0][:3] in ("K04", "E92", "W92", "S92", "E12")
                    figure = "not-available" if gross and sheet != "MYE3" else micro(cell, MYE_MARKS)
                    yield row[0], start, end, (), measure, figure


def by_year(measure, *sheets):
    def reader(path):
        names, areas = estimates(path, *sheets)
        for row in areas:
            for name, cell in list(zip(names, row))[3:]:
                if name:
                    day = f"{name[-4:]}-06-30"
                    yield row[0], day, day, (), measure, micro(cell, MYE_MARKS)
    return reader


def density(path):
    names, areas = estimates(path, "MYE5", "MYE 5")
    newest = max(re.findall(r"\d{4}", " ".join(names)))
    for row in areas:
        for name, cell in [pair for pair in zip(names, row) if pair[0]][3:]:
            year = re.search(r"\d{4}", name)
            measure = "land-area" if not year else "density" if "people per" in name else "population"
            day = f"{year[0] if year else newest}-06-30"
            yield row[0], day, day, (), measure, micro(cell, MYE_MARKS)


# --- Census 2021 -------------------------------------------------------------------------------------------

PROFICIENCY = (
    "all", "main-language-english", "main-language-not-english", "very-well", "well", "not-well",
    "cannot-speak")
ADDRESSES = ("all", "same-address", "student-address", "within-uk", "outside-uk")
ETHNIC_GROUPS = {  # by the code beside them
    "-8": "does-not-apply", "1": "bangladeshi", "2": "chinese", "3": "indian", "4": "pakistani",
    "5": "other-asian", "6": "african", "7": "caribbean", "8": "other-black", "9": "white-and-asian",
    "10": "white-and-black-african",
    "11": "white-and-black-caribbean", "12": "other-mixed", "13": "white-british", "14": "white-irish",
    "15": "gypsy-or-irish-traveller", "16": "roma", "17": "other-white", "18": "arab", "19": "any-other"}
ORIGINS = {"-8": "does-not-apply", "999999999": "outside-uk"}


def census_table(groups):
    def reader(path):
        for row in workbooks.table(path)[1:]:
            for group, cell in zip(groups, row[3:], strict=True):
                yield row[2], CENSUS_DAY, CENSUS_DAY, (group,), "people", micro(cell, {})
    return reader


def ethnic_groups(path):
    for code, _, group, _, cell in workbooks.table(path)[1:]:
        yield code, CENSUS_DAY, CENSUS_DAY, (ETHNIC_GROUPS[group],), "people", micro(cell, {})


def origin_destination(path):
    """Where people lived a year before the census."""
    for origin, _, code, _, cell in workbooks.table(path)[1:]:
        yield code, "2020-03-22", CENSUS_DAY, (ORIGINS.get(origin, origin),), "people", micro(cell, {})


# --- Local Area Migration Indicators: some columns for each year, one year after the other -----------------

LAMI_MARKS = BLANK | {
    ":": "not-available", ".": "not-available", "c": "suppressed", "z": "not-applicable", "0~": "0"}


def lami(sheet, first_year, *columns):
    def reader(path):
        rows = workbooks.sheet(path, sheet)
        heads = rows[2] if rows[2][0] == "Area Code" else rows[1]
        blocks = (max(at for at, head in enumerate(heads) if head) - 1) // len(columns)
        for row in rows:
            for year in range(first_year, first_year + blocks) if not_county(row[0]) else ():
                at = 2 + (year - first_year) * len(columns)
                for (measure, days), cell in zip(columns, row[at:at + len(columns)]):
                    start, end = days(year)
                    yield row[0], start, end, (), measure, micro(cell, LAMI_MARKS)
    return reader


def lami_births(path):
    return lami("Births to Non-UK Born Mothers", 2011, ("births", whole_year), ("births-non-uk-born-mothers", whole_year),
                ("births-non-uk-born-mothers-percent", december))(path)


def lami_nino(path):
    return lami("NINo Registrations", 2011, ("population-16-to-64", mid), ("registrations", whole_year))(path)


def births(path):
    """Of 2016, from Ards and North Down on, the districts of Northern Ireland have the births of the row above them, the first of
    them those of the last."""
    cut_off = {("N92000002", "2018-12-31", "births-non-uk-born-mothers-percent"): "13.3",
               ("N09000004", "2018-12-31", "births-non-uk-born-mothers-percent"): "6.3"}
    rows = [(*row[:5], micro(cut_off.get((row[0], row[2], row[4])), {}) if (row[0], row[2], row[4]) in cut_off else row[5])
            for row in lami_births(path)]
    displaced = lambda row: row[0][:3] == "N09" and row[0] != "N09000001" and row[2] == "2016-12-31"
    for row in rows:
        if displaced(row):
            column = [other for other in rows if displaced(other) and other[4] == row[4]]
            yield *row[:5], column[(column.index(row) + 1) % len(column)][5]
        else:
            yield row


# NISRA, population by single year of age, 2011: the other five districts are printed rightly.
AGED_16_TO_64 = {
    "N09000003": 220623, "N09000007": 86422, "N09000010": 109819, "N09000009": 89414, "N09000002": 128079, "N09000011": 99276}


def nino(path):
    for row in lami_nino(path):
        wrong = row[1:3] == mid(2011) and row[4] == "population-16-to-64" and row[0] in AGED_16_TO_64
        yield (*row[:5], micro(AGED_16_TO_64[row[0]], {})) if wrong else row


def mid(year):
    return f"{year}-06-30", f"{year}-06-30"


def december(year):
    return f"{year}-12-31", f"{year}-12-31"


def whole_year(year):
    return f"{year}-01-01", f"{year}-12-31"


# --- Long-term international migration ---------------------------------------------------------------------

LTIM_MARKS = {"Not available": "not-available", "Not applicable": "not-applicable"}
UNITED_KINGDOM = "K02000001"
FLOWS = {"Immigration": "immigration", "Emigration": "emigration", "Net": "net-migration"}
MONTHS = {name: n for n, name in enumerate(calendar.month_abbr) if name}
GROUPS = ("all", "british", "eu", "non-eu")
REASONS = ("all", "work", "study", "family", "other")
NON_EU_REASONS = (
    "all", "work", "work-dependant", "study", "study-dependant", "family", "humanitarian-bno",
    "humanitarian-resettlement", "humanitarian-ukraine", "asylum", "other")
NATIONALITIES = {
    "Indian": "indian", "Nigerian": "nigerian", "Chinese": "chinese", "Pakistani": "pakistani",
    "Zimbabwean": "zimbabwean", "Ghana": "ghanaian", "Bangladesh": "bangladeshi",
    "United States of America (USA)": "american", "Sri Lanka": "sri-lankan",
    "British Nationals (Overseas)": "bno", "British": "british", "EU": "eu"}


def year_to(text):
    """`YE Jun 12 P` as first and last day."""
    month, year = text.split()[1:3]
    month, year = MONTHS[month], 2000 + int(year)
    start = f"{year}-01-01" if month == 12 else f"{year - 1}-{month + 1:02d}-01"
    return start, month_end(year, month)


def ltim(sheet, parts, nationality=False):
    """Tables 1 to 5: flow, period and one column for each part, behind a nationality in some."""
    def reader(path):
        for row in workbooks.sheet(path, sheet)[5:]:
            group = (NATIONALITIES[row[0]],) if nationality and row[0] else ()
            flow, period, *cells = row[nationality:]
            for part, cell in zip(parts, cells) if flow else ():
                start, end = year_to(period)
                yield UNITED_KINGDOM, start, end, (*group, part), FLOWS[flow], micro(cell, LTIM_MARKS)
    return reader


def ltim_bounds(path):
    """Emigration is printed as a negative number and the bound nearer to nought as the lower one."""
    other = {"lower": "upper", "upper": "lower", "estimate": "estimate"}
    for row in ltim("Table 2", ("estimate", "lower", "upper"))(path):
        yield *row[:3], (other[row[3][0]],) if row[4] == "emigration" else row[3], *row[4:]


def ltim_revisions(path):
    """Table 6 but for the rows of differences."""
    for period, publication, *cells in workbooks.sheet(path, "Table 6")[4:]:
        published = re.fullmatch(r"(?:Previous|Revised) \((\w+) (\d\d)\)", publication)
        for n, cell in enumerate(cells[:12]) if published else ():
            start, end = year_to(period)
            dimensions = (GROUPS[n % 4], f"{published[1].lower()}-{published[2]}")
            flow = list(FLOWS.values())[n // 4]
            yield UNITED_KINGDOM, start, end, dimensions, flow, micro(cell, LTIM_MARKS)


# --- Annual pay of residents (Nomis): numbers of jobs in columns 2 and 3 are indicative only and not read --

PERCENTILES = ("median", "p10", "p20", "p30", "p40", "p60", "p70", "p80", "p90")


def annual_pay(path):
    for row in itertools.takewhile(lambda row: row[0] != "Column Total", workbooks.sheet(path, "Data")[10:]):
        for n, percentile in enumerate(PERCENTILES):
            for at, measure in ((4 + 2 * n, "annual-pay"), (5 + 2 * n, "annual-pay-standard-error")):
                figure = micro(row[at], {"#": "suppressed", "-": "not-available"})
                yield row[1], "2024-04-05", "2024-04-05", (percentile,), measure, figure


# --- Explore Local Statistics ------------------------------------------------------------------------------

INDICATORS = {
    "Children in relative poverty before housing costs": "children-in-poverty-before-housing-costs",
    "Children in relative poverty after housing costs": "children-in-poverty-after-housing-costs",
    "Claimant Count": "claimant-rate", "Gross disposable household income": "disposable-income-per-head",
    "Gross median weekly pay": "median-weekly-pay",
    "Housing affordability ratio (residence-based)": "housing-affordability",
    "Net additions to the housing stock (England)": "net-additions-per-1k-dwellings"}


def explore_local_statistics(path):
    """But for combined authorities, city regions and territorial levels; years are a first day and `P1Y`. Pay has limits."""
    for code, _, _, indicator, period, figure, _, _, lower, upper, *_ in workbooks.table(path)[1:]:
        if CODE.match(code) and code[:3] not in ("E47", "N34", "W42"):
            start = end = period.split("/")[0]
            if period.endswith("/P1Y"):
                next_year = datetime.date.fromisoformat(f"{int(start[:4]) + 1}{start[4:]}")
                end = str(next_year - datetime.timedelta(days=1))
            yield code, start, end, (), INDICATORS[indicator], micro(figure, BLANK)
            if indicator == "Gross median weekly pay":
                yield code, start, end, (), "weekly-pay-lower", micro(lower, BLANK)
                yield code, start, end, (), "weekly-pay-upper", micro(upper, BLANK)


MID_YEAR = [("mid-year-population", mid_year), ("components-of-change", components),
            ("mid-year-series", by_year("population", "MYE4")), ("population-density", density),
            ("median-age", by_year("median-age", "MYE6", "MYE 6"))]
LAMI = [
    ("lami-migration-flows", lami(
        "Migration Flows", 2011, ("population", mid), ("international-in", mid_year_to),
        ("international-out", mid_year_to), ("internal-in", mid_year_to), ("internal-out", mid_year_to))),
    ("lami-short-term-migration", lami(
        "Short-Term Migration Inflows", 2009, ("population", mid), ("short-term-in", mid_year_to))),
    ("lami-non-uk-born", lami(
        "Non-UK Born Population", 2011, ("resident-population", december), ("non-uk-born", december),
        ("non-uk-born-ci", december))),
    ("lami-non-british", lami(
        "Non-British Population", 2011, ("resident-population", december), ("non-british", december),
        ("non-british-ci", december))),
    ("lami-nino-registrations", nino),
    ("lami-gp-registrations", lami(
        "GP Registrations", 2011, ("population", mid), ("registrations", mid_year_to))),
    ("lami-births", births)]
LTIM = [
    ("ltim-by-nationality", ltim("Table 1", GROUPS)),
    ("ltim-uncertainty", ltim_bounds),
    ("ltim-by-nationality-and-reason", ltim("Table 3", ("all", "work", "study", "other"), nationality=True)),
    ("ltim-non-eu-by-reason", ltim("Table 4", NON_EU_REASONS)),
    ("ltim-british-and-eu-by-reason", ltim("Table 5", REASONS, nationality=True)),
    ("ltim-revisions", ltim_revisions)]
EDITIONS = [
    ("published/mye/mye24tablesuk.xlsx", MID_YEAR),
    ("published/mye/mye23tablesew.xlsx", MID_YEAR),
    ("published/mye/mye22final.xlsx", [*MID_YEAR, ("mid-year-population-by-sex", by_sex_and_age)]),
    ("published/mye/ukpopestimatesmid2021on2021geographyfinal.xls", MID_YEAR),
    ("published/mye/mye24tablesew.csv", [("mid-year-population", mid_year_text)]),
    ("reconstructed/census2021-ts029-ltla.csv", [("census-english-proficiency", census_table(PROFICIENCY))]),
    ("reconstructed/census2021-ts019-ltla.csv", [("census-migrant-indicator", census_table(ADDRESSES))]),
    ("published/census/ons-ethnic-population-la.csv", [("census-ethnic-group", ethnic_groups)]),
    ("published/internal-migration/ODMG01EW_LTLA.csv", [("census-origin-destination", origin_destination)]),
    ("published/lami/2021lamistables.xlsx", LAMI),
    ("published/ltim/december23ltimaccessible.xlsx", LTIM),
    ("published/context/nomis_earning_jobs_data.xlsx", [("annual-pay", annual_pay)]),
    ("published/context/els/*.csv", [("explore-local-statistics", explore_local_statistics)]),
]
