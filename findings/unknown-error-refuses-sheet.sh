#!/usr/bin/env bash
# One cell with a new kind of error, such as #SPILL! in a note, makes a whole sheet unreadable; elsewhere it is blank.
#
# Excel writes #SPILL!, #CALC!, #FIELD! and others as cells of type "e" like #N/A. calamine knows eight errors and
# returns none of the sheet's cells when it meets another, wherever that stands; SheetJS shows nothing in its place.
# Versions: openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, fastexcel 0.21.0, polars 2.1.0, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1 fastexcel==0.21.0 polars==2.1.0
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON' >seen
import zipfile
import fastexcel, openpyxl, pandas, polars, python_calamine

book = openpyxl.Workbook()
for row in (["Area", "People"], ["Newham", 120], ["A note beside", "#N/A"]):
    book.active.append(row)
book.save("known.xlsx")
with zipfile.ZipFile("known.xlsx") as old, zipfile.ZipFile("new.xlsx", "w") as new:
    for item in old.infolist():
        new.writestr(item, old.read(item).replace(b"<v>#N/A</v>", b"<v>#SPILL!</v>"))

readers = {
    "openpyxl": lambda: [list(row) for row in openpyxl.load_workbook("new.xlsx").active.values],
    "pandas, openpyxl": lambda: pandas.read_excel("new.xlsx", header=None).values.tolist(),
    "python-calamine": lambda: python_calamine.load_workbook("new.xlsx").get_sheet_by_index(0).to_python(),
    "fastexcel": lambda: fastexcel.read_excel("new.xlsx").load_sheet(0),
    "polars": lambda: polars.read_excel("new.xlsx"),
}
for name, read in readers.items():
    try:
        print(f"{name}: {read()}")
    except Exception as error:
        print(f"{name}: refuses, {str(error).splitlines()[0]}")
PYTHON
node -e '
const X = require("xlsx"), sheet = X.readFile("new.xlsx").Sheets.Sheet;
console.log("SheetJS:", JSON.stringify(X.utils.sheet_to_json(sheet, { header: 1 })), JSON.stringify(X.utils.sheet_to_csv(sheet)));' >>seen
cat >expected <<'SEEN'
openpyxl: [['Area', 'People'], ['Newham', 120], ['A note beside', '#SPILL!']]
pandas, openpyxl: [['Area', 'People'], ['Newham', 120], ['A note beside', nan]]
python-calamine: refuses, Unsupported cell error value '#SPILL!'
fastexcel: refuses, calamine error: Xlsx error: Unsupported cell error value '#SPILL!'
polars: refuses, calamine error: Xlsx error: Unsupported cell error value '#SPILL!'
SheetJS: [["Area","People"],["Newham",120],["A note beside"]] "Area,People\nNewham,120\nA note beside,"
SEEN
diff -u expected seen
