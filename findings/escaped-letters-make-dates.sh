#!/usr/bin/env bash
# exceljs reads a population as a date when its number format shows a letter m, d, h, s or y, escaped or left as space.
#
# In #,##0\m the m is a letter that is shown ("millions"), and in 0_m it is the width of a space. exceljs looks for the
# letters of dates without minding the sign before them. 45,000 people are then 15 March 2023.
# Versions: exceljs 4.4.0, openpyxl 3.1.5, python-calamine 0.9.1, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 python-calamine==0.9.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

venv/bin/python -W ignore - <<'PYTHON' >seen
import openpyxl, python_calamine, xlsxwriter

FORMATS = ("#,##0", '#,##0" households"', "0.0,,\\m", "#,##0\\d", "#,##0_m", "_d#,##0")
book = xlsxwriter.Workbook("formats.xlsx")
sheet = book.add_worksheet("A1")
for row, code in enumerate(FORMATS):
    sheet.write_number(row, 0, 45000, book.add_format({"num_format": code}))
    sheet.write_string(row, 1, code)
book.close()
print("openpyxl:", [row[0] for row in openpyxl.load_workbook("formats.xlsx").active.values])
print("python-calamine:", [row[0] for row in python_calamine.load_workbook("formats.xlsx").get_sheet_by_index(0).to_python()])
PYTHON
node -e '
const X = require("xlsx"), E = require("exceljs"), book = new E.Workbook();
console.log("SheetJS:", X.utils.sheet_to_json(X.readFile("formats.xlsx", { cellDates: true }).Sheets.A1, { header: 1 }).map(row => row[0]).join(", "));
book.xlsx.readFile("formats.xlsx").then(() => book.worksheets[0].eachRow(row => {
  const value = row.getCell(1).value;
  console.log(`exceljs, ${row.getCell(2).value}:`, value instanceof Date ? value.toISOString().slice(0, 10) : value);
}));' >>seen
cat >expected <<'SEEN'
openpyxl: [45000, 45000, 45000, 45000, 45000, 45000]
python-calamine: [45000.0, 45000.0, 45000.0, 45000.0, 45000.0, 45000.0]
SheetJS: 45000, 45000, 45000, 45000, 45000, 45000
exceljs, #,##0: 45000
exceljs, #,##0" households": 45000
exceljs, 0.0,,\m: 2023-03-15
exceljs, #,##0\d: 2023-03-15
exceljs, #,##0_m: 2023-03-15
exceljs, _d#,##0: 2023-03-15
SEEN
diff -u expected seen
