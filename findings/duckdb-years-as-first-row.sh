#!/usr/bin/env bash
# DuckDB takes the header of a csv file for a row of figures when its columns are years.
#
# In "Area,2024,2025" the last two names fit the type of the numbers below, so the sniffer decides that there is no header:
# the columns are called column0, column1 …, and the years are summed with the people. A title above the table does
# the reverse: a second line of two cells is taken for the header. header = true settles the first, skip the second.
# Versions: DuckDB 1.5.5 and 2.0.1; polars 2.1.0 and pandas 3.1.1 to compare.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
printf 'Area,2024,2025\nBrent,10,11\nNewham,20,21\n' >years.csv
printf 'Table 1\nPeople,31 March 2026\nArea,People\nBrent,10\nNewham,20\n' >titled.csv
for version in 1.5.5 2.0.1; do
  venv/bin/pip install --quiet duckdb==$version
  venv/bin/python -W ignore - <<'PYTHON' >>seen
import duckdb

for question in ("from 'years.csv'", "from read_csv('years.csv', header = true)", "from 'titled.csv'"):
    answer = duckdb.sql(question)
    print(f"DuckDB {duckdb.__version__}, {question}: {answer.columns} {answer.fetchall()}")
PYTHON
done
venv/bin/pip install --quiet polars==2.1.0 pandas==3.1.1
venv/bin/python -W ignore - <<'PYTHON' >>seen
import pandas, polars

print("polars:", polars.read_csv("years.csv").columns)
print("pandas:", pandas.read_csv("years.csv").columns.tolist())
PYTHON
cat >expected <<'SEEN'
DuckDB 1.5.5, from 'years.csv': ['column0', 'column1', 'column2'] [('Area', 2024, 2025), ('Brent', 10, 11), ('Newham', 20, 21)]
DuckDB 1.5.5, from read_csv('years.csv', header = true): ['Area', '2024', '2025'] [('Brent', 10, 11), ('Newham', 20, 21)]
DuckDB 1.5.5, from 'titled.csv': ['People', '31 March 2026'] [('Area', 'People'), ('Brent', '10'), ('Newham', '20')]
DuckDB 2.0.1, from 'years.csv': ['column0', 'column1', 'column2'] [('Area', 2024, 2025), ('Brent', 10, 11), ('Newham', 20, 21)]
DuckDB 2.0.1, from read_csv('years.csv', header = true): ['Area', '2024', '2025'] [('Brent', 10, 11), ('Newham', 20, 21)]
DuckDB 2.0.1, from 'titled.csv': ['People', '31 March 2026'] [('Area', 'People'), ('Brent', '10'), ('Newham', '20')]
polars: ['Area', '2024', '2025']
pandas: ['Area', '2024', '2025']
SEEN
diff -u expected seen
