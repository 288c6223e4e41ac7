"""How publications of the Home Office are laid out, written down a second time, as in editions_read.py:
readers that yield (area, first day, last day, dimensions, measure, figure) for every cell that counts.

Belongs here: tables of the Home Office, by position of their columns. Does not belong here: tables of other
publishers; anything of the program.
"""
import datetime
from collections import Counter

import workbooks
from cells import Names, labels, quarter
from editions_read import CODE, micro
from registers import NOT_PUBLISHED, REGIONS, UK, UNKNOWN, code_of, code_or_name, collection


def rows_below(path, sheet, columns):
    """The rows of a detailed dataset: below its title and header, to the line that ends it."""
    rows = workbooks.sheet(path, f"Data - {sheet}", f"Data_{sheet}")
    last = next(n for n, row in enumerate(rows) if str(row[0]).strip().lower() == "end of table")
    return [[str(cell).strip() for cell in row[:columns]] for row in rows[2:last]]


def added(rows, measure):
    """Rows that differ in their number alone are parts of one figure."""
    people = Counter()
    for area, start, end, dimensions, number in rows:
        people[area, start, end, tuple(dimensions)] += int(number)
    for key, number in people.items():
        yield *key, measure, micro(number, {})


def nowhere(printed):
    """The area of people who have none, from what stands in place of its name."""
    return NOT_PUBLISHED if printed.startswith("N/A - ") else UNKNOWN if printed == "Unknown" else None


def day_of(printed, form="%d %b %Y"):
    return datetime.datetime.strptime(printed, form).date()


# --- Asylum support ---------------------------------------------------------------------------------------

SECTIONS = {"Section 95": "section-95", "Section 98": "section-98", "Section 4": "section-4"}
ACCOMMODATION = Names({
    "Initial Accommodation": "initial",
    "Dispersal Accommodation": "dispersal", "Dispersed Accommodation": "dispersal",
    "Contingency Accommodation - Hotel": "contingency-hotel",
    "Contingency Accommodation - Other": "contingency-other",
    "Other Accommodation": "other", "Subsistence Only": "subsistence-only",
    "N/A - Section 98 (pre-2023)": "not-stated"})


def asy_d09(path):
    nationalities, worlds = labels("nationality"), labels("world-region")

    def rows():
        for printed, nationality, world, section, kind, region, people in rows_below(path, "Asy_D09", 7):
            day = day_of(printed).isoformat()
            dimensions = nationalities[nationality], worlds[world], SECTIONS[section], ACCOMMODATION[kind]
            yield nowhere(region) or REGIONS[region], day, day, dimensions, people
    return added(rows(), "people")


def asy_d11(path):
    """On 31 December 2022 the first code of a region stands beside other authorities of it too."""
    root = collection(path)
    # The edition of June 2021 is about section 95 alone and has no column for it.
    alone = path.name == "section-95-support-local-authority-datasets-jun-2021.xlsx"

    def rows():
        for row in rows_below(path, "Asy_D11", 6 if alone else 7):
            row = [row[0], "Section 95", *row[1:]] if alone else row
            printed, section, _, name, code, kind, people = row
            day = day_of(printed).isoformat()
            area = nowhere(name) or code_or_name(root, code, name, day)
            yield area, day, day, (SECTIONS[section], ACCOMMODATION[kind]), people
    return added(rows(), "people")


# --- Resettlement -----------------------------------------------------------------------------------------

def res_d01(path):
    """Community sponsorship stands in the name of the scheme, and has no column."""
    schemes = labels("resettlement-scheme")

    def rows():
        for _, printed, _, code, name, scheme, people in rows_below(path, "Res_D01", 7):
            yield nowhere(name) or code, *quarter(printed), (schemes[scheme], "not-stated"), people
    return added(rows(), "arrivals")


# --- Irregular migration ----------------------------------------------------------------------------------

