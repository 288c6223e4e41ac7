#!/usr/bin/env bash
# LibreOffice writes a cell that shows "Dec 2025" to csv as 12/01/2025, and one that shows "[c]" as the figure behind it.
#
# soffice --convert-to csv without further words writes values, days in the American order whatever the cell shows;
# a reader in Britain takes them for 12 January. With the option "as shown" it writes Dec 2025, [c] and a dash for nought:
# neither form tells a withheld figure from nought and a month from a day. Needs soffice (LibreOffice).
# Versions: LibreOffice 7.4.7.2, XlsxWriter 3.3.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet xlsxwriter==3.3.1

venv/bin/python -W ignore - <<'PYTHON'
import datetime
import xlsxwriter

book = xlsxwriter.Workbook("shown.xlsx")
sheet = book.add_worksheet("A1")
for row, (value, code) in enumerate(((3, '"[c]"'), (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-'), (1234567, "#,##0,"))):
    sheet.write_number(row, 0, value, book.add_format({"num_format": code}))
sheet.write_datetime(3, 0, datetime.date(2025, 12, 1), book.add_format({"num_format": "mmm yyyy"}))
book.close()
PYTHON
for form in csv "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"; do
  LC_ALL=C.UTF-8 soffice -env:UserInstallation="file://$work/profile" --headless --convert-to "$form" shown.xlsx >/dev/null 2>&1
  echo "--convert-to $form: $(tr '\n' '|' <shown.csv)"
done >seen
cat >expected <<'SEEN'
--convert-to csv: 3|0|1234567|12/01/2025|
--convert-to csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true: [c]| -   |"1,235"|Dec 2025|
SEEN
diff -u expected seen
