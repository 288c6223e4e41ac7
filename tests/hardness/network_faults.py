"""Refreshes from a publisher on loopback that fails in one way after another.

Each fault is tried at the page that lists an edition, or at the edition's file, with an edition before held. Afterwards what
was held answers as before, or the new edition is there whole; never a part of it. A fault ends with exit code 3 (1 where the
edition is held back), in bounded time and memory, without a panic; and once it is over, another run takes the edition.

Run: python tests/hardness/network_faults.py --binary PATH [--only WORDS]
"""

import gzip
import json
import tempfile
import time
import zlib
from pathlib import Path

from common import MARCH, MAY, MEMORY, NINO, Report, Scene, arguments, essence, unsound
from publisher import ASSETS, SMALL_BOATS, Answer, Publisher, broken_off, dripped, head, page, raw, silent
from scenes import BOATS

SECONDS = 45  # that any of these runs may take: three attempts, and the deadlines of the quick settings
OK = "HTTP/1.1 200 OK\r\n"


def status(code, **headers):
    return lambda body: Answer(b"no", code, headers={name.replace("_", "-"): value for name, value in headers.items()})


def fault(made):
    return lambda body: Answer(body, fault=made if callable(made) else None, versioned=False)


def redirect(to, code=302):
    return lambda body: Answer(b"", code, headers={"location": to})


