#!/usr/bin/env bash
# openpyxl in read-only mode ends a table where the sheet's declared size says, though rows follow.
#
# A worksheet may declare the range it uses (<dimension ref="…">); some exporters write A1 whatever follows. openpyxl's
# read-only mode believes it and returns one cell, without a warning; in its usual mode it returns all, as others do.
# Versions: openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1

venv/bin/python -W ignore - <<'PYTHON' >seen
import zipfile
import openpyxl, pandas, python_calamine

book = openpyxl.Workbook()
for row in (["Area", "People"], ["Newham", 120], ["Brent", 80]):
    book.active.append(row)
book.save("right.xlsx")
with zipfile.ZipFile("right.xlsx") as old, zipfile.ZipFile("A1.xlsx", "w") as new:
    for item in old.infolist():
        new.writestr(item, old.read(item).replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"'))

print("openpyxl:", list(openpyxl.load_workbook("A1.xlsx").active.values))
print("openpyxl, read only:", list(openpyxl.load_workbook("A1.xlsx", read_only=True).active.values))
print("pandas:", pandas.read_excel("A1.xlsx", header=None).values.tolist())
print("python-calamine:", python_calamine.load_workbook("A1.xlsx").get_sheet_by_index(0).to_python())
PYTHON
cat >expected <<'SEEN'
openpyxl: [('Area', 'People'), ('Newham', 120), ('Brent', 80)]
openpyxl, read only: [('Area',)]
pandas: [['Area', 'People'], ['Newham', 120], ['Brent', 80]]
python-calamine: [['Area', 'People'], ['Newham', 120.0], ['Brent', 80.0]]
SEEN
diff -u expected seen
