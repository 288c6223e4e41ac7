"""Second calculation of population pyramids: bands of five years as shares of the total population, from the publisher's workbook.

Reads MYE2 of mid-2023 (Office for National Statistics) below the folder given as first argument and writes pyramids.csv into
the folder given as second: an area, a band, and its males and females as per cent of all males and females together.

Run: python tests/independent/pyramids.py ../shared/data tests/oracles
"""
import sys
from pathlib import Path

import pandas as pd
from oracle import with_packages, write_oracle

WORKBOOK = "published/mye/mye23tablesew.xlsx"
AREAS = ["E12000007", "E09000025", "E92000001", "W92000004"]  # London, Newham, England, Wales
AGES = [str(age) for age in range(90)] + ["90+"]


def main(root, out):
    males, females = (
        pd.read_excel(root / WORKBOOK, f"MYE2 - {sex}", header=7, index_col="Code").rename(columns=str)
        for sex in ("Males", "Females")
    )
    bands = [age // 5 * 5 for age in range(91)]
    about = ["Males and females in bands of five years (the last is 90 and over) as per cent of everybody, mid-2023: ONS,",
             f"mye23tablesew.xlsx, MYE2. Computed by tests/independent/pyramids.py with {with_packages('pandas')}.",
             "Contains figures of the Office for National Statistics, Open Government Licence v3.0."]
    rows = []
    for area in AREAS:
        everybody = males.loc[area, "All ages"] + females.loc[area, "All ages"]
        sides = [side.loc[area, AGES].astype(float).groupby(bands).sum() for side in (males, females)]
        for band in sorted(set(bands)):
            rows.append([area, band, *(repr(float(100 * side[band] / everybody)) for side in sides)])
    write_oracle(out / "pyramids.csv", about, ["area_code", "from", "males", "females"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
