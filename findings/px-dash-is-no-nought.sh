#!/usr/bin/env bash
# pyaxis reads the dash of a px file, which stands for nought, as a text with its quotation marks, and "." as nothing.
#
# In PC-Axis files (NISRA, Nordic statistics) "-" is a figure of none, "." and ".." are two kinds of missing. pyaxis
# takes ".." as not a number, "." as an empty text and "-" as the three characters "-"; numbers stay texts too.
# Converting the column with errors="coerce" turns true zeros into missing ones.
# Versions: pyaxis 0.4.3, pandas 3.1.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet pyaxis==0.4.3 pandas==3.1.1

venv/bin/python -W ignore - <<'PYTHON' >seen 2>/dev/null
import pathlib
import pandas
from pyaxis import pyaxis

pathlib.Path("people.px").write_text('''CHARSET="ANSI";
AXIS-VERSION="2000";
MATRIX="T1";
SUBJECT-AREA="Population";
SUBJECT-CODE="P";
TITLE="People by area and year";
CONTENTS="People";
UNITS="people";
DECIMALS=0;
STUB="Area";
HEADING="Year";
VALUES("Area")="Belfast","Mid Ulster";
VALUES("Year")="2024","2025";
DATA=
10 ".."
"." "-";
''', encoding="latin-1")
data = pyaxis.parse("people.px", encoding="latin-1")["DATA"]
print(data["DATA"].tolist())
print(pandas.to_numeric(data["DATA"], errors="coerce").tolist())
PYTHON
cat >expected <<'SEEN'
['10', nan, '', '"-"']
[10.0, nan, nan, nan]
SEEN
diff -u expected seen
