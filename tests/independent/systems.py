"""Second calculation of indicators of systems of areas and of what is standardised, written without sight of the program.

Reads the publishers' files below the folder given as first argument and writes systems.csv into the folder given as second.
A system is a wider area whose members are the local authorities in force on the day; an index needs a figure of every member
and is otherwise missing with the reason. What each part works out, and by which formula, stands at the head of
  flows.py         moves between authorities, Census 2021
  spread.py        unevenness and segregation of people in asylum support and of ethnic groups
  standardised.py  homelessness by age, growth of the population, index numbers
Their own choices
  Census day       the authorities are those of 1 April 2021, eleven days later, on which the file is: North and West
                   Northamptonshire, which were seven districts on Census day.
  residents        those of the newest mid-year before the day, as the newest edition has them (back series, MYE4)
  deprivation      the scores are of 2019: where authorities were merged since then, a region has no index
  categories       a category that nobody is in (does not apply) has no index: not applicable

Run: python tests/independent/systems.py ../shared/data tests/oracles/indicators
"""
import sys
import warnings
from pathlib import Path

import flows
import spread
import standardised
from cells import Subject

warnings.filterwarnings("ignore")
PARTS = (flows.of_systems, flows.of_boroughs, spread.of_supported, spread.of_ethnic_groups, standardised.homelessness,
         standardised.growth, standardised.index_numbers)
SOURCES = (
    "census-: Office for National Statistics, Census 2021, origin and destination of migrants (ODMG01EW), of arrivals and departures",
    "the 40 largest; ethnic-: Census 2021, ethnic group (20 categories) by upper-tier authority of 2023. supported-: Home Office,",
    "Asy_D11 (September 2024); residents, ONS: mid-2023 for September 2023 and mid-2024 for September 2024 (MYE4 of mid-2024);",
    "MHCLG, English indices of deprivation 2019, File 10 (average score).",
    "homelessness-: MHCLG, statutory homelessness, detailed local authority tables of June 2024, March and June 2025, A6; ONS,",
    "mid-2024 by age; weights of the European Standard Population 2013. population-, net-migration-: ONS, MYE3 of mid-2023;",
    "population-growth-, resident-population: ONS, MYE4 of mid-2024. supported-index: 31 December 2022 = 100.",
    "Members of regions and nations: ONS lookups of authorities and regions.",
)

if __name__ == "__main__":
    subject = Subject()
    for part in PARTS:
        part(Path(sys.argv[1]), subject)
    subject.write(Path(sys.argv[2]), "systems", SOURCES, script="systems.py")
