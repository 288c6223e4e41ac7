#!/usr/bin/env bash
# A figure withheld by a number format that shows "[c]" is handed out by readers, and bared by a copy that SheetJS saves.
#
# A cell may hold 3 and show [c]: the format is the word itself, or a condition on small numbers. Everybody who opens the
# file sees [c]; readers return 3. SheetJS gives [c] as csv and 3 as values, and its own copy of the file shows 3.
# Versions: openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, exceljs 4.4.0, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

venv/bin/python -W ignore - <<'PYTHON' >seen
import openpyxl, pandas, python_calamine, xlsxwriter

book = xlsxwriter.Workbook("withheld.xlsx")
sheet = book.add_worksheet("A1")
for row, code in enumerate(('"[c]"', '[<5]"[c]";#,##0')):
    sheet.write_number(row, 0, 3, book.add_format({"num_format": code}))
book.close()
print("openpyxl:", [row[0] for row in openpyxl.load_workbook("withheld.xlsx").active.values])
print("pandas:", pandas.read_excel("withheld.xlsx", header=None)[0].tolist())
print("python-calamine:", [row[0] for row in python_calamine.load_workbook("withheld.xlsx").get_sheet_by_index(0).to_python()])
PYTHON
node -e '
const X = require("xlsx"), E = require("exceljs"), exceljs = new E.Workbook(), book = X.readFile("withheld.xlsx");
const csv = book => X.utils.sheet_to_csv(book.Sheets.A1).trim().split("\n").join(", ");
console.log("SheetJS, values:", JSON.stringify(X.utils.sheet_to_json(book.Sheets.A1, { header: 1 })));
console.log("SheetJS, csv:", csv(book));
X.writeFile(book, "copy.xlsx");
console.log("SheetJS, csv of its copy:", csv(X.readFile("copy.xlsx")));
exceljs.xlsx.readFile("withheld.xlsx").then(() => console.log("exceljs:", [1, 2].map(row => exceljs.worksheets[0].getCell(row, 1).value).join(", ")));' >>seen
cat >expected <<'SEEN'
openpyxl: [3, 3]
pandas: [3, 3]
python-calamine: [3.0, 3.0]
SheetJS, values: [[3],[3]]
SheetJS, csv: [c], [c]
SheetJS, csv of its copy: 3, 3
exceljs: 3, 3
SEEN
diff -u expected seen
