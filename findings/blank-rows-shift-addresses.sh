#!/usr/bin/env bash
# Blank rows and columns before or inside a table are dropped, so that row numbers no longer lead to the published cell.
#
# python-calamine, fastexcel and SheetJS begin at the first filled cell; polars drops blank rows in the middle besides.
# "The header is in row 4" then means another row for each reader. pandas keeps all of them, with either engine.
# Versions: pandas 3.1.1, openpyxl 3.1.5, python-calamine 0.9.1, fastexcel 0.21.0, polars 2.1.0, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1 fastexcel==0.21.0 polars==2.1.0
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON' >seen
import fastexcel, openpyxl, pandas, polars, python_calamine

book = openpyxl.Workbook()
# Rows 1 and 2 and column A are blank, and so is row 5: the last figure is in C6.
for cell, value in {"B3": "Area", "C3": "People", "B4": "Newham", "C4": "120", "B6": "Brent", "C6": "80"}.items():
    book.active[cell] = value
book.save("blank.xlsx")

def place(rows):
    return next(f"{'ABC'[column]}{row + 1}" for row, cells in enumerate(rows) for column, value in enumerate(cells) if value == "80")

calamine = python_calamine.load_workbook("blank.xlsx").get_sheet_by_index(0)
readers = {
    "pandas, openpyxl": pandas.read_excel("blank.xlsx", header=None, dtype=str).values.tolist(),
    "pandas, calamine": pandas.read_excel("blank.xlsx", header=None, dtype=str, engine="calamine").values.tolist(),
    "python-calamine": calamine.to_python(),
    "python-calamine, skip_empty_area=False": calamine.to_python(skip_empty_area=False),
    "fastexcel": fastexcel.read_excel("blank.xlsx").load_sheet(0, header_row=None).to_polars().rows(),
    "polars": polars.read_excel("blank.xlsx", has_header=False).rows(),
}
for name, rows in readers.items():
    print(f"{name}: the figure of C6 is in {place(rows)}")
PYTHON
node -e '
const X = require("xlsx"), rows = X.utils.sheet_to_json(X.readFile("blank.xlsx").Sheets.Sheet, { header: 1 });
const row = rows.findIndex(cells => cells.includes("80"));
console.log(`SheetJS: the figure of C6 is in ${"ABC"[rows[row].indexOf("80")]}${row + 1}`);' >>seen
cat >expected <<'SEEN'
pandas, openpyxl: the figure of C6 is in C6
pandas, calamine: the figure of C6 is in C6
python-calamine: the figure of C6 is in B4
python-calamine, skip_empty_area=False: the figure of C6 is in C6
fastexcel: the figure of C6 is in B4
polars: the figure of C6 is in B3
SheetJS: the figure of C6 is in B4
SEEN
diff -u expected seen
