#!/usr/bin/env bash
# A soft line break in a name, as text pasted from Word or PowerPoint has it, makes a chart or a table no XML any more.
#
# XML has no way to write U+000B and the like, escaped or not. matplotlib writes it into its SVG, which browsers then refuse; XlsxWriter
# escapes it in cells as Excel does (_x000B_), but not in the header of a table, so that the workbook cannot be opened as it is;
# rust_xlsxwriter 0.102 does the same. openpyxl and python-docx refuse such a text with an error.
# Versions: matplotlib 3.11.2, XlsxWriter 3.3.1, openpyxl 3.1.5, python-docx 1.2.0.
# Seen on 30 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet matplotlib==3.11.2 XlsxWriter==3.3.1 openpyxl==3.1.5 python-docx==1.2.0

venv/bin/python -W ignore - <<'PYTHON' >seen
import io
import xml.dom.minidom
import zipfile

import docx
import matplotlib
import matplotlib.pyplot as plot
import openpyxl
import xlsxwriter

matplotlib.use("svg")
matplotlib.rcParams["svg.fonttype"] = "none"
NAME = "Lambeth\u000band Southwark"


def chart(file):
    plot.figure()
    plot.title(NAME)
    plot.savefig(file, format="svg")


def cell(file):
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet().write_string(0, 0, NAME)
    book.close()


def header(file):
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet().add_table(0, 0, 1, 0, {"columns": [{"header": NAME}]})
    book.close()


def sheet(file):
    book = openpyxl.Workbook()
    book.active.append([NAME])
    book.save(file)


def document(file):
    text = docx.Document()
    text.core_properties.title = NAME
    text.save(file)


def parts(written):
    if not zipfile.is_zipfile(written):
        return {"the file": written.getvalue()}
    archive = zipfile.ZipFile(written)
    return {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


writers = {"matplotlib, title of a chart": chart, "XlsxWriter, cell": cell, "XlsxWriter, header of a table": header,
           "openpyxl, cell": sheet, "python-docx, title": document}
for writer, write in writers.items():
    written = io.BytesIO()
    try:
        write(written)
    except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
        print(f"{writer}: refused")
        continue
    broken = []
    for name, part in parts(written).items():
        try:
            xml.dom.minidom.parseString(part)
        except xml.parsers.expat.ExpatError:
            broken.append(name)
    print(f"{writer}: {'no XML: ' + ', '.join(broken) if broken else 'XML'}")
PYTHON
cat >expected <<'SEEN'
matplotlib, title of a chart: no XML: the file
XlsxWriter, cell: XML
XlsxWriter, header of a table: no XML: xl/tables/table1.xml
openpyxl, cell: refused
python-docx, title: refused
SEEN
diff -u expected seen
