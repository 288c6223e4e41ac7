#!/usr/bin/env bash
# DuckDB's read_xlsx ends at the first blank row; regions that stand below a spacer are lost without a warning.
#
# stop_at_empty is true unless a range is given. Published tables set regions and authorities apart by blank rows.
# A figure further down than the first that is text ("[c]") stops it with an error; ignore_errors makes it null.
# Versions: DuckDB 1.5.5 with its signed extension excel from the package duckdb-extension-excel 1.5.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet duckdb==1.5.5 duckdb-extension-excel==1.5.5 openpyxl==3.1.5

venv/bin/python -W ignore - <<'PYTHON' >seen
import pathlib
import duckdb, duckdb_extension_excel, openpyxl

extension = next(pathlib.Path(duckdb_extension_excel.__file__).parent.rglob("excel.duckdb_extension"))
duckdb.execute(f"load '{extension}'")
book = openpyxl.Workbook()
for row in (["Area", "People"], ["England", 30], [], ["Newham", 20], ["Brent", "[c]"]):
    book.active.append(row)
book.save("spaced.xlsx")
for options in ("", ", stop_at_empty = false", ", stop_at_empty = false, ignore_errors = true", ", stop_at_empty = false, all_varchar = true"):
    try:
        print(f"read_xlsx{options}:", duckdb.sql(f"from read_xlsx('spaced.xlsx'{options})").fetchall())
    except duckdb.Error as error:
        print(f"read_xlsx{options}: {str(error).splitlines()[0]}")
PYTHON
cat >expected <<'SEEN'
read_xlsx: [('England', 30.0)]
read_xlsx, stop_at_empty = false: Invalid Input Error: read_xlsx: Failed to parse cell 'B5': Could not convert string '[c]' to DOUBLE
read_xlsx, stop_at_empty = false, ignore_errors = true: [('England', 30.0), (None, None), ('Newham', 20.0), ('Brent', None)]
read_xlsx, stop_at_empty = false, all_varchar = true: [('England', '30'), (None, None), ('Newham', '20'), ('Brent', '[c]')]
SEEN
diff -u expected seen
