#!/usr/bin/env bash
# SheetJS reads a number in an .ods file as an empty cell when the file does not also hold it as displayed text.
#
# OpenDocument holds a number in office:value and, beside it, the text that was displayed; the text may be left out, and
# libraries such as odfpy write it only when asked. SheetJS then leaves the cell out.
# Versions: SheetJS (npm xlsx) 0.18.5, odfpy 1.4.1, python-calamine 0.9.1, ezodf 0.3.2, pyexcel-ods3 0.6.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet odfpy==1.4.1 python-calamine==0.9.1 ezodf==0.3.2 lxml==6.1.3 pyexcel-ods3==0.6.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON' >seen
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
import ezodf, pyexcel_ods3, python_calamine

document = OpenDocumentSpreadsheet()
table, row = Table(name="A1"), TableRow()
with_text = TableCell(valuetype="float", value=120)
with_text.addElement(P(text="120"))
row.addElement(with_text)
row.addElement(TableCell(valuetype="float", value=80))
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("numbers.ods")
print("python-calamine:", python_calamine.load_workbook("numbers.ods").get_sheet_by_index(0).to_python()[0])
print("ezodf:", [cell.value for cell in next(ezodf.opendoc("numbers.ods").sheets[0].rows())])
print("pyexcel-ods3:", pyexcel_ods3.get_data("numbers.ods")["A1"][0])
PYTHON
node -e '
const X = require("xlsx"), sheet = X.readFile("numbers.ods").Sheets.A1;
console.log("SheetJS:", JSON.stringify(X.utils.sheet_to_json(sheet, { header: 1, defval: null })), X.utils.sheet_to_csv(sheet));' >>seen
cat >expected <<'SEEN'
python-calamine: [120.0, 80.0]
ezodf: [120.0, 80.0]
pyexcel-ods3: [120, 80]
SheetJS: [[120]] 120
SEEN
diff -u expected seen
