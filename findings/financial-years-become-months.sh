#!/usr/bin/env bash
# The financial year 2011-12 is December 2011 to pandas and to JavaScript; 2012-13 is an error.
#
# "YYYY-MM" is a month in ISO 8601, and a financial or school year in the Government's tables. The years to 2011-12 are
# therefore turned into months (2009-10 into October 2009) and those after it refused: a series that ends before
# 2012 is dated wrongly from end to end, without a warning. With errors="coerce" the later years are lost besides.
# DuckDB and polars leave the same column as text.
# Versions: pandas 3.1.1, DuckDB 1.5.5, polars 2.1.0, Node.js 20.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet pandas==3.1.1 duckdb==1.5.5 polars==2.1.0

printf 'Year,Allocations\n2009-10,1\n2010-11,2\n2011-12,3\n' >years.csv
venv/bin/python -W ignore - <<'PYTHON' >seen
import duckdb, pandas, polars

frame = pandas.read_csv("years.csv", parse_dates=["Year"])
print("pandas, parse_dates:", frame["Year"].astype(str).tolist())
print("pandas, Period:", [str(pandas.Period(year).end_time.date()) for year in ("2009-10", "2010-11", "2011-12")])
print("pandas, coerce:", pandas.to_datetime(pandas.Series(["2010-11", "2011-12", "2012-13"]), errors="coerce").astype(str).tolist())
try:
    pandas.to_datetime("2012-13")
except ValueError as error:
    print("pandas, 2012-13:", str(error).split(":")[0])
print("DuckDB:", duckdb.sql("from 'years.csv'").fetchall())
print("polars:", polars.read_csv("years.csv", try_parse_dates=True)["Year"].to_list())
PYTHON
node -e '
for (const year of ["2011-12", "2012-13"]) { const day = new Date(year); console.log(`JavaScript, ${year}:`, isNaN(day) ? "no date" : day.toISOString()); }' >>seen
cat >expected <<'SEEN'
pandas, parse_dates: ['2009-10-01', '2010-11-01', '2011-12-01']
pandas, Period: ['2009-10-31', '2010-11-30', '2011-12-31']
pandas, coerce: ['2010-11-01', '2011-12-01', nan]
pandas, 2012-13: month must be in 1..12
DuckDB: [('2009-10', 1), ('2010-11', 2), ('2011-12', 3)]
polars: ['2009-10', '2010-11', '2011-12']
JavaScript, 2011-12: 2011-12-01T00:00:00.000Z
JavaScript, 2012-13: no date
SEEN
diff -u expected seen
