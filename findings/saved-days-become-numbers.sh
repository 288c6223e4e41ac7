#!/usr/bin/env bash
# SheetJS saves the days of a table in .ods as plain numbers: a column of dates is 46022, 46023 … in the copy.
#
# It holds a date as a number with a date's format, and its writer of .ods drops the format, in .xlsx it stays. Read with
# cellDates: true the days stay days in both. Resaved weekly tables of small boats have no day any more.
# Versions: SheetJS (npm xlsx) 0.18.5 under Node.js 20, openpyxl 3.1.5, pandas 3.1.1 with odfpy 1.4.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 pandas==3.1.1 odfpy==1.4.1
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

venv/bin/python -W ignore - <<'PYTHON'
import datetime
import openpyxl

book = openpyxl.Workbook()
book.active.append([datetime.date(2025, 12, 31), 119])
book.save("days.xlsx")
PYTHON
TZ=UTC node -e '
const X = require("xlsx");
for (const cellDates of [false, true]) for (const form of ["xlsx", "ods"])
  X.writeFile(X.readFile("days.xlsx", { cellNF: true, cellStyles: true, cellDates }), `cellDates-${cellDates}.${form}`, { cellStyles: true });'
venv/bin/python -W ignore - <<'PYTHON' >seen
import pandas

for file in ("cellDates-false.xlsx", "cellDates-false.ods", "cellDates-true.xlsx", "cellDates-true.ods"):
    print(file, *pandas.read_excel(file, header=None).iloc[0])
PYTHON
cat >expected <<'SEEN'
cellDates-false.xlsx 2025-12-31 00:00:00 119
cellDates-false.ods 46022 119
cellDates-true.xlsx 2025-12-31 00:00:00 119
cellDates-true.ods 2025-12-31 00:00:00+00:00 119
SEEN
diff -u expected seen
