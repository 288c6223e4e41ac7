"""Cells of oracles, and the small arithmetic that they share: used by the scripts that recompute indicators."""
import calendar
import csv
import math
import re
from pathlib import Path

import ods
import pandas as pd
from oracle import recomputed_by, write_oracle

BOROUGHS = [f"E090000{n:02d}" for n in range(1, 34)]
MYE24 = "published/mye/mye24tablesew.csv"
MARKS = {"c": "suppressed", "x": "not-available", "..": "not-available", ":": "not-available", ".": "not-applicable"}
Z = 1.959963984540054  # 97.5 per cent of the normal distribution


class Subject:
    """The cells of one oracle."""

    def __init__(self):
        self.cells = []

    def put(self, indicator, area, start, end, figure, limits=None, category="", unreliable=False, at_least=False):
        """One cell; `figure` is a number or the reason why there is none, `unreliable` and `at_least` whether it has the marks for
        that, of which the latter is the graver."""
        number, status = ("", figure) if isinstance(figure, str) else (repr(float(figure)), "lower-bound" if at_least else "unreliable" if unreliable else "")
        lower, upper = (repr(float(limits[0])), repr(float(limits[1]))) if limits else ("", "")
        self.cells.append((indicator, area, str(start), str(end), category, number, status, lower, upper))

    def write(self, folder, name, sources, script="indicators.py"):
        """The cells as a file with its citation."""
        about = [*sources, *recomputed_by(script, "pandas", "numpy", "openpyxl", "odfpy", "xlrd")]
        columns = "indicator area_code period_start period_end category value status lower upper".split()
        write_oracle(folder / f"{name}.csv", about, columns, sorted(self.cells))
        print(name, len({cell[0] for cell in self.cells}), "indicators,", len(self.cells), "cells")


def at_least_resettled(rows):
    """The quarters in which most people of the Afghan schemes have no authority in Res_D01: counts of areas leave them out."""
    people, afghan = pd.to_numeric(rows["Persons"]), rows["Resettlement Scheme"].astype(str).str.contains("ARAP|ACRS|Afghan")
    placed = rows["LAD Code"].astype(str).str.match(r"[ENSW]\d{8}$")
    everybody = people[afghan].groupby(rows.loc[afghan, "Quarter"]).sum()
    outside = people[afghan & ~placed].groupby(rows.loc[afghan & ~placed, "Quarter"]).sum()
    return {q for q, number in everybody.items() if 2 * outside.get(q, 0) > number}


def sheet(root, name, title):
    """A sheet as rows of cells as stored."""
    if name.endswith(".ods"):
        return ods.sheets(root / name)[title]
    return pd.read_excel(root / name, sheet_name=title, header=None, dtype=object, keep_default_na=False)


def book(root, name):
    """All sheets of a workbook by name."""
    if name.endswith(".ods"):
        return ods.sheets(root / name)
    return pd.read_excel(root / name, sheet_name=None, header=None, dtype=object, keep_default_na=False)


class Names(dict):
    """{name in a publication: code}, whatever the case, the marks and the word for "and" of the name."""

    def __missing__(self, name):
        plain = {self.plain(known): code for known, code in self.items()}
        self[name] = plain[self.plain(name)]
        return self[name]

    @staticmethod
    def plain(name):
        return re.sub(r"[^0-9a-z]+", " ", name.replace("&", " and ").lower()).strip()


def labels(codelist):
    """{name in the publication: code} of a codelist: the one thing read from this repository, where the codes are made."""
    with open(Path(__file__).resolve().parents[2] / f"data/catalogue/codelists/{codelist}.csv", encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return Names({label: row["code"] for row in rows for label in row["labels"].split("|")})


def number(cell, marks=MARKS):
    """A cell as a number, or the reason its mark stands for."""
    text = str(cell).strip().replace(",", "")
    if text in marks:
        return marks[text]
    return float(text)


def combine(formula, *figures):
    """A formula of figures; suppressed before any other reason where one is missing."""
    reasons = [figure for figure in figures if isinstance(figure, str)]
    if reasons:
        return "suppressed" if "suppressed" in reasons else reasons[0]
    try:
        return formula(*figures)
    except ZeroDivisionError:
        return "not-applicable"


def add(*figures):
    """A sum of figures."""
    return combine(lambda *x: math.fsum(x), *figures)


def share(part, whole):
    """One figure in per cent of another."""
    return combine(lambda a, b: 100 * a / b, part, whole)


def wilson(part, whole):
    """Limits of a percentage (Wilson 1927)."""
    p, middle = part / whole, 2 * part + Z * Z
    half = Z * math.sqrt(Z * Z + 4 * part * (1 - p))
    return [100 * (middle + sign * half) / (2 * (whole + Z * Z)) for sign in (-1, 1)]


def quarter(name):
    """`2014 Q1` as first and last day."""
    year, q = int(name[:4]), int(name[-1])
    last = calendar.monthrange(year, 3 * q)[1]
    return f"{year}-{3 * q - 2:02d}-01", f"{year}-{3 * q:02d}-{last}"


def mid_2024(root):
    """Residents of the boroughs at mid-2024, all ages and single ages."""
    table = pd.read_csv(root / MYE24, encoding="utf-8-sig").set_index("Code").loc[BOROUGHS]
    return table["All ages"], table[[*map(str, range(90)), "90+"]]


def poisson(count):
    """Limits of a count: Byar from ten on, exact below."""
    if count >= 10:
        byar = lambda n, sign: n * (1 - 1 / (9 * n) + sign * Z / (3 * math.sqrt(n))) ** 3
        return byar(count, -1), byar(count + 1, 1)
    return exact(int(count))


def families(people, size):
    """Limits of people who come in families of a size: of Poisson's families as normal, of nobody exact."""
    if people == 0:
        return 0.0, size * exact(0)[1]
    half = Z * math.sqrt(size * people)
    return max(0.0, people - half), people + half


def exact(count):
    """The exact limits of a Poisson count, found by halving."""
    below = lambda mean, n: math.fsum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(n + 1))

    def solve(wanted, n):
        low, high = 0.0, 100.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if below(middle, n) > wanted else (low, middle)
        return (low + high) / 2

    return (solve(0.975, count - 1) if count else 0.0), solve(0.025, count)


def borough_names(root):
    """{name: code} of the boroughs, as the mid-year estimates name them, with the spellings of other tables."""
    table = pd.read_csv(root / MYE24, encoding="utf-8-sig").set_index("Code").loc[BOROUGHS, "Name"]
    names = {name: code for code, name in table.items()}
    names |= {name.replace("and", "&"): code for name, code in names.items() if " and " in name}
    for name, code in list(names.items()):
        names[f"London Borough of {name}"] = names[f"{name} London Borough"] = code
    return names
