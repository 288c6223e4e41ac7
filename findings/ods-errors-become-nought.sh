#!/usr/bin/env bash
# An error in an .ods file that Excel has saved is read as the number 0, and one that LibreOffice has saved as nothing.
#
# Excel stores an error in OpenDocument as office:value-type="float" office:value="0" with the error as the cell's text;
# LibreOffice stores an empty string with calcext:value-type="error" and the error as the text. Readers take the value
# and leave the text; pandas looks at the text for #N/A and for no other error. Published homelessness tables hold both
# writers' files, and #N/A stands in one of them (April to June 2023).
# Versions: pandas 3.1.1 with odfpy 1.4.1, python-calamine 0.9.1, fastexcel 0.21.0, ezodf 0.3.2, pyexcel-ods3 0.6.1,
# SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 fastexcel==0.21.0 polars==2.1.0 \
  ezodf==0.3.2 lxml==6.1.3 pyexcel-ods3==0.6.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON' >seen
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
import ezodf, fastexcel, pandas, pyexcel_ods3, python_calamine, zipfile

def cell(text, **of):
    made = TableCell(**of)
    made.addElement(P(text=text))
    return made

document = OpenDocumentSpreadsheet()
table = Table(name="A1")
for cells in ([cell("Newham", valuetype="string"), cell("120", valuetype="float", value=120)],
              [cell("Excel's #N/A", valuetype="string"), cell("#N/A", valuetype="float", value=0)],
              [cell("Excel's #DIV/0!", valuetype="string"), cell("#DIV/0!", valuetype="float", value=0)],
              [cell("LibreOffice's", valuetype="string"), cell("#N/A", valuetype="string", stringvalue="LO")]):
    row = TableRow()
    [row.addElement(one) for one in cells]
    table.addElement(row)
document.spreadsheet.addElement(table)
document.save("plain.ods")
# odfpy does not know LibreOffice's attribute.
with zipfile.ZipFile("plain.ods") as old, zipfile.ZipFile("errors.ods", "w") as new:
    for item in old.infolist():
        content = old.read(item)
        if item.filename == "content.xml":
            content = content.replace(b'office:string-value="LO"', b'office:string-value="" calcext:value-type="error"').replace(
                b"<office:document-content ", b'<office:document-content xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" ')
        new.writestr(item, content)

frame = fastexcel.read_excel("errors.ods").load_sheet(0, header_row=None).to_polars()
read = {
    "pandas, odf": pandas.read_excel("errors.ods", engine="odf", header=None, na_filter=False)[1].tolist(),
    "pandas, calamine": pandas.read_excel("errors.ods", engine="calamine", header=None, na_filter=False)[1].tolist(),
    "python-calamine": [row[1] for row in python_calamine.load_workbook("errors.ods").get_sheet_by_index(0).to_python()],
    "fastexcel": frame[frame.columns[1]].to_list(),
    "ezodf": [row[1].value for row in ezodf.opendoc("errors.ods").sheets[0].rows()],
    "pyexcel-ods3": [row[1] for row in pyexcel_ods3.get_data("errors.ods")["A1"]],
}
for name, values in read.items():
    print(f"{name}: {', '.join(map(repr, values[1:]))}")
PYTHON
node -e '
const X = require("xlsx"), sheet = X.readFile("errors.ods").Sheets.A1;
const rows = X.utils.sheet_to_json(sheet, { header: 1 });
console.log("SheetJS, values:", rows.slice(1).map(row => row[1]).join(", "));
console.log("SheetJS, csv:", X.utils.sheet_to_csv(sheet).trim().split("\n").slice(1).map(line => line.split(",")[1]).join(", "));' >>seen
cat >expected <<'SEEN'
pandas, odf: nan, 0.0, nan
pandas, calamine: 0, 0, ''
python-calamine: 0.0, 0.0, ''
fastexcel: 0.0, 0.0, None
ezodf: 0.0, 0.0, '#N/A'
pyexcel-ods3: 0, 0, '#N/A'
SheetJS, values: 0, 0, #N/A
SheetJS, csv: #N/A, #DIV/0!, #N/A
SEEN
diff -u expected seen
