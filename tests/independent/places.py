"""Statistical neighbours and what a scan lists, worked out without sight of the fairshares program.

Reads
  Asy_D11_la_totals_jun-2021_to_mar-2026.csv   people supported, authority and quarter (Home Office), the first argument
  regional-groups@2025-12-31.csv               residents at mid-2024 as printed in Reg_02 (ONS, Home Office), the second
and writes places.csv into the folder given as third. An authority without a row in Asy_D11 has nobody in support.

Formulas
  neighbours of i   the five authorities j of London with the smallest sum of w_k ((x_ik - x_jk) / s_k)^2, of the same sum by
                    code; x_1 people supported at 31 March 2026, w_1 1; x_2 residents at mid-2024, w_2 0.5; s_k the standard
                    deviation (divided by n) over all authorities of the United Kingdom with both
  robust z          0.6745 (d - median d) / median |d - median d|, d the changes on all quarters since June 2021 as if
                    people had always been counted alike, the newest d asked (Iglewicz and Hoaglin 1993); listed from 1.0
                    here, with twenty people on one of both days
  rising            more on each of the last three quarters, together ten per cent or more, twenty people or more in the end
"""

import csv
import statistics
import sys
from datetime import datetime
from pathlib import Path

from oracle import write_oracle

NEWEST = "2026-03-31"


# Barnsley and Sheffield changed code at the end of 2025; the one file has the later codes, the other the earlier.
SINCE = {"E08000016": "E08000038", "E08000019": "E08000039"}


def read_supported(path):
    people = {}
    with open(path) as lines:
        for row in csv.DictReader(lines):
            day = datetime.strptime(row["Date"], "%d %b %Y").date().isoformat()
            code = SINCE.get(row["LAD Code"], row["LAD Code"])
            people.setdefault(code, {})[day] = int(row["People"])
    return people


def read_residents(path):
    with open(path) as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        kept = [row for row in rows if row["measure"] == "population" and row["area_code"][:3] in LEVELS]
    return {SINCE.get(row["area_code"], row["area_code"]): int(row["value"]) for row in kept}


LEVELS = {"E06", "E07", "E08", "E09", "W06", "S12", "N09"}


def neighbours(people, residents):
    nobody = {}
    of = {code: (people.get(code, nobody).get(NEWEST, 0), count) for code, count in residents.items()}
    spread = [statistics.pstdev(pair[k] for pair in of.values()) for k in (0, 1)]
    boroughs = sorted(code for code in of if code.startswith("E09"))
    for one in boroughs:
        def apart(other):
            parts = [((of[one][k] - of[other][k]) / spread[k]) ** 2 for k in (0, 1)]
            return parts[0] + 0.5 * parts[1]
        nearest = sorted((other for other in boroughs if other != one), key=lambda other: (apart(other), other))
        yield [one, "neighbours", " ".join(nearest[:5])]


def listed(people):
    days = sorted({day for held in people.values() for day in held})
    for code in sorted(code for code in people if code.startswith("E09")):
        series = [people[code].get(day, 0) for day in days]
        last = series[-4:]
        rise = 100 * (last[-1] - last[0]) / last[0] if last[0] else 0
        if all(b > a for a, b in zip(last, last[1:])) and rise >= 10 and last[-1] >= 20:
            yield [code, "rising", f"{rise:.1f}"]
        changes = [b - a for a, b in zip(series, series[1:])]
        middle = statistics.median(changes)
        mad = statistics.median(abs(change - middle) for change in changes)
        z = 0.6745 * (changes[-1] - middle) / mad if mad else 0
        if abs(z) >= 1 and max(series[-2:]) >= 20:
            yield [code, "moved", f"{z:.9f}"]


def main(supported, groups, folder):
    people, residents = read_supported(supported), read_residents(groups)
    about = ["Statistical neighbours of the London boroughs in two variables, and what a scan lists of people supported.",
             "People supported: Home Office, Asy_D11, 30 June 2021 to 31 March 2026. Population: mid-2024, as printed in Reg_02.",
             "Recomputed independently of the program by tests/independent/places.py.",
             "Contains public sector information licensed under the Open Government Licence v3.0."]
    rows = [*neighbours(people, residents), *listed(people)]
    write_oracle(folder / "places.csv", about, ["area_code", "kind", "value"], rows)


main(*(Path(argument) for argument in sys.argv[1:4]))