def irregular(sheet, measure, columns, *lists):
    """A dataset by quarter of arrival: where the dimensions of these lists stand; the number is last."""
    def reader(path):
        codes = [labels(name) for name in lists]

        def rows():
            for row in rows_below(path, sheet, max(columns) + 2):
                yield UK, *quarter(row[1]), [known[row[at]] for known, at in zip(codes, columns)], row[-1]
        return added(rows(), measure)
    return reader


FROM = ("nationality", "world-region")
NRM = ("nrm-stage", "nrm-outcome")
PERSON = ("sex", "age-group")
CLAIMANT = ("applicant-type", "uasc", *PERSON)
IRREGULAR = [
    ("irr-d01", irregular("Irr_D01", "detections", range(2, 7), "irregular-route", *FROM, *PERSON)),
    ("irr-d02", irregular("Irr_D02", "arrivals", range(2, 9), "asylum-claim-raised", *FROM, *CLAIMANT)),
    # Of the outcome also a group, before the applicant: it follows from the outcome.
    ("irr-d03", irregular("Irr_D03", "claims", (4, 2, 3, 6, 7, 8, 9), "asylum-outcome", *FROM, *CLAIMANT)),
    ("irr-d04", irregular("Irr_D04", "arrivals", range(2, 7), "nrm-referral", *FROM, *PERSON)),
    ("irr-d05", irregular("Irr_D05", "referrals", (7, 6, *range(2, 6)), *NRM, *FROM, *PERSON))]


# --- Small boats: days are text, a last row is empty ------------------------------------------------------

ARRIVED = ["migrants-arrived", "boats-arrived", "boats-uncontrolled"]
PREVENTED = ["migrants-prevented", "events-prevented"]


def small_boats(sheet, days, measures):
    """Figures of so many days, to the one printed. A dash stands in early years: nothing was counted."""
    def reader(path):
        for row in workbooks.sheet(path, sheet)[1:]:
            if row and row[0]:
                end = day_of(row[0].strip(), "%d/%m/%Y")
                start = end - datetime.timedelta(days=days - 1)
                for measure, cell in zip(measures, row[1:]):
                    yield UK, start, end, (), measure, micro(cell, {"-": "not-available"})
    return reader


# --- Transfers of unaccompanied children between authorities -----------------------------------------------

NTS_MEASURES = ("transfers-out", "transfers-in", "from-port")
NTS_NAMES = {
    "Dorset": "E10000009", "Dorset (U)": "E06000059",  # the county and the authority beside it, in every quarter
    "Bournemouth": "E06000028",  # not the authority that it is a part of since 2019, which is printed too
    # One row throughout, under the code of the authority that took the county's place within its bounds.
    "Buckinghamshire": "E06000060", "North Yorkshire": "E06000065", "Somerset": "E06000066",
    "Armagh, Banbridge and Craigavon": "N09000002"}  # the register has "Armagh City"


def national_transfers(path):
    """Authorities by name; totals of regions and of the kingdom. Trusts of Northern Ireland (HSCT) are no areas."""
    root = collection(path)
    for row in workbooks.sheet(path, "NTS_01")[4:]:
        printed, region, name = row[:3]
        if name.endswith("HSCT"):
            continue
        start, end = quarter(printed)
        if name == "*Total":
            area = UK if region == "*Total" else REGIONS[region.removeprefix("*Total ")]
        else:
            area = NTS_NAMES.get(name) or code_of(root, name, end)
        # A 0 beside No (column D) is of a body that cannot take part; a number beside it stands, whichever of the two is wrong.
        marks = {"0": "not-applicable"} if row[3].strip() == "No" else {}
        for measure, cell in zip(NTS_MEASURES, row[4:7]):
            yield area, start, end, (), measure, micro(cell, marks)


# --- Immigration groups by region and authority -----------------------------------------------------------

GROUPS = [  # the columns, from Homes for Ukraine on
    ("arrivals", "ukraine", "all"), ("people", "afghan", "all"), ("people", "afghan", "transitional"),
    ("people", "afghan", "settled-la"), ("people", "afghan", "settled-prs"), ("people", "asylum", "all"),
    ("people", "asylum", "initial"), ("people", "asylum", "dispersal"), ("people", "asylum", "contingency"),
    ("people", "asylum", "other"), ("people", "asylum", "subsistence-only"), ("all-pathways", "all", "all"),
    ("population", "all", "all")]
