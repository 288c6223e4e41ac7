"""The sheets of an OpenDocument workbook as rows of cells, read with the standard library: odfpy needs ten times as long."""
import zipfile
from xml.etree import ElementTree

import pandas as pd

SPACES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
TABLE, OFFICE, TEXT = (f"{{{SPACES.format(name)}}}" for name in ("table", "office", "text"))
FAR = 1000  # an empty cell or row that is repeated this often goes to the edge of the sheet


def sheets(path):
    """{name: table of cells as stored}; empty cells are empty text."""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        found = {}
        for _, element in ElementTree.iterparse(content):
            if element.tag == TABLE + "table":
                found[element.get(TABLE + "name")] = pd.DataFrame(rows(element), dtype=object).fillna("")
                element.clear()
        return found


def rows(table):
    """The rows of a sheet, those that are repeated as often as they stand there."""
    found = []
    for row in table.iter(TABLE + "table-row"):
        line = []
        for cell in row:
            if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                value, times = value_of(cell), int(cell.get(TABLE + "number-columns-repeated", 1))
                line += [value] * (1 if value == "" and times > FAR else times)
        times = int(row.get(TABLE + "number-rows-repeated", 1))
        found += [line] * (1 if times > FAR else times)
    return found


def value_of(cell):
    """A number, or the text of all paragraphs; of comments nothing."""
    if cell.get(OFFICE + "value-type") in ("float", "percentage", "currency"):
        value = float(cell.get(OFFICE + "value"))
        return int(value) if value.is_integer() else value
    return "\n".join(text_of(paragraph) for paragraph in cell.findall(TEXT + "p"))


def text_of(element):
    """Text with the spaces that the format counts instead of printing."""
    inside = "".join(text_of(one) + (one.tail or "") for one in element)
    return (" " * int(element.get(TEXT + "c", 1)) if element.tag == TEXT + "s" else element.text or "") + inside
