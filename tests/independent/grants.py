"""What the authorities of London and West Yorkshire would be paid by the published rates of two asylum grants, worked out without sight of the program.

Reads, below the folder given as first argument,
  people supported    Asy_D11, September 2024 (Home Office), by type of accommodation, under sections 4, 95 and 98
and writes grants.csv into the folder given as second.

The rates are those of the sources below and are not read from data/catalogue/grants
  asylum-dispersal-grant-2022-23    eachother.org.uk, 16 November 2022, on what the Home Office has said: 250 pounds for each
                      person supported on 28 March 2022 (31 March 2022 stands for it), 3,500 pounds for each new occupied place
                      in dispersal accommodation between then and 31 March 2023
  asylum-grant-2024-25    UK Parliament, written question 28146, answer of the Home Office of 10 February 2025 on grants 6 and 7:
                      750 pounds for each occupied place on 1 April 2024 (31 March 2024 stands for it) in initial, dispersal and
                      contingency accommodation, 3,500 pounds for the net growth of each quarter in initial and dispersal
                      accommodation; the further payment of grant 6 on net growth, for which it has no rate, is left out

Formulas; c people in the types of accommodation that a payment counts, all of them together, r its rate
  stock     people = c of the day; pounds = r people
  growth    for each day but the first: people = max(0, c of the day - c of the day before it in the list); pounds = r people

Net is within an authority and over its types: fewer in one type make up for more in another, and a fall pays nothing and takes
nothing back, neither in another quarter nor from another authority. `contingency` is hotels and other contingency accommodation,
`all` is everybody, with those who have subsistence only. An authority without a row of a type has nobody in it on a day that the
workbook has; a day that it does not have, and growth from or to it, is not-available.

People under section 98 have an authority from December 2022. So the growth of 2022-23 is that of people under sections 95 and 4, who
have one on both days: who was there before without being counted is no growth. All authorities of Great Britain are printed for it
with section 98 and without, and the difference.

Who has no authority in Asy_D11 counts nowhere: people under section 98 before December 2022, people with subsistence only
from December 2023 to September 2024, and those whose authority is unknown. The people of each authority are held to the totals
of Asy_D11 on every day, and the rows of London's codes to those of its region. London and West Yorkshire are written.

Run: python tests/independent/grants.py ../shared/data tests/oracles
"""
import sys
from itertools import pairwise
from pathlib import Path

from cells import BOROUGHS
from oracle import recomputed_by, write_oracle
from recompute import TYPES, read_totals, read_workbook

WORKBOOK = "reconstructed/support-local-authority-datasets-sep-2024.xlsx"
CONTINGENCY = ("contingency-hotel", "contingency-other")
YEAR = ("2022-03-31", "2023-03-31")
QUARTERS = ("2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31")
SECTIONS = ("Section 95", "Section 98", "Section 4")
ON_BOTH_DAYS = ("Section 95", "Section 4")
WEST_YORKSHIRE = tuple(f"E080000{number}" for number in range(32, 37))
AREAS = (*BOROUGHS, *WEST_YORKSHIRE)
PAYMENTS = [  # grant, payment, kind, pounds, types of accommodation, kinds of support, days
    ("asylum-dispersal-grant-2022-23", "supported", "stock", 250, TYPES, SECTIONS, YEAR[:1]),
    ("asylum-dispersal-grant-2022-23", "growth", "growth", 3500, ("dispersal",), ON_BOTH_DAYS, YEAR),
    ("asylum-grant-2024-25", "occupied", "stock", 750, ("initial", "dispersal", *CONTINGENCY), SECTIONS, QUARTERS[:1]),
    ("asylum-grant-2024-25", "growth", "growth", 3500, ("initial", "dispersal"), SECTIONS, QUARTERS),
]
UNKNOWN = "not-available"


def counted(root):
    """{day: {(authority, type of accommodation, kind of support): people}} of the days that are paid for and that the workbook has."""
    wanted = {day for *_, days in PAYMENTS for day in days}
    rows = [row for row in read_workbook(root, WORKBOOK) if row[0] in wanted]
    found = {day: {} for day, *_ in rows}
    for day, region, _, code, kind, people, support in rows:
        if (region == "London") != (code in BOROUGHS):
            raise ValueError(f"{code} on {day}: code and region disagree")
        if code.startswith(("E", "S", "W", "N0")):
            if kind not in TYPES or support not in SECTIONS:
                raise ValueError(f"{code} on {day}: accommodation {kind}, support {support}")
            found[day][code, kind, support] = found[day].get((code, kind, support), 0) + people
    return found


def hold(counts, totals):
    """An error unless the types of every authority add up to the total published for it."""
    for day, held in counts.items():
        for area in AREAS:
            if sum(held.get((area, kind, support), 0) for kind in TYPES for support in SECTIONS) != totals[day].get(area, 0):
                raise ValueError(f"{area} on {day}: types do not add up to the total")


def people_in(counts, day, area, kinds, sections):
    """People of an authority in some types of accommodation under some sections, or None on a day that is not held."""
    return sum(counts[day].get((area, kind, support), 0) for kind in kinds for support in sections) if day in counts else None


def growth(before, after):
    """How many more there are, nobody if there are fewer; None if either count is not held."""
    return None if before is None or after is None else max(0, after - before)


def paid(counts, kind, types, sections, days, areas=AREAS):
    """(day, authority, people paid for) of a payment, day by day."""
    on = lambda day, area: people_in(counts, day, area, types, sections)
    if kind == "stock":
        return [(day, area, on(day, area)) for day in days for area in areas]
    return [(after, area, growth(on(before, area), on(after, area))) for before, after in pairwise(days) for area in areas]


def print_change_of_counting(counts):
    """The growth of 2022-23 in all authorities, with section 98 and without."""
    areas = sorted({code for day in YEAR for code, *_ in counts[day]})
    of = lambda sections: sum(people for *_, people in paid(counts, "growth", ("dispersal",), sections, YEAR, areas))
    with_98, without = of(SECTIONS), of(ON_BOTH_DAYS)
    print(f"growth of 2022-23: {without}; with section 98 {with_98}, {3500 * (with_98 - without)} pounds more; "
          f"under section 98 {sum(people_in(counts, YEAR[1], code, ('dispersal',), ('Section 98',)) for code in areas)}")


def lines(counts):
    """Lines of grants.csv."""
    for grant, payment, kind, pounds, types, sections, days in PAYMENTS:
        made = paid(counts, kind, types, sections, days)
        for day in sorted({day for day, *_ in made}):
            known = [people for on, _, people in made if on == day]
            whole = UNKNOWN if None in known else f"{sum(known)} people, {pounds * sum(known)} pounds"
            print(f"{grant}, {payment}, {day}: {whole}")
        for day, area, people in made:
            yield [grant, payment, day, area, *((UNKNOWN, UNKNOWN) if people is None else (people, pounds * people))]


def main(root, folder):
    counts = counted(root)
    hold(counts, read_totals(root))
    print_change_of_counting(counts)
    about = ["What authorities of London and West Yorkshire would be paid by the published rates of two asylum grants, by payment and day.",
             "people: those paid for, for growth how many more than on the day before it in the payment's list. An estimate: the",
             "Home Office paid by counts of its own, not published. Home Office, Asy_D11, September 2024. Rates of 2022-23",
             "as eachother.org.uk reports them (16 November 2022), of 2024-25: answer to written question 28146 (10 February 2025).",
             *recomputed_by("grants.py", "pandas", "openpyxl")]
    write_oracle(folder / "grants.csv", about, "grant payment counted_on area_code people pounds".split(), lines(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
