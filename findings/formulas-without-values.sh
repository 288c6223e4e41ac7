#!/usr/bin/env bash
# A total written as a formula by a library is 0 from one library and blank from another until a spreadsheet opens it.
#
# Readers return the value stored beside a formula. XlsxWriter stores 0 for it, openpyxl and exceljs store nothing, and
# openpyxl drops the stored values of every formula in a workbook that it opens and saves.
# Versions: XlsxWriter 3.3.1, openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1, fastexcel 0.21.0, exceljs 4.4.0,
# SheetJS (npm xlsx) 0.18.5.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1 fastexcel==0.21.0 polars==2.1.0
npm install --silent --no-fund --no-audit xlsx@0.18.5 exceljs@4.4.0 >/dev/null 2>&1

venv/bin/python -W ignore - <<'PYTHON'
import openpyxl, xlsxwriter

for name, value in {"xlsxwriter": 0, "calculated": 200}.items():
    book = xlsxwriter.Workbook(f"{name}.xlsx")
    sheet = book.add_worksheet("Sheet")
    sheet.write_row(0, 0, [120, 80])
    sheet.write_formula(0, 2, "=A1+B1", None, *([value] if value else []))
    book.close()
book = openpyxl.Workbook()
book.active.append([120, 80, "=A1+B1"])
book.save("openpyxl.xlsx")
openpyxl.load_workbook("calculated.xlsx").save("calculated-then-saved-by-openpyxl.xlsx")
PYTHON
node -e '
const E = require("exceljs"), book = new E.Workbook();
book.addWorksheet("Sheet").addRow([120, 80, { formula: "A1+B1" }]);
book.xlsx.writeFile("exceljs.xlsx");'
venv/bin/python -W ignore - <<'PYTHON' >seen
import fastexcel, pandas, python_calamine

for writer in ("calculated", "xlsxwriter", "openpyxl", "exceljs", "calculated-then-saved-by-openpyxl"):
    file = f"{writer}.xlsx"
    print(f"{writer}: pandas {pandas.read_excel(file, header=None).iloc[0].tolist()[2:]},",
          f"python-calamine {python_calamine.load_workbook(file).get_sheet_by_index(0).to_python()[0][2:]},",
          f"fastexcel {fastexcel.read_excel(file).load_sheet(0, header_row=None).to_polars().row(0)[2:]}")
PYTHON
node -e '
const X = require("xlsx");
for (const writer of ["calculated", "xlsxwriter", "openpyxl", "exceljs"])
  console.log(`${writer}: SheetJS`, JSON.stringify(X.utils.sheet_to_json(X.readFile(`${writer}.xlsx`).Sheets.Sheet, { header: 1 })[0].slice(2)));' >>seen
cat >expected <<'SEEN'
calculated: pandas [200], python-calamine [200.0], fastexcel (200.0,)
xlsxwriter: pandas [0], python-calamine [0.0], fastexcel (0.0,)
openpyxl: pandas [], python-calamine [], fastexcel ()
exceljs: pandas [], python-calamine [], fastexcel ()
calculated-then-saved-by-openpyxl: pandas [], python-calamine [], fastexcel ()
calculated: SheetJS [200]
xlsxwriter: SheetJS [0]
openpyxl: SheetJS []
exceljs: SheetJS []
SEEN
diff -u expected seen
