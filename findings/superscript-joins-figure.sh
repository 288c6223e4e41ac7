#!/usr/bin/env bash
# A raised footnote mark becomes the last digit of the figure beside it, and struck-through text its first digits.
#
# Publishers type "1234" with a raised 1, or strike out "120" and type "134" behind it. Readers return the runs of a cell as
# one text, which parses as the number 12341 or 120134. Saving the workbook with openpyxl once makes the raised digit
# an ordinary one for good. exceljs alone returns the runs.
# Versions: openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, polars 2.1.0 with fastexcel 0.21.0, exceljs 4.4.0,
# SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1 fastexcel==0.21.0 polars==2.1.0
npm install --silent --no-fund --no-audit xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

venv/bin/python -W ignore - <<'PYTHON' >seen
import zipfile
import openpyxl, pandas, polars, python_calamine, xlsxwriter

book = xlsxwriter.Workbook("runs.xlsx")
sheet = book.add_worksheet("A1")
sheet.write_rich_string("A1", "1234", book.add_format({"font_script": 1}), "1")
sheet.write_rich_string("A2", book.add_format({"font_strikeout": True}), "120", "134")
book.close()
frame = pandas.read_excel("runs.xlsx", header=None)
print("openpyxl:", [row[0] for row in openpyxl.load_workbook("runs.xlsx").active.values])
print("pandas, to_numeric:", pandas.to_numeric(frame[0]).tolist())
print("python-calamine:", [row[0] for row in python_calamine.load_workbook("runs.xlsx").get_sheet_by_index(0).to_python()])
print("polars, as integers:", polars.read_excel("runs.xlsx", has_header=False).to_series().cast(polars.Int64).to_list())
openpyxl.load_workbook("runs.xlsx").save("saved.xlsx")
for file in ("runs.xlsx", "saved.xlsx"):
    with zipfile.ZipFile(file) as parts:
        print(f"raised runs in {file}:", sum(parts.read(name).count(b'vertAlign val="superscript"') for name in parts.namelist() if "styles" not in name))
PYTHON
node -e '
const X = require("xlsx"), E = require("exceljs"), book = new E.Workbook();
console.log("SheetJS:", JSON.stringify(X.utils.sheet_to_json(X.readFile("runs.xlsx").Sheets.A1, { header: 1 })));
book.xlsx.readFile("runs.xlsx").then(() => console.log("exceljs:", [1, 2].map(row =>
  book.worksheets[0].getCell(row, 1).value.richText.map(run => run.text).join(" + ")).join(", ")));' >>seen
cat >expected <<'SEEN'
openpyxl: ['12341', '120134']
pandas, to_numeric: [12341, 120134]
python-calamine: ['12341', '120134']
polars, as integers: [12341, 120134]
raised runs in runs.xlsx: 1
raised runs in saved.xlsx: 0
SheetJS: [["12341"],["120134"]]
exceljs: 1234 + 1, 120 + 134
SEEN
diff -u expected seen
