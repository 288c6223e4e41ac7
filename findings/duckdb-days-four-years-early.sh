#!/usr/bin/env bash
# DuckDB's read_xlsx gives dates of a workbook in the 1904 date system four years and a day too early.
#
# Workbooks begun in Excel for Mac count days from 1 January 1904 and say so (date1904). DuckDB counts from 1900 all the
# same: 1 December 2025 is 30 November 2021. The other readers mind it.
# Versions: DuckDB 1.5.5 with its signed extension excel from the package duckdb-extension-excel 1.5.5; openpyxl 3.1.5,
# pandas 3.1.1, python-calamine 0.9.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet duckdb==1.5.5 duckdb-extension-excel==1.5.5 openpyxl==3.1.5 xlsxwriter==3.3.1 pandas==3.1.1 python-calamine==0.9.1

venv/bin/python -W ignore - <<'PYTHON' >seen
import datetime
import pathlib
import duckdb, duckdb_extension_excel, openpyxl, pandas, python_calamine, xlsxwriter

extension = next(pathlib.Path(duckdb_extension_excel.__file__).parent.rglob("excel.duckdb_extension"))
duckdb.execute(f"load '{extension}'")
for name, options in {"1900": {}, "1904": {"date_1904": True}}.items():
    file = f"{name}.xlsx"
    book = xlsxwriter.Workbook(file, options)
    book.add_worksheet("A1").write_datetime(0, 0, datetime.date(2025, 12, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    print(f"{name}: DuckDB {duckdb.sql(f'''from read_xlsx('{file}', header = false)''').fetchone()[0]},",
          f"openpyxl {openpyxl.load_workbook(file).active['A1'].value.date()},",
          f"pandas {pandas.read_excel(file, header=None)[0][0].date()},",
          f"python-calamine {python_calamine.load_workbook(file).get_sheet_by_index(0).to_python()[0][0]}")
PYTHON
cat >expected <<'SEEN'
1900: DuckDB 2025-12-01, openpyxl 2025-12-01, pandas 2025-12-01, python-calamine 2025-12-01
1904: DuckDB 2021-11-30, openpyxl 2025-12-01, pandas 2025-12-01, python-calamine 2025-12-01
SEEN
diff -u expected seen
