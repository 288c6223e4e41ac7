"""A publisher on loopback that answers as the real ones do, and fails where it is told to.

Addresses are those of the publishers, with the host as the first part of the path, as a mirror is asked.
"""

import hashlib
import io
import json
import re
import socket
import struct
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SMALL_BOATS = (
    "https://www.gov.uk/api/content/government/publications/"
    "migrants-detected-crossing-the-english-channel-in-small-boats"
)
REGIONAL_PAGE = (
    "https://www.gov.uk/api/content/government/statistical-data-sets/"
    "immigration-system-statistics-regional-and-local-authority-data"
)
DATASTORE = "https://data.london.gov.uk/api/dataset/national-insurance-number-registrations-overseas-nationals-borough"
ASSETS = "https://assets.publishing.service.gov.uk/media/"
LONGEST = 30  # seconds that any answer may take


class Answer:
    """What is answered at an address. A `fault` is called with the handler and the answer, in place of sending it."""

    def __init__(self, body=b"", status=200, kind="application/octet-stream", headers=(), fault=None, versioned=True):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status, self.fault, self.versioned = status, fault, versioned and status == 200
        self.headers = {"content-type": kind, **dict(headers)}

    @property
    def etag(self):
        return '"' + hashlib.sha256(self.body).hexdigest()[:16] + '"'


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        with self.server.guard:
            self.server.asked.append(self.path)
            bare = self.path.split("?")[0]
            answer = self.server.answers.get(self.path) or self.server.answers.get(bare) or Answer(b"nothing here", 404)
        if callable(answer):
            answer = answer(self)
        try:
            (answer.fault or sent)(self, answer)
        except OSError:
            self.close_connection = True  # a client that has gone away is no fault of the server

    do_POST = do_HEAD = do_GET

    def log_message(self, *words):
        pass


def head(handler, status, headers):
    """Writes the beginning of an answer."""
    lines = [f"HTTP/1.1 {status} Status", "date: Thu, 26 Nov 2026 09:30:00 GMT"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    handler.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode())


def sent(handler, answer):
    """An answer as a good server gives it: not again what has not changed, and from where a download broke off."""
    headers = {**answer.headers}
    asked = handler.headers
    if answer.versioned:
        headers["etag"] = answer.etag
        if asked.get("if-none-match") == answer.etag:
            return head(handler, 304, headers)
        start = asked.get("range", "").removeprefix("bytes=").removesuffix("-")
        if start.isdigit() and asked.get("if-range") == answer.etag and int(start) < len(answer.body):
            part = answer.body[int(start) :]
            headers["content-range"] = f"bytes {start}-{len(answer.body) - 1}/{len(answer.body)}"
            head(handler, 206, {**headers, "content-length": len(part)})
            return handler.wfile.write(part)
    head(handler, answer.status, {**headers, "content-length": len(answer.body)})
    handler.wfile.write(answer.body)


def page(files):
    """An answer of GOV.UK's Content API that attaches these files, as (title, address)."""
    attached = [{"title": title, "url": address} for title, address in files]
    return Answer(json.dumps({"title": "Tables", "details": {"attachments": attached}}), kind="application/json")


class Publisher:
    """The server, on a port of its own, until the script ends."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.answers, self.server.asked, self.server.guard = {}, [], threading.Lock()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def at(self, address, answer):
        """Answers at an address from now on. An answer may be a function of the handler that gives one."""
        with self.server.guard:
            self.server.answers[address.removeprefix("https:/")] = answer

    def forget(self):
        """Answers nothing any more; what was asked so far."""
        with self.server.guard:
            self.server.answers.clear()
            asked, self.server.asked[:] = list(self.server.asked), []
        return asked

    def lists_boats(self, name, bytes_):
        """The page of small boats lists one edition, by the name of its file; its address."""
        address = ASSETS + "a1/" + name
        self.at(SMALL_BOATS, page([("Time series", address)]))
        self.at(address, Answer(bytes_))
        return address

    def lists_regional(self, bytes_, day="December 2025"):
        """The page of regional data lists one edition; its address."""
        address = ASSETS + "b2/regional-and-local-authority-dataset.ods"
        self.at(
            REGIONAL_PAGE,
            page([(f"Regional and local authority data on immigration groups, year ending {day}", address)]),
        )
        self.at(address, Answer(bytes_))
        return address

    def lists_registrations(self, year, bytes_):
        """The London Datastore lists the registrations of a year; their address."""
        name = f"nino-registrations-overseas-borough-{year}.csv"
        resource = {"title": name, "url": f"https://data.london.gov.uk/x/{name}"}
        self.at(DATASTORE, Answer(json.dumps({"resources": {"k1": resource}}), kind="application/json"))
        slug = DATASTORE.rsplit("/", 1)[1]
        address = f"https://data.london.gov.uk/download/{slug}/k1/{name}"
        self.at(address, Answer(bytes_, kind="text/csv"))
        return address


def dripped(seconds):
    """A fault: a byte at a time."""

    def fault(handler, answer):
        head(handler, 200, {**answer.headers, "content-length": len(answer.body)})
        until = time.monotonic() + LONGEST
        for at in range(len(answer.body)):
            if time.monotonic() > until:
                break
            handler.wfile.write(answer.body[at : at + 1])
            time.sleep(seconds)
        handler.close_connection = True

    return fault


def beginning(body, count):
    """The first bytes of a body: a number of them, or a share below one."""
    return body[: int(len(body) * count) if isinstance(count, float) else count]


def broken_off(count, measured=True, reset=False, announced=None):
    """A fault: the connection ends after so many bytes, or such a share of them, with the length announced or without, in
    order or by a reset."""

    def fault(handler, answer):
        length = {"content-length": announced or len(answer.body)} if measured else {"connection": "close"}
        head(handler, 200, {**answer.headers, **length})
        handler.wfile.write(beginning(answer.body, count))
        handler.wfile.flush()
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
        handler.close_connection = True

    return fault


def silent(count):
    """A fault: nothing comes any more after so many bytes or such a share, and the connection stays open."""

    def fault(handler, answer):
        head(handler, 200, {**answer.headers, "content-length": len(answer.body)})
        handler.wfile.write(beginning(answer.body, count))
        handler.wfile.flush()
        time.sleep(LONGEST)
        handler.close_connection = True

    return fault


def raw(text, then=b""):
    """A fault: these bytes in place of an HTTP answer."""

    def fault(handler, _):
        handler.wfile.write(text.encode() if isinstance(text, str) else text)
        handler.wfile.write(then)
        handler.close_connection = True

    return fault


def changed(bytes_, member, alter):
    """A zip archive, such as a workbook, with one of its members altered."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes_)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            content = old.read(one)
            kind = zipfile.ZIP_STORED if one.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(one.filename, alter(content) if one.filename == member else content, kind)
    return out.getvalue()


def reissued(regional):
    """The regional data of the same day with one figure altered in two tables, as a publisher's correction would be."""
    return changed(regional, "content.xml", lambda xml: one_more(xml))


def one_more(xml):
    """Adds one to the last figure of some size in an ods table."""
    found = list(re.finditer(rb'office:value="(\d{4,6})"><text:p>(\d{4,6})</text:p>', xml))[-1]
    more = str(int(found[1]) + 1).encode()
    return xml[: found.start()] + b'office:value="' + more + b'"><text:p>' + more + b"</text:p>" + xml[found.end() :]
