"""Sheets of published files as rows of cells: one sheet at a time, so that large workbooks are read in seconds."""
import csv
import functools
import zipfile
from xml.etree import ElementTree

import ods
import openpyxl
import xlrd

OPEN = {}


def names(path):
    """The names of the sheets of a workbook; copies that Excel kept of linked files are left out."""
    if path.suffix == ".ods":
        found = [start.split('table:name="')[1].split('"')[0] for start in _content(path).split("<table:table ")[1:]]
        return [name for name in map(_plain, found) if not name.startswith("'file:")]
    book = _book(path)
    return book.sheet_names() if path.suffix == ".xls" else book.sheetnames


def sheet(path, *wanted):
    """The rows of the first sheet whose name, without spaces and underscores around it, is one of these; `None` without."""
    bare = lambda name: name.strip(" _").lower()
    named = [name for name in names(path) if bare(name) in map(str.lower, wanted)]
    return _rows(path, named[0]) if named else None


def begins(path, *beginnings):
    """The rows of the first sheet whose name begins like this."""
    named = [name for name in names(path) if name.lower().startswith(tuple(map(str.lower, beginnings)))]
    return _rows(path, named[0]) if named else None


def table(path):
    """The rows of a csv file."""
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig", errors="replace") if b"\xff" not in raw else raw.decode("cp1252")
    return list(csv.reader(text.splitlines()))


def forget(path):
    """Lets go of what is kept of a file."""
    book = OPEN.pop(path, None)
    if hasattr(book, "close"):
        book.close()
    _content.cache_clear()
    _rows.cache_clear()


def _book(path):
    if path not in OPEN:
        OPEN[path] = (xlrd.open_workbook(path) if path.suffix == ".xls"
                      else openpyxl.load_workbook(path, read_only=True, data_only=True))
    return OPEN[path]


@functools.lru_cache(maxsize=1)
def _content(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml").decode("utf-8")


def _plain(text):
    for entity, letter in (("&apos;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


@functools.lru_cache(maxsize=16)
def _rows(path, name):
    if path.suffix == ".xls":
        found = _book(path).sheet_by_name(name)
        errors = xlrd.error_text_from_code
        value = lambda cell: errors.get(cell.value, "#N/A") if cell.ctype == xlrd.XL_CELL_ERROR else cell.value
        return [[value(cell) for cell in found.row(n)] for n in range(found.nrows)]
    if path.suffix == ".xlsx":
        found = _book(path)[name]
        if found.calculate_dimension(force=True) == "A1:A1":  # what some programs write of every sheet, however large
            found.reset_dimensions()
        return [["" if cell is None else cell for cell in row] for row in found.iter_rows(values_only=True)]
    return _ods_rows(path, name)


def _ods_rows(path, name):
    """The rows of one sheet: its part of the document is cut out and read alone."""
    text = _content(path)
    root = text[text.index("<office:document-content"):]
    root = root[:root.index(">") + 1]
    for part in text.split("<table:table ")[1:]:
        if _plain(part.split('table:name="')[1].split('"')[0]) == name:
            part = "<table:table " + part[:part.index("</table:table>")] + "</table:table>"
            tree = ElementTree.fromstring(root + part + "</office:document-content>")
            return ods.rows(tree[0])
    raise KeyError(name)
