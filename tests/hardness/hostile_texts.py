"""Hostile old workbooks (xls), text files, other kinds of file, and genuine files with a part lost or bits flipped.

Each is made by a function of the folder of the publishers' files.
"""

import gzip
import random
import struct

from common import CHILDREN, MAY, NINO, REGIONAL
from hostile_archives import MB, by_hand, varied

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
XLS = "published/rough-sleeping/Rough_Sleeping_Autumn_2016_Final_Tables.xls"
XLSX = "published/context/la_tenure.xlsx"


def records(*found):
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in found)


BOF, EOF_ = (0x0809, bytes([0, 6, 5, 0]) + bytes(12)), (0x000A, b"")


def book(sheet, names=1, globals_=()):
    """A workbook stream whose sheets all begin at the same place."""
    start = 20 + 13 * names + len(records(*globals_)) + 4
    bound = [(0x0085, struct.pack("<IBBBB", start, 0, 0, 1, 0) + b"S")] * names
    return records(BOF, *bound, *globals_, EOF_, BOF, *sheet, EOF_)


def compound(stream, chain=None, difat=None, shift=9, name="Workbook", size=None, entries=1):
    """A compound file: header, tables of sectors, directory, the stream. `chain` replaces the order of its sectors."""
    sectors = max(8, -(-len(stream) // 512))
    tables = -(-(sectors + entries // 4 + 2) // 126) + 1
    directory_at, stream_at = tables, tables + 1 + entries // 4
    fat = [TABLE] * tables + [n + 1 for n in range(directory_at, stream_at - 1)] + [END]
    fat += chain(stream_at, sectors) if chain else [stream_at + n + 1 for n in range(sectors - 1)] + [END]
    fat += [FREE] * (tables * 128 - len(fat))
    where = difat(tables) if difat else list(range(min(tables, 109)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, shift, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, len(where), directory_at, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *(where + [FREE] * 109)[:109])
    entry = lambda text, kind, start, length: (
        text.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", len(text) * 2 + 2, kind, 1)
        + struct.pack("<III", FREE, FREE, 1 if kind == 5 else FREE)
        + bytes(36)
        + struct.pack("<IQ", start, length)
    )
    listed = entry("Root Entry", 5, END, 0) + entry(name, 2, stream_at, size or max(len(stream), 4096)) * entries
    listed = listed.ljust(512 * (stream_at - directory_at), b"\0")
    return head.ljust(512, b"\0") + struct.pack(f"<{len(fat)}I", *fat) + listed + stream.ljust(sectors * 512, b"\0")


def lists_of_lists(sectors):
    """A compound file whose lists of tables all name the same table, over and over."""
    head = bytearray(compound(book(cells(100)))[:512])
    struct.pack_into("<I", head, 44, sectors * 127)  # tables
    struct.pack_into("<II", head, 68, 1, sectors)  # the first list of tables, how many
    table = struct.pack("<128I", TABLE, *[0xFFFFFFFC] * 127)
    lists = b"".join(struct.pack("<128I", *[0] * 127, n + 2 if n + 1 < sectors else END) for n in range(sectors))
    return bytes(head) + table + lists


def cells(count):
    return [(0x0203, struct.pack("<HHHd", n // 200, n % 200, 0, float(n))) for n in range(count)]


def many_sheets_over_one(names, count):
    return lambda data: compound(book(cells(count), names))


OLD = {
    "xls of a chain of sectors in a ring": lambda data: compound(
        book(cells(2_000)), chain=lambda at, n: [at + (k + 1) % n for k in range(n)]
    ),
    "xls of a sector that follows itself": lambda data: compound(
        book(cells(2_000)), chain=lambda at, n: [at + k for k in range(n)]
    ),
    "xls that says 4 GB": lambda data: compound(book(cells(2_000)), size=0xFFFFFFF0),
    "xls of lists of sectors repeated": lambda data: compound(
        varied(6 * MB, 20), difat=lambda tables: [0] * 109, chain=lambda at, n: [at + k for k in range(n)]
    ),
    "xls of 16,000 lists that name one table": lambda data: lists_of_lists(16_000),
    "xls of 60,000 lists that name one table": lambda data: lists_of_lists(60_000),
    "xls of 450 sheets over 2 million records": lambda data: compound(book([(0x0001, b"")] * 2_000_000, 450)),
    "xls of 450 sheets over 2,000 cells": lambda data: compound(book(cells(2_000), 450)),
    "xls of 450 sheets over long texts": lambda data: compound(
        book([(0x0204, struct.pack("<HHHHB", 1, n % 200, 0, 8_000, 0) + b"t" * 8_000) for n in range(200)], 450)
    ),
    "xls of a list of sectors beyond the file": lambda data: compound(
        book(cells(2_000)), difat=lambda tables: [0x00FFFFFF] * 109
    ),
    "xls of sectors of 2 to the 60": lambda data: compound(book(cells(100)), shift=60),
    "xls of sectors of 1 byte": lambda data: compound(book(cells(100)), shift=0),
    "xls of 300 streams of one name": lambda data: compound(book(cells(100)), entries=300),
    "xls of 400 sheets over one": many_sheets_over_one(400, 5_000),
    "xls of 5,000 sheets over one": many_sheets_over_one(5_000, 5_000),
    "xls of 60,000 sheets over one": many_sheets_over_one(60_000, 20_000),
    "xls of sheets that begin everywhere": lambda data: compound(
        records(
            BOF,
            *[(0x0085, struct.pack("<IBBBB", 4 * n, 0, 0, 1, 0) + b"S") for n in range(20_000)],
            EOF_,
            BOF,
            *cells(5_000),
            EOF_,
        )
    ),
    "xls of 4 billion texts": lambda data: compound(
        book([(0x00FD, bytes(10))], globals_=[(0x00FC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + bytes(8))])
    ),
    "xls of texts over 4,000 records": lambda data: compound(
        book(
            [(0x00FD, bytes(10))],
            globals_=[(0x00FC, struct.pack("<II", 90_000, 90_000))] + [(0x003C, b"\x04\x00\x00abcd" * 1_000)] * 800,
        )
    ),
    "xls of a cell at the last place": lambda data: compound(
        book([(0x0203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0))])
    ),
    "xls of numbers in 60,000 columns": lambda data: compound(
        book([(0x00BD, struct.pack("<HH", 1, 0) + bytes(6 * 1_300) + struct.pack("<H", 60_000))] * 100)
    ),
    "xls of rows that are all the last": lambda data: compound(
        book([(0x0203, struct.pack("<HHHd", 65_535, n % 256, 0, 1.0)) for n in range(100_000)])
    ),
    "xls of a record beyond the stream": lambda data: compound(book(cells(10)) + struct.pack("<HH", 0x0203, 0xFFFF)),
    "xls of merged cells over all": lambda data: compound(
        book(cells(100) + [(0x00E5, struct.pack("<H", 1_000) + struct.pack("<HHHH", 0, 65_535, 0, 255) * 1_000)] * 200)
    ),
    "xls with a password": lambda data: compound(book(cells(10), globals_=[(0x002F, bytes([1, 0]))])),
    "xls of nothing": lambda data: compound(b""),
    "xls of noise": lambda data: compound(random.randbytes(2 * MB)),
}

WORD = "asylum support by local authority and region "


def header(columns, name):
    return ",".join(name(n) for n in range(columns)) + "\n" + ",".join("1" for _ in range(columns)) + "\n"


TEXTS = {
    "csv of a header of 1 MB": lambda data: ("Area," + "a" * (MB - 20) + "\nHillingdon,1\n").encode(),
    "csv of 4,000 headers of 250 letters": lambda data: header(4_000, lambda n: (WORD * 6)[:240] + str(n)).encode(),
    "csv of 4,000 headers like a pattern": lambda data: header(4_000, lambda n: "CLA_" * 60 + str(n)).encode(),
    "csv of 100 headers of 10,000 letters": lambda data: header(100, lambda n: "CLA_Mar2017" * 900 + str(n)).encode(),
    "csv of 2 headers of 500 kB": lambda data: header(
        2, lambda n: "_".join(str(k) for k in range(75_000)) + str(n)
    ).encode(),
    "csv of 30 headers of years": lambda data: header(
        30, lambda n: " ".join("2017 March to 31 Mar 2018" for _ in range(1_200))
    ).encode(),
    "csv of a genuine header with 900 kB in one name": lambda data: genuine(data, CHILDREN[2017]).replace(
        b"CLA_UASC", b"CLA_" + b"U A" * 300_000, 1
    ),
    "csv of a million columns": lambda data: b"a," * 1_000_000,
    "csv of 4,000 columns and 5,000 rows": lambda data: header(4_000, str).encode() + (b"1," * 3_999 + b"1\n") * 5_000,
    "csv of a line of 30 MB": lambda data: b"Area,People\n" + b"a" * (30 * MB),
    "csv of an open quotation of 30 MB": lambda data: b'Area,People\n"' + b"a\n" * (15 * MB),
    "csv of quotation marks": lambda data: b'"' * (10 * MB),
    "csv of pairs of quotation marks": lambda data: b"Area,People\n" + b'"""",""""\n' * MB,
    "csv of commas": lambda data: b"," * (10 * MB),
    "csv of empty lines": lambda data: b"\n" * (30 * MB),
    "csv of returns": lambda data: b"\r" * (30 * MB),
    "csv of 5 million short lines": lambda data: b"Area,People\n" + b"a,1\n" * 5_000_000,
    "csv of a genuine file 200 times": lambda data: repeated_rows(genuine(data, CHILDREN[2017]), 200),
    "csv of another genuine file 60 times": lambda data: repeated_rows(genuine(data, NINO), 60),
    "csv of labels of 100 kB": lambda data: b"LA_order,New_geog_code,geog_l,geog_c,geog_n,CLA_Mar2017,CLA_UASC\n"
    + b"".join(b"1,E12000001,REGION,A," + b"n" * 100_000 + b"%d,1,1\n" % n for n in range(200)),
    "csv of numbers of 100,000 digits": lambda data: genuine(data, CHILDREN[2017]).replace(b"72670", b"9" * 100_000),
    "csv of numbers like 1e999999": lambda data: genuine(data, CHILDREN[2017]).replace(b"72670", b"1e999999"),
    "csv in UTF-16": lambda data: genuine(data, CHILDREN[2017]).decode("latin-1").encode("utf-16"),
    "csv of zeros": lambda data: bytes(60 * MB),
    "csv with a zero": lambda data: b"Area,People\n\0,1\n",
    "csv of combining letters": lambda data: ("a" + "\u0301" * 400_000 + ",b\n1,2\n").encode(),
    "csv of characters without width": lambda data: ("\u200b\u202e\ufeff" * 100_000 + ",b\n1,2\n").encode(),
    "bytes by chance": lambda data: random.randbytes(5 * MB),
    "letters by chance": lambda data: bytes(random.choice(b'abc,;"\n\t 0123') for _ in range(3 * MB)),
    "gzip of 100 MB": lambda data: gzip.compress(bytes(100 * MB)),
    "json, deep": lambda data: b"[" * 5_000_000,
    "html, deep": lambda data: b"<!DOCTYPE html><html><body>" + b"<div>" * 2_000_000,
    "xml of Excel 2003, deep": lambda data: excel_2003("<Row><Cell><Data>" + "<B>" * 300_000),
    "xml of Excel 2003, a row far down": lambda data: excel_2003(
        '<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row>'
    ),
    "xml of Excel 2003, an index beyond all": lambda data: excel_2003(
        '<Row ss:Index="18446744073709551615"><Cell ss:Index="-1"><Data>1</Data></Cell></Row>'
    ),
    "xml of Excel 2003, merged over all": lambda data: excel_2003(
        '<Row><Cell ss:MergeAcross="16000" ss:MergeDown="1000000"><Data>1</Data></Cell></Row>' * 200
    ),
    "xml of Excel 2003, 200,000 attributes": lambda data: excel_2003(
        "<Row><Cell " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/></Row>"
    ),
    "xml of Excel 2003, a million cells": lambda data: excel_2003(
        '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>' * 300_000
    ),
}


def excel_2003(rows):
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        + rows
        + "</Table></Worksheet></Workbook>"
    ).encode()


def genuine(data, path):
    return (data / path).read_bytes()


def repeated_rows(text, times):
    top, rest = text.split(b"\n", 1)
    return top + b"\n" + (rest.rstrip(b"\n") + b"\n") * times


def flipped(path, bits):
    def make(data):
        found = bytearray(genuine(data, path))
        for _ in range(bits):
            found[random.randrange(len(found))] ^= 1 << random.randrange(8)
        return bytes(found)

    return make


def shortened(path, share):
    return lambda data: genuine(data, path)[: int(len(genuine(data, path)) * share)]


def overwritten(path, value):
    """A genuine file with a run of bytes in its middle replaced."""

    def make(data):
        found = bytearray(genuine(data, path))
        at = random.randrange(len(found) // 2)
        found[at : at + 64] = bytes([value]) * 64
        return bytes(found)

    return make


SPOILT = {}
for kind, file in (("xlsx", XLSX), ("ods", MAY), ("ods, regional", REGIONAL), ("xls", XLS), ("csv", CHILDREN[2016])):
    for flips in (1, 8, 64, 512):
        SPOILT[f"genuine {kind}, {flips} bits flipped"] = flipped(file, flips)
    SPOILT[f"genuine {kind}, cut at 0.7"] = shortened(file, 0.7)
    SPOILT[f"genuine {kind}, a run of 255"] = overwritten(file, 255)
SPOILT["genuine ods 10 times in an archive"] = lambda data: by_hand(
    [(f"{n}.ods", genuine(data, MAY), {}) for n in range(10)]
)
