"""Every cell of published files, read a second time without sight of the fairshares program.

For each file and dataset it works out what stands in every cell that counts: area, period, dimensions, measure and figure, or
the reason why there is none. What it found is written to tests/oracles/every-cell.csv as the number of figures and a digest of
them all, which `tests/it/editions.rs` works out from what the program reads: one cell that differs is another digest.

The layouts are written down here a second time, by position in the sheet where the program goes by headers. Codes of
dimensions are this repository's own; codes of areas are those printed, and names are looked up in the ONS look-ups of the files.

A digest is the first 16 figures of the SHA-256 of the lines `area,first day,last day,dimensions,measure,figure`, sorted and each
ended by a line feed. Dimensions have `;` between them; a figure is in millionths, rounded half up; a missing one is its reason.

Run: python tests/independent/every_cell.py ../shared/data tests/oracles
     python tests/independent/every_cell.py ../shared/data --against TABLE.csv FILE DATASET     prints the cells that differ from
                                             `fairshares table DATASET --format csv` of a store that holds this file alone
"""
import csv
import hashlib
import math
import sys
from pathlib import Path

import authorities_read
import editions_read
import gla_read
import home_office_read
import ons_read
import workbooks
from oracle import recomputed_by, write_oracle

EDITIONS = [*editions_read.EDITIONS, *ons_read.EDITIONS, *gla_read.EDITIONS, *home_office_read.EDITIONS,
            *authorities_read.EDITIONS]


def lines_of(found):
    """One line for each figure; a figure that is printed twice must be the same."""
    lines = {}
    for area, start, end, dimensions, measure, figure in found:
        key = f"{area},{start},{end},{';'.join(dimensions)},{measure}"
        if lines.setdefault(key, figure) != figure:
            raise ValueError(f"{key}: {lines[key]} and {figure}")
    return sorted(f"{key},{figure}" for key, figure in lines.items())


def digest(lines):
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()[:16]


def newest(lines):
    return max(line.split(",")[2] for line in lines)


def read(root):
    """(file, dataset, lines) of every edition."""
    for pattern, readers in EDITIONS:
        for path in sorted(root.glob(pattern)):
            for dataset, reader in readers:
                lines = lines_of(reader(path))
                if lines:
                    yield path.relative_to(root).as_posix(), dataset, lines
            workbooks.forget(path)


def write(root, folder):
    rows = [(file, dataset, newest(lines), len(lines), digest(lines)) for file, dataset, lines in read(root)]
    about = ["Every figure of published files: how many there are, and a digest of them (see the script for its making).",
             *recomputed_by("every_cell.py", "openpyxl", "xlrd")]
    write_oracle(folder / "every-cell.csv", about, ["file", "dataset", "edition", "figures", "digest"], rows)
    print(len(rows), "editions,", sum(row[3] for row in rows), "figures")


def against(root, table, file, dataset):
    """Prints the cells of a table that differ from a second reading of its file."""
    for pattern, readers in EDITIONS:
        if (root / file) in root.glob(pattern):
            lines = set(lines_of(dict(readers)[dataset](root / file)))
    with open(table, encoding="utf-8-sig", newline="") as cells:
        rows = list(csv.reader(line for line in cells if not line.startswith("#")))
    head, rows = rows[0], rows[1:]
    at = {name: head.index(name) for name in ("area_code", "period_start", "period_end", "measure", "value", "status")}
    dimensions = range(at["period_end"] + 1, at["measure"])
    theirs = set()
    for row in rows:
        figure = str(math.floor(float(row[at["value"]]) * 1e6 + 0.5)) if row[at["value"]] else row[at["status"]]
        key = [row[at["area_code"]], row[at["period_start"]], row[at["period_end"]], ";".join(row[n] for n in dimensions)]
        theirs.add(",".join([*key, row[at["measure"]], figure]))
    for name, only in (("read here alone", lines - theirs), ("read by the program alone", theirs - lines)):
        print(f"{name}: {len(only)}", *sorted(only)[:12], sep="\n  ")
    return int(lines != theirs)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    if sys.argv[2] == "--against":
        sys.exit(against(where, *sys.argv[3:6]))
    write(where, Path(sys.argv[2]))