def headed(**headers):
    return lambda body: Answer(body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def chunks(broken):
    """A body in chunks that is cut, has a wrong length, or never ends."""

    def made(handler, answer):
        head(handler, 200, {**answer.headers, "transfer-encoding": "chunked"})
        if broken == "endless":
            until = time.monotonic() + 30
            while time.monotonic() < until:
                handler.wfile.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
        else:
            part = answer.body[: len(answer.body) // 2]
            handler.wfile.write(b"%x\r\n" % (len(part) + (9 if broken == "length" else 0)) + part + b"\r\n")
            if broken == "size":
                handler.wfile.write(b"ffffffffffffffff\r\nx")
        handler.close_connection = True

    return made


def partial(kind):
    """206 where the whole was asked for, or with a range that is another than that asked for."""
    ranges = {
        "unasked": "bytes 100-{last}/{size}",
        "wrong": "bytes 0-99/{size}",
        "beyond": "bytes 900000000-900000001/900000002",
        "none": None,
    }

    def made(handler, answer):
        size = len(answer.body)
        body = answer.body[100:]
        extra = {"content-range": ranges[kind].format(last=size - 1, size=size)} if ranges[kind] else {}
        head(handler, 206, {**answer.headers, **extra, "content-length": len(body)})
        handler.wfile.write(body)

    return made


def resumed_with(other):
    """Breaks off once, and goes on with the bytes of another file under the same mark of its version."""

    def answer_of(body):
        def made(handler, answer):
            start = handler.headers.get("range", "").removeprefix("bytes=").removesuffix("-")
            if start.isdigit():
                rest = other[int(start) : len(answer.body)]
                headers = {
                    "etag": '"same"',
                    "content-range": f"bytes {start}-{int(start) + len(rest) - 1}/{len(answer.body)}",
                }
                head(handler, 206, {**answer.headers, **headers, "content-length": len(rest)})
                handler.wfile.write(rest)
            else:
                head(handler, 200, {**answer.headers, "etag": '"same"', "content-length": len(answer.body)})
                handler.wfile.write(answer.body[:20_000])
                handler.close_connection = True

        return Answer(body, fault=made, versioned=False)

    return answer_of


def bomb(encoding, size=300_000_000):
    """A body that is small on the way and large when unpacked."""

    def answer_of(body):
        pieces = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
        packed = b"".join(pieces.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + pieces.flush()
        return Answer(packed, headers={"content-encoding": encoding})

    return answer_of


# Name: (what is answered in place of the file's or the page's bytes, what is expected: fails, takes, either).
ANYWHERE = {
    "500": (status(500), "fails"),
    "502": (status(502), "fails"),
    "503": (status(503), "fails"),
    "504": (status(504), "fails"),
    "403": (status(403), "fails"),
    "404": (status(404), "fails"),
    "410": (status(410), "fails"),
    "418": (status(418), "fails"),
    "429, Retry-After 1": (status(429, retry_after="1"), "fails"),
    "429, Retry-After a year": (status(429, retry_after="31536000"), "fails"),
    "503, Retry-After nonsense": (status(503, retry_after="-1e9 tomorrow"), "fails"),
    "503, Retry-After beyond all numbers": (status(503, retry_after="9" * 40), "fails"),
    "204": (lambda body: Answer(b"", 204), "fails"),
    "304 unasked": (lambda body: Answer(b"", 304), "fails"),
    "100 for ever": (fault(raw("HTTP/1.1 100 Continue\r\n\r\n" * 5_000)), "fails"),
    "status 999": (status(999), "fails"),
    "status 0": (fault(raw("HTTP/1.1 000 x\r\n\r\n")), "fails"),
    "closed at once": (fault(raw("")), "fails"),
    "no HTTP": (fault(raw("SSH-2.0-OpenSSH_9.2\r\n")), "fails"),
    "headers without end": (fault(raw(OK + "x: " + "y" * 5_000_000)), "fails"),
    "100,000 headers": (fault(raw(OK + "".join(f"h{n}: {n}\r\n" for n in range(100_000)) + "\r\n")), "fails"),
    "reset before the body": (fault(broken_off(0, reset=True)), "fails"),
    "reset in the middle": (fault(broken_off(0.4, reset=True)), "fails"),
    "cut, with its length": (fault(broken_off(0.99)), "fails"),
    "cut in the middle": (fault(broken_off(0.5)), "fails"),
    "cut, without a length": (fault(broken_off(0.6, measured=False)), "fails"),
    "cut in a chunk": (fault(chunks("cut")), "fails"),
    "a chunk of a wrong length": (fault(chunks("length")), "fails"),
    "a chunk beyond all": (fault(chunks("size")), "fails"),
    "chunks without end": (fault(chunks("endless")), "fails"),
    "negative length": (fault(raw(OK + "content-length: -5\r\n\r\n", b"abc")), "fails"),
    "two lengths": (fault(raw(OK + "content-length: 3\r\ncontent-length: 30\r\n\r\n", b"abc")), "fails"),
    "length of an exabyte": (fault(broken_off(0.1, announced=10**18)), "fails"),
    "silence": (fault(silent(0)), "fails"),
    "silence in the middle": (fault(silent(0.5)), "fails"),
    "a byte in a while": (fault(dripped(0.05)), "fails"),
    "redirect elsewhere": (redirect("https://files.example.com/x"), "fails"),
    "redirect to loopback": (redirect("http://127.0.0.1:9/x"), "fails"),
    "redirect to a private address": (redirect("https://10.0.0.1/x"), "fails"),
    "redirect to metadata": (redirect("http://169.254.169.254/latest"), "fails"),
    "redirect to a file": (redirect("file:///etc/passwd"), "fails"),
    "redirect to nowhere": (redirect(""), "fails"),
    "redirect of a MB": (redirect("https://www.gov.uk/" + "a" * 60_000), "fails"),
    "a web page as html": (lambda body: Answer("<!DOCTYPE html><title>Sorry</title>", kind="text/html"), "fails"),
    "gzip of 300 MB": (bomb("gzip"), "fails"),
    "deflate of 300 MB": (bomb("deflate"), "fails"),
    "gzip of gzip": (
        lambda body: Answer(gzip.compress(gzip.compress(body)), headers={"content-encoding": "gzip, gzip"}),
        "either",
    ),
    "gzip that is none": (headed(content_encoding="gzip"), "either"),
    "an unknown encoding": (headed(content_encoding="zstd, br, x"), "either"),
    "headers of no text": (fault(raw(b"HTTP/1.1 200 OK\r\netag: \xff\xfe\r\ncontent-length: 2\r\n\r\n{}")), "fails"),
    "nothing": (lambda body: Answer(b""), "fails"),
    "zeros": (lambda body: Answer(bytes(len(body))), "fails"),
}
FILES = {
    "206 unasked": (fault(partial("unasked")), "fails"),
    "206 of another range": (fault(partial("wrong")), "fails"),
    "206 beyond": (fault(partial("beyond")), "fails"),
    "206 without a range": (fault(partial("none")), "fails"),
    "a page in place of the file": (lambda body: Answer("<!DOCTYPE html><html><body>Sorry</body></html>"), "fails"),
    "JSON in place of the file": (lambda body: Answer(b'{"error": 1}'), "fails"),
    "PDF in place of the file": (lambda body: Answer(b"%PDF-1.7"), "fails"),
    "70 MB": (lambda body: Answer(bytes(70_000_000)), "fails"),
    "a name with a path": (headed(content_disposition='attachment; filename="../../../x.ods"'), "takes"),
    "a name of a MB": (headed(content_disposition=f'attachment; filename="{"a" * 60_000}.ods"'), "either"),
    "no length, whole": (fault(broken_off(10**9, measured=False)), "either"),
    "another type": (headed(content_type="image/png"), "either"),
    "cut at half, without a length": (
        lambda body: Answer(body, fault=broken_off(0.5, measured=False), versioned=False),
        "fails",
    ),
}
PAGES = {
    "JSON of nothing": (lambda body: Answer("{}", kind="application/json"), "fails"),
    "JSON of nulls": (
        lambda body: Answer('{"details": {"attachments": [null, 1, "x", {}]}}', kind="application/json"),
        "fails",
    ),
    "JSON, deep": (lambda body: Answer("[" * 2_000_000, kind="application/json"), "fails"),
    "JSON, cut": (lambda body: Answer(body[:-20], kind="application/json"), "fails"),
    "40 MB": (lambda body: Answer(b'{"x": "' + b"y" * 40_000_000 + b'"}', kind="application/json"), "fails"),
    "a million values": (
        lambda body: Answer(
            '{"details": {"attachments": [' + ",".join(["{}"] * 3_000_000) + "]}}", kind="application/json"
        ),
        "fails",
    ),
    "20,000 editions": (lambda body: page([("Time series", f"{ASSETS}{n}/x.ods") for n in range(20_000)]), "fails"),
    "a title of 200 kB": (
        lambda body: page([("15 May 2026 Small boats - time series" + " ods" * 50_000, ASSETS + "none.pdf")]),
        "fails",
    ),
    "an address of 100 kB like the pattern": (
        lambda body: page([("x", ASSETS + "15_May_2026_Small_boats_-_time_series" * 3_000 + ".ods")]),
        "fails",
    ),
    "an edition elsewhere": (
        lambda body: page([("Time series", "https://evil.example/15_May_2026_Small_boats_-_time_series.ods")]),
        "fails",
    ),
    "control characters in a title": (lambda body: page([("\x1b[2J\u202eTime", ASSETS + "\x1b.ods")]), "fails"),
}


def cases():
    """(name, place, answer, expected)."""
    every = [(f"{place}: {name}", place, *case) for place in ("file", "page") for name, case in ANYWHERE.items()]
    every += [(f"file: {name}", "file", *case) for name, case in FILES.items()]
    return every + [(f"page: {name}", "page", *case) for name, case in PAGES.items()]


class Source:
    """The small boats: an edition that is held, one that is listed."""

    def __init__(self, chosen, folder):
        self.publisher = Publisher()
        self.scene = Scene(chosen, folder / "held", self.publisher)
        self.scene.must("import", chosen.data / MARCH)
        self.new = (chosen.data / MAY).read_bytes()
        self.name = Path(MAY).name
        self.old_answer = self.table(self.scene)
        whole = self.scene.copy("whole")
        self.heal()
        whole.must("refresh", *BOATS)
        self.whole, self.new_answer = essence(whole.store), self.table(whole)

    def heal(self):
        self.address = self.publisher.lists_boats(self.name, self.new)

    def table(self, scene):
        return scene.must("table", "small-boats-weekly").out


def try_one(case, source, chosen, report):
    name, place, answer, expected = case
    scene = source.scene.copy("fault")
    held = essence(scene.store)
    source.heal()
    good = json.dumps({"details": {"attachments": [{"title": "Time series", "url": source.address}]}}).encode()
    made = answer(source.new if place == "file" else good)
    if place == "page":
        made.headers.setdefault("content-type", "application/json")
        source.publisher.at(SMALL_BOATS.replace("/api/content", ""), Answer(b"no", 404))
    source.publisher.at(source.address if place == "file" else SMALL_BOATS, made)
    ran = scene.run("refresh", *BOATS, limit=2 * SECONDS)
    report.count(place, "faults")
    check(name, place, expected, ran, scene, source, held, chosen, report)
    source.publisher.forget()
    source.heal()
    # What a server has asked for by Retry-After is kept to, and its time is not over.
    if "Retry-After" not in name:
        again = scene.run("refresh", *BOATS)
        if essence(scene.store)["editions"] != source.whole["editions"]:
            report.fail(place, "no edition once the fault is over", f"{name}: code {again.code} {again.err[-300:]!r}")
    scene.remove()


def check(name, place, expected, ran, scene, source, held, chosen, report):
    now = essence(scene.store)
    answer = scene.run("table", "small-boats-weekly")
    taken = now["editions"] != held["editions"]
    outcome = "taken" if taken else {0: "unchanged", 1: "held back", 3: "failed"}.get(ran.code, "other")
    report.count(place, outcome)
    if ran.broken:
        report.fail(place, "a panic, a signal or no end", f"{name}: {ran.broken}")
    if ran.wall > SECONDS * chosen.slower or ran.memory > MEMORY:
        report.fail(place, "too long, or too much memory", f"{name}: {ran.wall:.1f} s, {ran.memory // 1_000_000} MB")
    for text in unsound(scene.store):
        report.fail(place, "the store is not sound", f"{name}: {text}")
    if answer.out != (source.new_answer if taken else source.old_answer):
        report.fail(place, "a part of an edition counts", name)
    if expected == "fails" and taken:
        report.fail(place, "an edition is taken in spite of the fault", f"{name}: code {ran.code}")
    if expected == "fails" and not taken and ran.code not in (1, 3):
        report.fail(place, "a fault is not said", f"{name}: code {ran.code} {ran.out[-200:]!r}")
    if expected == "takes" and not taken:
        report.fail(place, "what is no fault is refused", f"{name}: code {ran.code} {ran.err[-300:]!r}")
    report.figures["longest in seconds"] = max(report.figures.get("longest in seconds", 0), round(ran.wall, 1))
    report.figures["most memory in MB"] = max(report.figures.get("most memory in MB", 0), ran.memory // 1_000_000)


def csv_cut(chosen, folder, report):
    """A text file cut without a length, at every tenth, with nothing held before: never taken as if it were whole."""
    publisher = Publisher()
    whole = (chosen.data / NINO).read_bytes()
    for tenth in (5,) if chosen.short else range(1, 10):
        scene = Scene(chosen, folder / f"csv-{tenth}", publisher)
        address = publisher.lists_registrations(2003, whole)
        end = whole.rfind(b"\n", 0, len(whole) * tenth // 10) + 1 if tenth % 2 else len(whole) * tenth // 10
        publisher.at(address, Answer(whole, kind="text/csv", fault=broken_off(end, measured=False), versioned=False))
        ran = scene.run("refresh", "nino-registrations-borough")
        taken = bool(essence(scene.store)["editions"])
        report.count("csv cut without a length", "faults")
        report.count(
            "csv cut without a length", "taken" if taken else {1: "held back", 3: "failed"}.get(ran.code, "other")
        )
        if taken or ran.broken:
            report.fail(
                "csv cut without a length",
                "half a file is taken",
                f"{tenth} tenths: code {ran.code} {ran.broken or ''}",
            )
        scene.remove()


def endless(chosen, folder, report):
    """A portal whose pages never end."""
    publisher = Publisher()
    features = [
        {"attributes": {"LAD21CD": f"E0{n:07}", "LAD21NM": "x" * 2_000, "BNG_E": n, "BNG_N": n}} for n in range(2_000)
    ]
    fields = [{"name": name} for name in ("LAD21CD", "LAD21NM", "BNG_E", "BNG_N")]
    body = json.dumps({"fields": fields, "features": features, "exceededTransferLimit": True})
    scene = Scene(chosen, folder / "endless", publisher)
    publisher.at(
        "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services/"
        "Local_Authority_Districts_December_2021_UK_BUC_2022/FeatureServer/0/query",
        Answer(body, kind="application/json", versioned=False),
    )
    ran = scene.run("refresh", "authority-centroids", limit=2 * SECONDS)
    report.count("endless pages", "faults")
    report.count("endless pages", {3: "failed"}.get(ran.code, "other"))
    if ran.broken or ran.code != 3 or ran.memory > MEMORY or ran.wall > SECONDS * chosen.slower:
        report.fail(
            "endless pages",
            "too long, or too much memory",
            f"code {ran.code} {ran.broken} {ran.wall:.1f} s, {ran.memory // 1_000_000} MB",
        )


def main():
    chosen = arguments(__doc__, (1_000, 4), (("--only", {"help": "faults whose names hold these words"}),))
    report = Report("network_faults", chosen)
    some = [case for case in cases() if not chosen.only or chosen.only in case[0]]
    some = some[:: max(1, -(-len(some) // chosen.times))]
    with tempfile.TemporaryDirectory(prefix="fairshares-network-") as folder:
        folder = Path(folder)
        source = Source(chosen, folder)
        refused = Scene(chosen, folder / "refused", type("Nobody", (), {"base": "http://127.0.0.1:9"})())
        ran = refused.run("refresh", *BOATS)
        report.count("nobody listens", "faults")
        report.count("nobody listens", {3: "failed"}.get(ran.code, "other"))
        if ran.code != 3:
            report.fail("nobody listens", "a fault is not said", f"code {ran.code}")
        for case in some:
            try_one(case, source, chosen, report)
        if not chosen.only:
            csv_cut(chosen, folder, report)
            endless(chosen, folder, report)
    report.finish()


if __name__ == "__main__":
    main()
