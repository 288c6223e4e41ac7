#!/usr/bin/env bash
# Every reader lists the copies of other files' ranges that an .ods file keeps as sheets of the publication.
#
# A formula that looks into another workbook leaves a copy of that range in the file, as a table with a source; LibreOffice
# shows none of them. Readers number and return them like any sheet, so "the last sheet" and "all sheets" hold figures
# of older files: in a homelessness workbook of October to December 2021, 287 of 320 tables are such copies.
# Versions: pandas 3.1.1 with odfpy 1.4.1, python-calamine 0.9.1, fastexcel 0.21.0, ezodf 0.3.2, pyexcel-ods3 0.6.1,
# SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 fastexcel==0.21.0 ezodf==0.3.2 lxml==6.1.3 \
  pyexcel-ods3==0.6.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON' >seen
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow, TableSource
from odf.text import P
import ezodf, fastexcel, pandas, pyexcel_ods3, python_calamine

document = OpenDocumentSpreadsheet()
for name, people, source in (("A1", "120", None), ("'file:///D:/older.ods'#A1", "9", "file:///D:/older.ods")):
    table = Table(name=name)
    if source:
        table.addElement(TableSource(type="simple", href=source, tablename="A1", mode="copy-results-only"))
    row, cell = TableRow(), TableCell(valuetype="float", value=people)
    cell.addElement(P(text=people))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
document.save("linked.ods")
print("pandas:", list(pandas.read_excel("linked.ods", sheet_name=None, engine="odf", header=None)))
print("pandas, last sheet:", pandas.read_excel("linked.ods", sheet_name=-1, engine="odf", header=None).values.tolist())
print("python-calamine:", python_calamine.load_workbook("linked.ods").sheet_names)
print("fastexcel:", fastexcel.read_excel("linked.ods").sheet_names)
print("ezodf:", [sheet.name for sheet in ezodf.opendoc("linked.ods").sheets])
print("pyexcel-ods3:", list(pyexcel_ods3.get_data("linked.ods")))
PYTHON
node -e 'console.log("SheetJS:", JSON.stringify(require("xlsx").readFile("linked.ods").SheetNames));' >>seen
cat >expected <<'SEEN'
pandas: ['A1', "'file:///D:/older.ods'#A1"]
pandas, last sheet: [[9]]
python-calamine: ['A1', "'file:///D:/older.ods'#A1"]
fastexcel: ['A1', "'file:///D:/older.ods'#A1"]
ezodf: ['A1', "'file:///D:/older.ods'#A1"]
pyexcel-ods3: ['A1', "'file:///D:/older.ods'#A1"]
SheetJS: ["A1","'file:///D:/older.ods'#A1"]
SEEN
diff -u expected seen
