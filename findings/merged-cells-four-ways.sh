#!/usr/bin/env bash
# A number that stands under a merged cell is left out, read, or replaced by the number above it, by reader and by mode.
#
# Spreadsheets keep what a merged area covers (LibreOffice by choice, libraries as they are told), and nobody sees it.
# openpyxl leaves it out, but reads it in read-only mode, which is how pandas opens a workbook; exceljs gives every
# covered cell the value of the first, so that a sum counts it twice; SheetJS reads it in .xlsx and leaves it out in .ods.
# Versions: openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, exceljs 4.4.0, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1 odfpy==1.4.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

venv/bin/python -W ignore - <<'PYTHON' >seen
import openpyxl, pandas, python_calamine, xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

book = xlsxwriter.Workbook("merged.xlsx")
sheet = book.add_worksheet("A1")
sheet.merge_range("A1:B1", 5)
sheet.write("B1", 77)
book.close()
document = OpenDocumentSpreadsheet()
table, row = Table(name="A1"), TableRow()
for kind, value, spans in ((TableCell, 5, {"numbercolumnsspanned": 2, "numberrowsspanned": 1}), (CoveredTableCell, 77, {})):
    cell = kind(valuetype="float", value=value, **spans)
    cell.addElement(P(text=str(value)))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("merged.ods")

print("openpyxl:", list(openpyxl.load_workbook("merged.xlsx").active.values))
print("openpyxl, read only:", list(openpyxl.load_workbook("merged.xlsx", read_only=True).active.values))
print("pandas:", pandas.read_excel("merged.xlsx", header=None).values.tolist())
for file in ("merged.xlsx", "merged.ods"):
    print(f"python-calamine, {file}:", python_calamine.load_workbook(file).get_sheet_by_index(0).to_python())
PYTHON
node -e '
const X = require("xlsx"), E = require("exceljs"), book = new E.Workbook();
for (const file of ["merged.xlsx", "merged.ods"])
  console.log(`SheetJS, ${file}:`, JSON.stringify(X.utils.sheet_to_json(X.readFile(file).Sheets.A1, { header: 1 })));
book.xlsx.readFile("merged.xlsx").then(() => console.log("exceljs:", JSON.stringify(book.worksheets[0].getRow(1).values.slice(1))));' >>seen
cat >expected <<'SEEN'
openpyxl: [(5, None)]
openpyxl, read only: [(5, 77)]
pandas: [[5, 77]]
python-calamine, merged.xlsx: [[5.0, 77.0]]
python-calamine, merged.ods: [[5.0, 77.0]]
SheetJS, merged.xlsx: [[5,77]]
SheetJS, merged.ods: [[5]]
exceljs: [5,5]
SEEN
diff -u expected seen
