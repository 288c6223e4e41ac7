"""Hostile zip archives, each made by a function without arguments; and the zip writer of the other makers.

Nothing here is kept: the files exist in a temporary folder while they are tried. Sizes are moderate on purpose.
"""

import random
import struct
import zlib

MB = 1 << 20
CSV = b"Area,People\n" + b"Hillingdon,12\n" * 20


def many(members):
    """An archive of deflated members, written by hand, so that anything can stand in its fields."""
    return by_hand([(name, content, {}) for name, content in members])


def by_hand(members, end_more=b"", directory_times=1):
    """An archive of (name, bytes, fields of the directory that lie)."""
    body, directory, offset, count = [], [], 0, 0
    for name, content, lies in members:
        name = name.encode() if isinstance(name, str) else name
        pack = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = pack.compress(content) + pack.flush()
        fields = {
            "method": 8,
            "flags": 0,
            "crc": zlib.crc32(content),
            "packed": len(packed),
            "size": len(content),
            "offset": offset,
            **lies,
        }
        common = struct.pack(
            "<HHHHHIIIH",
            20,
            fields["flags"],
            fields["method"],
            0,
            0x5C21,
            fields["crc"] & 0xFFFFFFFF,
            fields["packed"] & 0xFFFFFFFF,
            fields["size"] & 0xFFFFFFFF,
            len(name),
        )
        body.append(b"PK\x03\x04" + common + struct.pack("<H", 0) + name + packed)
        offset += len(body[-1])
        entry = (
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + common
            + struct.pack("<HHHHII", 0, 0, 0, 0, 0, fields["offset"])
            + name
        )
        directory.append(entry * directory_times)
        count += directory_times
    body, directory = b"".join(body), b"".join(directory)
    end = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(directory), len(body), len(end_more))
    return body + directory + b"PK\x05\x06" + end + end_more


def nested(levels, copies, inner):
    """Archives within archives."""
    for level in range(levels):
        inner = many([(f"{level}-{number}.zip", inner) for number in range(copies)])
    return inner


def varied(size, ratio):
    """Text that deflates to about 1 in `ratio`."""
    block = bytes(random.choice(b"0123456789,\n") for _ in range(400))
    piece = block + b"1,2\n" * (100 * ratio)
    return (piece * (size // len(piece) + 1))[:size]


def zeros_of_gigabytes():
    pieces = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(pieces.compress(bytes(4 * MB)) for _ in range(512)) + pieces.flush()
    name = b"a.csv"
    common = struct.pack("<HHHHHIIIH", 20, 0, 8, 0, 0x5C21, 0, len(packed), 2048 * MB, len(name))
    body = b"PK\x03\x04" + common + struct.pack("<H", 0) + name + packed
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHHII", 0, 0, 0, 0, 0, 0) + name
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(body), 0)


def overlapping():
    content = varied(20 * MB, 50)
    one = by_hand([("a.csv", content, {})])
    end = one.index(b"PK\x01\x02")
    entry = one[end : one.index(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"a.csv", b"%c%c%cv" % (97 + n % 26, 97 + n // 26, 46) + b"x") for n in range(400))
    return one[:end] + entries + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 400, 400, len(entries), end, 0)


def cut(share):
    good = many([(f"{number}.csv", CSV * 50) for number in range(20)])
    return good[: int(len(good) * share)]


def bzip2_in_name():
    return by_hand([("a.csv", CSV, {"method": 12})])


def workbooks(count):
    import hostile_books

    one = hostile_books.xlsx(hostile_books.worksheet("".join(hostile_books.numbers(1_000, 1_000))))
    return many([(f"{n}.xlsx", one + bytes(n)) for n in range(count)])


MAKERS = {
    "nested archives, 3 levels of 10": lambda: nested(3, 10, many([("a.csv", CSV)])),
    "nested archives, 6 levels of 8": lambda: nested(6, 8, many([("a.csv", varied(MB, 100))])),
    "nested archives, 40 levels of 1": lambda: nested(40, 1, many([("a.csv", CSV)])),
    "nested archives of 60 MB each": lambda: nested(1, 30, many([("a.csv", varied(60 * MB, 60))])),
    "archive of 12 workbooks of a million cells": lambda: workbooks(12),
    "archive of 30 archives of workbooks": lambda: many([(f"{n}.zip", workbooks(2)) for n in range(30)]),
    "archive of 3,900 files": lambda: many([(f"{number}.csv", CSV) for number in range(3_900)]),
    "archive of 30,000 files": lambda: many([(f"{number}.csv", b"a,b\n") for number in range(30_000)]),
    "archive of 12 files of 60 MB": lambda: many([(f"{number}.csv", varied(60 * MB, 100)) for number in range(12)]),
    "archive of 2 GB of zeros": zeros_of_gigabytes,
    "archive of overlapping files": overlapping,
    "archive that says 0 bytes": lambda: by_hand([("a.csv", varied(40 * MB, 60), {"size": 0, "packed": 0})]),
    "archive that says 4 GB": lambda: by_hand([("a.csv", CSV, {"size": 0xFFFFFFFE, "packed": 0xFFFFFFFE})]),
    "archive with a wrong check sum": lambda: by_hand([("a.csv", CSV, {"crc": 1})]),
    "archive with a wrong offset": lambda: by_hand([("a.csv", CSV, {"offset": 0x7FFFFFFF})]),
    "archive of an unknown method": lambda: by_hand([("a.csv", CSV, {"method": 99})]),
    "archive of the method bzip2, not so": bzip2_in_name,
    "archive with a password": lambda: by_hand([("a.csv", CSV, {"flags": 1})]),
    "archive whose directory repeats 60,000 times": lambda: by_hand([("a.csv", CSV, {})], directory_times=60_000),
    "archive with a path out of it": lambda: many(
        [("../../../tmp/x.csv", CSV), ("/etc/x.csv", CSV), ("c:\\x.csv", CSV)]
    ),
    "archive with names of 60 kB": lambda: many([("n" * 60_000 + f"{number}.csv", CSV) for number in range(30)]),
    "archive with names that are no text": lambda: many([(bytes(range(128, 256)) + b".csv", CSV)]),
    "archive with control characters in names": lambda: many([("\x1b[31m\u202ea\n.csv", CSV)]),
    "archive with a comment of signatures": lambda: by_hand(
        [("a.csv", CSV, {})], end_more=b"PK\x05\x06PK\x01\x02" * 8_000
    ),
    "archive cut at a half": lambda: cut(0.5),
    "archive cut before its end": lambda: cut(0.99),
    "archive of nothing": lambda: many([]),
    "archive with bytes before it": lambda: random.randbytes(MB) + many([("a.csv", CSV)]),
    "end record alone, 60,000 entries": lambda: b"PK\x05\x06"
    + struct.pack("<HHHHIIH", 0, 0, 60_000, 60_000, 0xFFFFFFF, 0, 0),
    "archive of 300 unknown workbooks": lambda: many(
        [(f"{n}.xlsx", many([("xl/workbook.xml", b"<a/>" * 99)])) for n in range(300)]
    ),
}
