"""Hostile workbooks: xlsx and ods, each made by a function without arguments.

The sheets imitate the layout of Asy_D11, so that they are recognised and read as far as they can be.
"""

import random

from hostile_archives import MB, many

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TITLE = "Asylum seekers in receipt of Home Office support by local authority"
COVER = ["Immigration System Statistics", "year ending December 2025", TITLE, "Published: 26 February 2026"]
HEADER = [
    "Date (as at…)",
    "Support Type",
    "UK Region / Nation",
    "Local Authority",
    "LAD Code",
    "Accommodation Type",
    "People",
]
ROW = ["31 Dec 2025", "Section 95", "London", "Hillingdon", "E09000017", "Dispersal Accommodation", "158"]
SHEET = "xl/worksheets/sheet2.xml"


def inline(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def row_of(cells):
    return "<row>" + "".join(map(inline, cells)) + "</row>"


def worksheet(rows, before="", after=""):
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def data(rows="", **beside):
    """The sheet of figures, with more rows behind the header."""
    return worksheet(row_of([TITLE + " - dataset"]) + row_of(HEADER) + row_of(ROW) + rows, **beside)


def xlsx(sheet=None, parts=(), sheets=None, more_in_workbook="", targets=None):
    """A workbook of a cover and a sheet of figures, with parts replaced or added."""
    names = sheets or ["Cover_sheet", "Data_Asy_D11"]
    targets = targets or [f"worksheets/sheet{number + 1}.xml" for number in range(len(names))]
    listed = "".join(f'<sheet name="{name}" sheetId="{n + 1}" r:id="rId{n + 1}"/>' for n, name in enumerate(names))
    related = "".join(
        f'<Relationship Id="rId{n + 1}" Type="{RELATED}/worksheet" Target="{target}"/>'
        for n, target in enumerate(targets)
    )
    related += f'<Relationship Id="rIdT" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    related += f'<Relationship Id="rIdS" Type="{RELATED}/styles" Target="styles.xml"/>'
    # Everything that a small whole workbook has; the texts and styles are empty.
    found = {
        "xl/sharedStrings.xml": f"<sst {MAIN}/>",
        "xl/styles.xml": f"<styleSheet {MAIN}/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATED}"><sheets>{listed}</sheets>{more_in_workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{related}</Relationships>",
        "xl/worksheets/sheet1.xml": worksheet("".join(row_of([text]) for text in COVER)),
        SHEET: sheet or data(),
        **dict(parts),
    }
    return many([(name, part.encode() if isinstance(part, str) else part) for name, part in found.items()])


def texts(content, count=1):
    return xlsx(
        worksheet('<row><c t="s"><v>0</v></c></row>'),
        [("xl/sharedStrings.xml", f"<sst {MAIN} count='{count}'>{content}</sst>")],
    )


def styles(content):
    return xlsx(
        data('<row><c s="9"><v>1</v></c></row>'), [("xl/styles.xml", f"<styleSheet {MAIN}>{content}</styleSheet>")]
    )


def number_format(code):
    used = '<xf numFmtId="200"/>' * 12
    return styles(f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs>{used}</cellXfs>')


def numbers(count, width):
    """Rows of numbers that differ."""
    random.seed(1)
    pool = ["<c><v>%d</v></c>" % random.randrange(10**6) for _ in range(5_000)]
    for _ in range(count):
        start = random.randrange(4_000)
        yield "<row>" + "".join(pool[start : start + min(width, 1_000)]) * max(1, width // 1_000) + "</row>"


def laughs(deep=9):
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, deep + 1))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]>'


def attributes(count, same=False):
    return " ".join(f'{"a" if same else f"a{n}"}="{n}"' for n in range(count))


def foreign(count):
    """As many namespaces, with an attribute of each."""
    return " ".join(f'xmlns:n{n}="urn:{n}" n{n}:a="1"' for n in range(count))


XLSX = {
    "xlsx that is whole": xlsx,
    "xlsx of 2.9 million cells": lambda: xlsx(worksheet("".join(numbers(2_900, 1_000)))),
    "xlsx of 150,000 recognised rows": lambda: xlsx(data(row_of(ROW) * 150_000)),
    "xlsx of 16,384 columns": lambda: xlsx(worksheet("".join(numbers(20, 16_000)))),
    "xlsx with a cell at XFD1048576": lambda: xlsx(data('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "xlsx of sparse rows": lambda: xlsx(
        data("".join(f'<row r="{n}"><c r="FAN{n}"><v>1</v></c></row>' for n in range(20, 1_000)))
    ),
    "xlsx with every row a million apart": lambda: xlsx(
        data("".join(f'<row r="{n * 10_000}"><c r="A{n * 10_000}"><v>1</v></c></row>' for n in range(1, 105)))
    ),
    "xlsx with rows that go backwards": lambda: xlsx(
        data("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(100_000, 4, -1)))
    ),
    "xlsx with one cell a million times": lambda: xlsx(
        data('<row r="9">' + '<c r="A9"><v>1</v></c>' * 1_000_000 + "</row>")
    ),
    "xlsx of a million texts": lambda: texts("".join(f"<si><t>{n}</t></si>" for n in range(1_000_000)), 1_000_000),
    "xlsx of a text of 30 MB": lambda: texts(f"<si><t>{'many words of a text ' * (30 * MB // 21)}</t></si>"),
    "xlsx of a text in 200,000 pieces": lambda: texts(
        "<si>" + "".join(f"<r><t>{n} </t></r>" for n in range(200_000)) + "</si>"
    ),
    "xlsx with a text number beyond all": lambda: xlsx(
        data('<row><c t="s"><v>4294967295</v></c><c t="s"><v>-1</v></c></row>')
    ),
    "xlsx of texts of 130 kB a cell": lambda: xlsx(
        data("".join(f"<row>{inline(str(n) + 'abcdefghij' * 13_000)}</row>" for n in range(400)))
    ),
    "xlsx of tags within tags": lambda: xlsx(data("<row><c>" + "<x>" * 200_000)),
    "xlsx of closed tags within tags": lambda: xlsx(
        data("<row><c>" + "<x>" * 100_000 + "</x>" * 100_000 + "</c></row>")
    ),
    "xlsx of a tag with 200,000 attributes": lambda: xlsx(data(f"<row><c {attributes(200_000)}><v>1</v></c></row>")),
    "xlsx of a tag with one attribute 200,000 times": lambda: xlsx(
        data(f"<row><c {attributes(200_000, same=True)}><v>1</v></c></row>")
    ),
    "xlsx of an attribute of 10 MB": lambda: xlsx(data(f'<row><c x="{"value " * (10 * MB // 6)}"><v>1</v></c></row>')),
    "xlsx of 20,000 namespaces": lambda: xlsx(
        f"<worksheet {MAIN} " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(20_000)) + "><sheetData/></worksheet>"
    ),
    "xlsx of 30,000 attributes of 30,000 namespaces": lambda: xlsx(
        data(f"<row><c {foreign(30_000)}><v>1</v></c></row>")
    ),
    "xlsx of 300,000 merged ranges": lambda: xlsx(
        data(
            after="<mergeCells>" + "".join(f'<mergeCell ref="A{n}:G{n}"/>' for n in range(3, 300_000)) + "</mergeCells>"
        )
    ),
    "xlsx of 50,000 ranges merged over the whole": lambda: xlsx(
        data(
            after="<mergeCells>"
            + "".join(f'<mergeCell ref="A1:XFD{1_048_576 - n}"/>' for n in range(50_000))
            + "</mergeCells>"
        )
    ),
    "xlsx of 300,000 column settings": lambda: xlsx(
        data(before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 300_000 + "</cols>")
    ),
    "xlsx of 400,000 formats of cells": lambda: styles(
        "<cellXfs>" + '<xf numFmtId="14" fontId="3"/>' * 400_000 + "</cellXfs>"
    ),
    "xlsx of 100,000 number formats": lambda: styles(
        "<numFmts>" + "".join(f'<numFmt numFmtId="{n}" formatCode="0.{n}"/>' for n in range(100_000)) + "</numFmts>"
    ),
    "xlsx of a number format of 2 MB": lambda: number_format("[Red]0;" * 300_000),
    "xlsx of a number format with 4,000 digits": lambda: number_format("0." + "0" * 4_000),
    "xlsx of a number format of open brackets": lambda: number_format("[" * 100_000),
    "xlsx of entities in entities": lambda: xlsx(
        laughs() + data("<row><c t='inlineStr'><is><t>&l9;</t></is></c></row>")
    ),
    "xlsx of an entity elsewhere": lambda: xlsx(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + data(row_of(["&e;"]))
    ),
    "xlsx of 500 sheets on one part": lambda: xlsx(
        data("".join(numbers(300, 100))), sheets=[f"S{n}" for n in range(500)], targets=["worksheets/sheet2.xml"] * 500
    ),
    "xlsx of 20,000 sheets": lambda: xlsx(sheets=[f"S{n}" for n in range(20_000)]),
    "xlsx of 450 sheets named like the one": lambda: xlsx(
        data("".join(numbers(100, 100))),
        sheets=[f"Data_Asy_D11{' ' * n}" for n in range(450)],
        targets=["worksheets/sheet2.xml"] * 450,
    ),
    "xlsx of a sheet that leads out": lambda: xlsx(targets=["worksheets/sheet1.xml", "../../../../etc/passwd"]),
    "xlsx of a sheet that is the workbook": lambda: xlsx(targets=["worksheets/sheet1.xml", "workbook.xml"]),
    "xlsx without the sheet": lambda: xlsx(targets=["worksheets/sheet1.xml", "worksheets/none.xml"]),
    "xlsx of a remark of 20 MB": lambda: xlsx(data("<!--" + "many words " * (20 * MB // 11) + "-->")),
    "xlsx of CDATA of 20 MB": lambda: xlsx(
        data("<row><c t='inlineStr'><is><t><![CDATA[" + "many words " * (20 * MB // 11) + "]]></t></is></c></row>")
    ),
    "xlsx in UTF-16": lambda: xlsx(data().encode("utf-16")),
    "xlsx of bytes that are no text": lambda: xlsx(data().encode() + b"<row>\xff\xfe\xc0\x80</row>"),
    "xlsx of 100,000 defined names": lambda: xlsx(
        more_in_workbook="<definedNames>"
        + "".join(f'<definedName name="n{n}">A{n}</definedName>' for n in range(100_000))
        + "</definedNames>"
    ),
    "xlsx of a number of 100,000 digits": lambda: xlsx(
        data(f"<row><c><v>{'9' * 100_000}</v></c><c><v>1e999999</v></c></row>")
    ),
    "xlsx of 500,000 formulas without a value": lambda: xlsx(
        data("".join(f"<row><c><f>A{n}+1</f></c></row>" for n in range(500_000)))
    ),
    "xlsx of dates beyond all calendars": lambda: xlsx(
        data("<row><c t='d'><v>99999-99-99</v></c><c s='9'><v>1e15</v></c></row>")
    ),
}

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
CONTENT = (
    f'<office:document-content xmlns:office="{OFFICE}office:1.0" xmlns:table="{OFFICE}table:1.0" xmlns:text="{OFFICE}text:1.0" '
    f'xmlns:style="{OFFICE}style:1.0"%s><office:body><office:spreadsheet>'
)
FILLED = 'office:value-type="float" office:value="1"'


def cell(text):
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_row(cells):
    return "<table:table-row>" + "".join(map(cell, cells)) + "</table:table-row>"


def ods(rows="", more="", mimetype="application/vnd.oasis.opendocument.spreadsheet", parts=(), start=""):
    cover = "".join(ods_row([text]) for text in COVER)
    figures = ods_row([TITLE + " - dataset"]) + ods_row(HEADER) + ods_row(ROW) + rows
    content = (
        start + CONTENT % more + f'<table:table table:name="Cover_sheet">{cover}</table:table>'
        f'<table:table table:name="Data_Asy_D11">{figures}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return many([("mimetype", mimetype.encode()), ("content.xml", content.encode()), *parts])


def repeated(rows, columns, inside=FILLED):
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" '
        f"{inside}/></table:table-row>"
    )


ODS = {
    "ods of rows and columns repeated": lambda: ods(repeated(1_048_000, 4_000)),
    "ods of columns repeated beyond all": lambda: ods(repeated(1, 2**64 - 1)),
    "ods of minus one repeated": lambda: ods(repeated(-1, -1)),
    "ods of 700 columns repeated 4,000 times, below the bounds": lambda: ods(repeated(4_000, 700)),
    "ods of 2,000 rows repeated": lambda: ods("".join(repeated(1_000, 1) for _ in range(2_000))),
    "ods of a tag with 100,000 attributes": lambda: ods(
        f"<table:table-row><table:table-cell {attributes(100_000)}/></table:table-row>"
    ),
    "ods of a tag with 400,000 attributes": lambda: ods(
        f"<table:table-row><table:table-cell {attributes(400_000)}/></table:table-row>"
    ),
    "ods of a tag with one attribute 100,000 times": lambda: ods(
        f"<table:table-row><table:table-cell {attributes(100_000, same=True)}/></table:table-row>"
    ),
    "ods of 50,000 namespaces": lambda: ods(more="".join(f' xmlns:n{n}="urn:{n}"' for n in range(50_000))),
    "ods of 30,000 attributes of 30,000 namespaces": lambda: ods(
        f"<table:table-row><table:table-cell {foreign(30_000)}/></table:table-row>"
    ),
    "ods of namespaces at 3,000 depths": lambda: ods(
        "<table:table-row><table:table-cell>"
        + "".join(f'<text:p xmlns:n{n}="urn:{n}">' for n in range(3_000))
        + "</text:p>" * 3_000
        + "</table:table-cell></table:table-row>"
    ),
    "ods of 300,000 spans within spans": lambda: ods(
        "<table:table-row><table:table-cell><text:p>" + "<text:span>" * 300_000
    ),
    "ods of tables within tables": lambda: ods("<table:table-row><table:table-cell><table:table>" * 20_000),
    "ods of a billion spaces": lambda: ods(ods_row(['a<text:s text:c="1000000000"/>b'])),
    "ods of 10,000 times 60,000 spaces": lambda: ods(
        (
            '<table:table-row><table:table-cell office:value-type="string"><text:p>'
            + '<text:s text:c="60000"/>' * 2
            + "</text:p></table:table-cell></table:table-row>"
        )
        * 10_000
    ),
    "ods of 100,000 cells in a row": lambda: ods(
        "<table:table-row>" + f"<table:table-cell {FILLED}/>" * 100_000 + "</table:table-row>"
    ),
    "ods of cells that cover a billion": lambda: ods(
        repeated(1, 1, f'{FILLED} table:number-columns-spanned="1000000000" table:number-rows-spanned="1000000000"')
        * 500
    ),
    "ods of 200,000 styles": lambda: ods(
        rows="",
        parts=[
            (
                "styles.xml",
                (
                    "<a>"
                    + "".join(
                        f'<style:style style:name="s{n}" style:parent-style-name="s{n + 1}"/>' for n in range(200_000)
                    )
                    + "</a>"
                ).encode(),
            )
        ],
    ),
    "ods of entities in entities": lambda: ods(ods_row(["&l9;"]), start=laughs()),
    "ods of 60,000 recognised rows": lambda: ods(ods_row(ROW) * 60_000),
    "ods of a text of 20 MB": lambda: ods(ods_row(["many words of a text " * (20 * MB // 21)])),
    "ods of empty paragraphs": lambda: ods(
        "<table:table-row><table:table-cell office:value-type='string'>"
        + "<text:p/>" * 1_000_000
        + "</table:table-cell></table:table-row>"
    ),
    "ods under another type": lambda: ods(mimetype="application/vnd.oasis.opendocument.text"),
    "ods with a password": lambda: ods(
        parts=[("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")]
    ),
    "ods of 5,000 sheets": lambda: ods(
        "</table:table>" + "".join(f'<table:table table:name="S{n}"/>' for n in range(5_000)) + "<table:table>"
    ),
}
