#!/usr/bin/env bash
# openpyxl opens a strict Office Open XML workbook without an error and finds no sheet in it.
#
# Excel's "Strict Open XML Spreadsheet" differs from the usual .xlsx in its namespaces. openpyxl and pandas take it for a
# workbook that is empty; the other readers find its table.
# Versions: openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON' >seen
import zipfile
import openpyxl, pandas, python_calamine, xlsxwriter

book = xlsxwriter.Workbook("usual.xlsx")
book.add_worksheet("A1").write_row(0, 0, ["Newham", 120])
book.close()
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
    b"<workbook ": b'<workbook conformance="strict" ',
}
with zipfile.ZipFile("usual.xlsx") as old, zipfile.ZipFile("strict.xlsx", "w") as new:
    for item in old.infolist():
        content = old.read(item)
        if item.filename != "[Content_Types].xml":
            for usual, strict in STRICT.items():
                content = content.replace(usual, strict)
        new.writestr(item, content)

for file in ("usual.xlsx", "strict.xlsx"):
    print(f"openpyxl, {file}: sheets {openpyxl.load_workbook(file).sheetnames}")
    try:
        print(f"pandas, {file}:", pandas.read_excel(file, header=None).values.tolist())
    except ValueError as error:
        print(f"pandas, {file}: {error}")
    print(f"python-calamine, {file}:", python_calamine.load_workbook(file).get_sheet_by_index(0).to_python())
PYTHON
node -e '
const X = require("xlsx");
console.log("SheetJS, strict.xlsx:", JSON.stringify(X.utils.sheet_to_json(X.readFile("strict.xlsx").Sheets.A1, { header: 1 })));' >>seen
cat >expected <<'SEEN'
openpyxl, usual.xlsx: sheets ['A1']
pandas, usual.xlsx: [['Newham', 120]]
python-calamine, usual.xlsx: [['Newham', 120.0]]
openpyxl, strict.xlsx: sheets []
pandas, strict.xlsx: Worksheet index 0 is invalid, 0 worksheets found
python-calamine, strict.xlsx: [['Newham', 120.0]]
SheetJS, strict.xlsx: [["Newham",120]]
SEEN
diff -u expected seen
