#!/usr/bin/env bash
# A number that goes through LibreOffice keeps 15 significant digits, through openpyxl or XlsxWriter 16.
#
# A rate of 16.895999999999997 per 1,000 (as Excel stores it) comes back as 16.896, and the three libraries that people
# copy workbooks with agree on that; SheetJS keeps every bit. A resaved workbook therefore differs from its original
# without a figure being wrong, and two areas that tie, or just do not, may change places. Needs soffice (LibreOffice).
# Versions: LibreOffice 7.4.7.2, XlsxWriter 3.3.1, openpyxl 3.1.5, SheetJS (npm xlsx) 0.18.5, python-calamine 0.9.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 xlsxwriter==3.3.1 python-calamine==0.9.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON'
import openpyxl, xlsxwriter

book = openpyxl.Workbook()
book.active.append([16.895999999999997, 1 / 3])
book.save("openpyxl.xlsx")
book = xlsxwriter.Workbook("xlsxwriter.xlsx")
book.add_worksheet("Sheet").write_row(0, 0, [16.895999999999997, 1 / 3])
book.close()
PYTHON
node -e '
const X = require("xlsx"), book = X.utils.book_new();
X.utils.book_append_sheet(book, X.utils.aoa_to_sheet([[16.895999999999997, 1 / 3]]));
X.writeFile(book, "sheetjs.xlsx");
X.writeFile(book, "sheetjs.xls");'
for form in ods xlsx xls; do
  soffice -env:UserInstallation="file://$work/profile" --headless --convert-to "$form" --outdir "libreoffice-$form" sheetjs.xlsx >/dev/null 2>&1
done
venv/bin/python -W ignore - <<'PYTHON' >seen
import python_calamine

for file in ("sheetjs.xlsx", "sheetjs.xls", "openpyxl.xlsx", "xlsxwriter.xlsx", "libreoffice-ods/sheetjs.ods", "libreoffice-xlsx/sheetjs.xlsx", "libreoffice-xls/sheetjs.xls"):
    print(file, python_calamine.load_workbook(file).get_sheet_by_index(0).to_python()[0])
PYTHON
cat >expected <<'SEEN'
sheetjs.xlsx [16.895999999999997, 0.3333333333333333]
sheetjs.xls [16.895999999999997, 0.3333333333333333]
openpyxl.xlsx [16.896, 0.3333333333333333]
xlsxwriter.xlsx [16.896, 0.3333333333333333]
libreoffice-ods/sheetjs.ods [16.896, 0.333333333333333]
libreoffice-xlsx/sheetjs.xlsx [16.896, 0.333333333333333]
libreoffice-xls/sheetjs.xls [16.895999999999997, 0.3333333333333333]
SEEN
diff -u expected seen
