"""How publications of the Greater London Authority are laid out, written down a second time. Readers are
like those of editions_read.py.

Belongs here: positions of columns, what they are, which rows count. Does not belong here: anything of the
program, and publications of other bodies.
"""
import workbooks
from cells import borough_names
from editions_read import CODE, micro
from ons_read import BLANK, age_of, december, mid, mid_year_to, whole_year

LONDON = {
    "LONDON": "E12000007", "Greater London": "E12000007", "Inner London": "E13000001",
    "Outer London": "E13000002"}
TOGETHER = ("Hackney and City of London", "City of London & Hackney")


def births_trends(path):
    """Tables 1 to 3; where two boroughs are printed together, neither has a figure."""
    codes = LONDON | borough_names(path.parents[2])
    tables = [
        ("Table 1", 3, [("births", mid_year_to(year)) for year in (2005, 2010, 2015)]),
        ("Table 2", 3, [("births-registered", whole_year(year)) for year in (1965, 2015)]),
        ("Table 3", 4, [(measure, december(year)) for year in (2001, 2011)
                        for measure in ("mean-age-at-childbearing", "total-fertility-rate")])]
    for sheet, first, columns in tables:
        for row in workbooks.sheet(path, sheet)[first:]:
            if row[0] and row[0] not in TOGETHER and not row[0].startswith("Source"):
                for (measure, (start, end)), cell in zip(columns, row[1:]):
                    yield codes[row[0]], start, end, (), measure, micro(cell, {})


def april_to(year):
    return f"{year - 1}-04-01", f"{year}-03-31"


def one_day(day):
    return day, day


PROFILES = {  # column: measure, days
    3: ("population", mid(2015)), 4: ("households", mid(2015)), 7: ("average-age", mid(2015)),
    8: ("aged-0-to-15", mid(2015)), 9: ("working-age", mid(2015)), 10: ("aged-65-and-over", mid(2015)),
    12: ("net-international-migration", mid_year_to(2014)), 13: ("natural-change", mid_year_to(2014)),
    14: ("born-abroad", december(2014)), 21: ("black-asian-and-minority-ethnic", mid(2013)),
    22: ("main-language-not-english", one_day("2011-03-27")), 23: ("nino-registrations", april_to(2015)),
    24: ("nino-rate", one_day("2015-03-31")), 28: ("employment-rate", december(2014)),
    31: ("unemployment-rate", december(2014)), 51: ("median-house-price", december(2014)),
    53: ("new-homes", april_to(2014)), 54: ("owned-outright", december(2014)),
    55: ("mortgage", december(2014)), 56: ("social-rent", december(2014)),
    57: ("private-rent", december(2014)), 67: ("pupils-first-language-not-english", one_day("2014-01-31"))}
WITHOUT_MINUS = ("E09000032", "net-international-migration", "241")


def borough_profiles(path):
    """All rows but the last, the comparator for the whole country. Minus signs are missing: the boroughs of
    Inner London add up to its net international migration, 58,366, only if Wandsworth's is -241."""
    for row in workbooks.table(path)[1:]:
        for at, (measure, (start, end)) in PROFILES.items() if CODE.match(row[0]) else ():
            sign = -1 if (row[0], measure, row[at]) == WITHOUT_MINUS else 1
            yield row[0], start, end, (), measure, micro(row[at], BLANK, sign)


def population_projections(path):
    rows = workbooks.table(path)
    for code, _, _, sex, age, *cells in rows[1:]:
        dimensions = ({"Persons": "persons"}[sex], "all" if age == "All Persons" else age_of(age))
        for year, cell in zip(rows[0][5:], cells):
            start, end = mid(year)
            yield code, start, end, dimensions, "population", micro(cell, {})


EDITIONS = [
    ("published/gla/update-08-2016-births-trends-london-data.xls", [("births-trends", births_trends)]),
    ("published/gla/london-borough-profiles.csv", [("borough-profiles", borough_profiles)]),
    ("published/gla/housing_led_2016_base.csv", [("population-projections", population_projections)]),
]
