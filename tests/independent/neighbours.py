"""Statistical neighbours of the London boroughs in the variables that comparison.toml ships, without sight of the program.

Reads, below the folder given as first argument,
  density, median age    mye23tablesew.xlsx, MYE5 and MYE6, mid-2023 (Office for National Statistics)
  English proficiency    Census 2021, TS029: residents aged three and over who speak English not well or not at all
  deprivation            English indices of deprivation 2019, File 10: IMD, average score (MHCLG)
  affordability          Explore Local Statistics: price of houses to earnings, the newest year that the borough has (ONS)
  private rent           dwellings by tenure 2023, share rented privately (ONS)
and writes neighbours.csv into the folder given as second.

The neighbours of i are the five authorities j of England with the smallest sum of w_k ((x_ik - x_jk) / s_k)^2, of the same sum by
code, among those that have every variable; s_k is their standard deviation (divided by n). Weights: 1 for the first four, one half
for private rent and affordability.

Run: python tests/independent/neighbours.py ../shared/data tests/oracles
"""
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from cells import BOROUGHS, sheet
from oracle import recomputed_by, write_oracle

warnings.filterwarnings("ignore")
WEIGHTS = [1, 1, 1, 1, 0.5, 0.5]
LEVELS = ("E06", "E07", "E08", "E09", "W06")
# Barnsley and Sheffield changed code at the end of 2025, with nothing else: areas stand under the code in force.
SINCE = {"E08000016": "E08000038", "E08000019": "E08000039"}


def column(table, figure):
    """{authority: number} of the rows of a table that have one."""
    found = {}
    for code, row in table.iterrows():
        value = figure(row)
        if str(code).startswith(LEVELS) and isinstance(value, (int, float)) and not pd.isna(value):
            found[SINCE.get(str(code).strip(), str(code).strip())] = float(value)
    return found


def mid_2023(root, title, heading):
    """A column of the mid-2023 workbook."""
    rows = sheet(root, "published/mye/mye23tablesew.xlsx", title)
    head = next(i for i, cell in enumerate(rows[0]) if cell == "Code")
    place = list(rows.iloc[head]).index(heading)
    return column(rows.iloc[head + 1:].drop_duplicates(subset=0).set_index(0), lambda row: row.iloc[place - 1])


def variables(root):
    """The six variables; of affordability {year: authorities}, because not every borough has the newest."""
    english = pd.read_csv(root / "reconstructed/census2021-ts029-ltla.csv").set_index("geography code")
    named = lambda end: next(name for name in english.columns if name.endswith(end))
    total, little, none = (named(end) for end in ("aged 3 years and over", "Cannot speak English well", "Cannot speak English"))
    imd = sheet(root, "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx", "IMD")
    score = next(i for i, cell in enumerate(imd.iloc[0]) if "Average score" in str(cell))
    houses = pd.read_csv(root / "published/context/els/housing-affordability-ratio.csv").set_index("areacd")
    years = {year: column(rows, lambda row: row["observation"]) for year, rows in houses.groupby("period")}
    tenure = sheet(root, "published/context/la_tenure.xlsx", "data download").iloc[1:].set_index(2)
    return years, [
        mid_2023(root, "MYE5", "2023 people per sq. km"),
        mid_2023(root, "MYE6", "Mid-2023"),
        column(english, lambda row: 100 * (row[little] + row[none]) / row[total]),
        column(imd.iloc[1:].set_index(0), lambda row: row.iloc[score - 1]),
        column(tenure, lambda row: row.iloc[5]),
    ]


def nearest(area, years, others):
    """The five nearest of a borough, or the reason why it has none."""
    year = max((year for year, known in years.items() if area in known), default=None)
    if year is None or any(area not in known for known in others):
        return "not-available"
    held = [*others, years[year]]
    complete = sorted(set.intersection(*(set(known) for known in held)))
    spread = [np.std([known[code] for code in complete]) for known in held]

    def apart(other):
        return sum(w * ((known[area] - known[other]) / s) ** 2 for w, known, s in zip(WEIGHTS, held, spread))

    alike = sorted((code for code in complete if code != area and code.startswith("E")), key=lambda code: (apart(code), code))
    return " ".join(alike[:5])


def main(root, folder):
    years, others = variables(root)
    about = ["Statistical neighbours of the London boroughs in the variables of data/catalogue/comparison.toml, the nearest first.",
             "ONS, mid-2023 population density and median age, Census 2021 TS029, Explore Local Statistics, dwellings by tenure 2023;",
             "MHCLG, English indices of deprivation 2019, File 10.",
             *recomputed_by("neighbours.py", "pandas", "numpy")]
    rows = [[area, nearest(area, years, others)] for area in BOROUGHS]
    write_oracle(folder / "neighbours.csv", about, ["area_code", "neighbours"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