# A star is fewer than five people. People of no known area have no residents beside them.
GROUP_MARKS = {"*": "suppressed", "-": "not-applicable"}
RESIDENTS = {"2025-12-31": "2024-06-30"}  # the mid-year of these estimates, which the file does not say


def regional_groups(path):
    for sheet, first in (("Reg_01", 1), ("Reg_02", 3)):
        rows = workbooks.sheet(path, sheet)
        day = day_of(rows[0][0].split("as at ")[1], "%d %B %Y").isoformat()
        for row in rows[2:-1]:
            area = REGIONS[row[0]] if sheet == "Reg_01" else nowhere(row[0]) or row[2]
            for (measure, *dimensions), cell in zip(GROUPS, row[first:]):
                at = RESIDENTS[day] if measure == "population" else day
                yield area, at, at, dimensions, measure, micro(cell, GROUP_MARKS)


# --- Asylum: work in progress and costs (transparency data) -----------------------------------------------

# The legend has a 0 for nil, so that the one dash, of 2017, says nothing.
UKVI_MARKS = {"n/a": "not-applicable", ":": "not-available", "-": "not-available"}
WORK_IN_PROGRESS = [
    ("all", "all", "persons"), ("initial-decision", "all", "persons"), ("post-decision", "all", "persons"),
    ("appeal", "all", "persons"), ("removal-action", "all", "persons"), ("on-hold", "all", "persons"),
    ("further-leave", "all", "persons"),
    ("all", "up-to-12-months", "persons"), ("all", "12-to-24-months", "persons"),
    ("all", "24-to-36-months", "persons"), ("all", "over-36-months", "persons"),
    ("all", "all", "males"), ("all", "all", "females"), ("all", "all", "unknown")]
COSTS = [
    "costs", "work-in-progress", "work-in-progress-old-method", "unit-cost",
    "conclusions", "conclusions-per-month", "conclusions-productivity",
    "principal-stages", "principal-stages-per-month", "caseworking-staff", "productivity"]


def work_in_progress(path):
    for row in workbooks.sheet(path, "ASY_03")[4:]:
        if str(row[0]).strip():
            _, end = quarter(row[0])
            for dimensions, cell in zip(WORK_IN_PROGRESS, row[1:]):
                yield UK, end, end, dimensions, "cases", micro(cell, UKVI_MARKS)


def costs(path):
    """Totals are of the financial year; what is a mean, or so much for each, is given for its last day."""
    for row in workbooks.sheet(path, "ASY_04")[4:]:
        if str(row[0]).strip():
            year = int(row[0][:4])
            end = f"{year + 1}-03-31"
            for measure, cell in zip(COSTS, row[2:]):
                start = f"{year}-04-01" if measure in ("costs", "conclusions", "principal-stages") else end
                yield UK, start, end, (), measure, micro(cell, UKVI_MARKS)


EDITIONS = [
    ("reconstructed/asylum-seekers-receipt-support-datasets-*.xlsx", [("asy-d09", asy_d09)]),
    ("reconstructed/*support-local-authority-datasets-*.xlsx", [("asy-d11", asy_d11)]),
    ("reconstructed/resettlement-local-authority-datasets-*.xlsx", [("res-d01", res_d01)]),
    ("reconstructed/UKVI_RASI_*.ods", [("nts-01", national_transfers)]),
    ("reconstructed/regional-and-local-authority-dataset-*.ods", [("regional-groups", regional_groups)]),
    ("published/irregular-migration/*.xlsx", IRREGULAR),
    ("published/small-boats/*.ods", [("small-boats-daily", small_boats("SB_01", 1, ARRIVED)),
                                     ("small-boats-weekly", small_boats("SB_02", 7, ARRIVED + PREVENTED))]),
    ("published/transparency/UKVI_IP_*.xlsx",
     [("asylum-work-in-progress", work_in_progress), ("asylum-costs", costs)]),
]
