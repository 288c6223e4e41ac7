#!/usr/bin/env bash
# exceljs reads a date that is stored as an ISO 8601 text (cell type "d") as a day in July 1905.
#
# Office Open XML allows a date cell to hold "2025-12-31"; openpyxl writes them so when asked (iso_dates), and Excel in
# strict workbooks. exceljs takes the leading number, 2025, for a count of days.
# Versions: exceljs 4.4.0, openpyxl 3.1.5, python-calamine 0.9.1, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

venv/bin/python -W ignore - <<'PYTHON' >seen
import datetime
import openpyxl, python_calamine

book = openpyxl.Workbook(iso_dates=True)
book.active.append(["As at", datetime.date(2025, 12, 31)])
book.save("iso.xlsx")
print("openpyxl:", openpyxl.load_workbook("iso.xlsx").active["B1"].value)
print("python-calamine:", python_calamine.load_workbook("iso.xlsx").get_sheet_by_index(0).to_python()[0][1])
PYTHON
node -e '
const X = require("xlsx"), E = require("exceljs"), book = new E.Workbook();
console.log("SheetJS:", X.readFile("iso.xlsx", { cellDates: true, UTC: true }).Sheets.Sheet.B1.w);
book.xlsx.readFile("iso.xlsx").then(() => console.log("exceljs:", book.worksheets[0].getCell("B1").value));' >>seen
cat >expected <<'SEEN'
openpyxl: 2025-12-31
python-calamine: 2025-12-31
SheetJS: 2025-12-31
exceljs: 1905-07-17T00:00:00.000Z
SEEN
diff -u expected seen
