#!/usr/bin/env bash
# calamine refuses an .ods file whose XML has line breaks between cells, such as every one that SheetJS saves.
#
# White space between the cells of a row means nothing in OpenDocument; SheetJS indents its cells. python-calamine, and
# with it fastexcel and polars, stops there; odfpy and ezodf read the file.
# Versions: python-calamine 0.9.1, fastexcel 0.21.0, SheetJS (npm xlsx) 0.18.5, pandas 3.1.1 with odfpy 1.4.1, ezodf 0.3.2.
# Seen on 29 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet python-calamine==0.9.1 fastexcel==0.21.0 pandas==3.1.1 odfpy==1.4.1 ezodf==0.3.2 lxml==6.1.3
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

node -e '
const X = require("xlsx"), book = X.utils.book_new();
X.utils.book_append_sheet(book, X.utils.aoa_to_sheet([["Newham", 120]]), "A1");
X.writeFile(book, "indented.ods");'
venv/bin/python -W ignore - <<'PYTHON' >seen
import ezodf, fastexcel, pandas, python_calamine

readers = {
    "pandas, odf": lambda: pandas.read_excel("indented.ods", header=None).values.tolist(),
    "ezodf": lambda: [[cell.value for cell in row] for row in ezodf.opendoc("indented.ods").sheets[0].rows()],
    "python-calamine": lambda: python_calamine.load_workbook("indented.ods").get_sheet_by_index(0).to_python(),
    "fastexcel": lambda: fastexcel.read_excel("indented.ods").load_sheet(0, header_row=None).to_polars().rows(),
}
for name, read in readers.items():
    try:
        print(f"{name}: {read()}")
    except Exception as error:
        print(f"{name}: refuses, {type(error).__name__}: {str(error).splitlines()[0].split(', found')[0]}")
PYTHON
cat >expected <<'SEEN'
pandas, odf: [['Newham', 120]]
ezodf: [['Newham', 120.0]]
python-calamine: refuses, CalamineError: Expecting 'table-cell'
fastexcel: refuses, CalamineError: calamine error: Ods error: Expecting 'table-cell'
SEEN
diff -u expected seen
