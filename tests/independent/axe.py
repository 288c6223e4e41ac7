"""Holds pages to axe-core (Deque Systems) in headless Chromium, and to reflow (WCAG 2.2, 1.4.10): versions in axe-requirements.txt.

Each page is opened wide and narrow, in light and dark, with what can be opened closed and open. At 320 pixels, which is 1,280 at 400 %,
nothing but tables may scroll sideways, with scripts and without. What the browser complains of, such as a script that fails or that the page
forbids, is a finding too. Before anything else, pages with known faults have to be found faulty.

Run: CHROMIUM=/usr/bin/chromium python tests/independent/axe.py FILE.html …
It prints what was found and nothing else, and ends with status 1 when that is anything.
"""
import contextlib
import os
import pathlib
import sys
import tempfile

import axe_playwright_python
from playwright.sync_api import sync_playwright

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDE, NARROW, ZOOMED = 1280, 390, 320
SETTINGS = [(width, scheme, is_open) for width in (WIDE, NARROW) for scheme in ("light", "dark") for is_open in (False, True)]

OPEN = "document.querySelectorAll('details').forEach(details => { details.open = true; })"
FIND = """async () => (await axe.run(document, { rules: { 'target-size': { enabled: true } } })).violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# A page with a fault of every kind that is looked for, and where it has to be found.
FAULTY = """<!doctype html><html{lang}><head><meta charset="utf-8"><title>Faulty</title><style>
@media (prefers-color-scheme: dark) {{ body {{ background: #222; color: #333; }} }}
@media (max-width: 400px) {{ .narrow {{ color: #ddd; background: #fff; }} }}
</style></head><body><main><h1>Faulty</h1><p>Text</p>{body}</main></body></html>"""
KNOWN = [
    ("html-has-lang", FAULTY.format(lang="", body=""), (WIDE, "light", False)),
    ("image-alt", FAULTY.format(lang=' lang="en"', body='<img src="data:,">'), (WIDE, "light", False)),
    ("color-contrast", FAULTY.format(lang=' lang="en"', body=""), (WIDE, "dark", False)),
    ("color-contrast", FAULTY.format(lang=' lang="en"', body='<p class="narrow">Pale</p>'), (NARROW, "light", False)),
    (
        "empty-heading",
        FAULTY.format(lang=' lang="en"', body="<details><summary>More</summary><h2></h2></details>"),
        (WIDE, "light", True),
    ),
]
FAULTLESS = FAULTY.format(lang=' lang="en"', body="")
OVERFLOWING = FAULTY.format(lang=' lang="en"', body='<div style="width: 500px">Wide</div>')


def opened(browser, file, width, scheme, scripts=True, **more):
    """The page of a file in a window."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts, reduced_motion="reduce", **more
    )
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.resolve().as_uri())
    return page, complaints


def violations(browser, file, setting):
    """What axe-core finds, and what the browser complains of: a script that fails, or one that the page forbids."""
    width, scheme, is_open = setting
    page, complaints = opened(browser, file, width, scheme)
    for script in ([OPEN] if is_open else []) + [AXE]:
        page.evaluate(script)
    found = page.evaluate(FIND)
    page.context.close()
    return found + complaints


def overflow(browser, file):
    """Whether the page scrolls sideways at 400 %, with scripts and without."""
    found = []
    for scripts in (True, False):
        page, _ = opened(browser, file, ZOOMED, "light", scripts)
        if scripts:
            page.evaluate(OPEN)
        too_wide = page.evaluate(TOO_WIDE)
        page.context.close()
        if too_wide > 0:
            found.append(f"reflow: {too_wide} pixels wider than {ZOOMED}")
    return found


def findings(browser, file):
    """Everything that is wrong with a page, with where it was seen."""
    found = []
    for setting in SETTINGS:
        width, scheme, is_open = setting
        where = f"{file.name}, {width} px, {scheme}, {'opened' if is_open else 'closed'}"
        found += [f"{where}: {one}" for one in violations(browser, file, setting)]
    return found + [f"{file.name}: {one}" for one in overflow(browser, file)]


def prove(browser, folder):
    """Ends with an error unless pages with known faults are found faulty, and one without faultless."""

    def page(text):
        file = folder / "page.html"
        file.write_text(text, encoding="utf-8")
        return file

    for rule, text, setting in KNOWN:
        found = violations(browser, page(text), setting)
        if not any(one.startswith(f"{rule}:") for one in found):
            sys.exit(f"axe.py does not find the fault {rule} at {setting}: {found}")
    if not overflow(browser, page(OVERFLOWING)):
        sys.exit("axe.py does not find a page that is too wide")
    found = violations(browser, page(FAULTLESS), (WIDE, "light", True)) + overflow(browser, page(FAULTLESS))
    if found:
        sys.exit(f"axe.py finds faults where there are none: {found}")


@contextlib.contextmanager
def launched():
    """The Chromium that is installed."""
    # Its sandbox does not work for root, as whom continuous integration runs; the pages are our own.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        yield browser
        browser.close()


def told(found):
    """Prints what was found and nothing else; the status to end with."""
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def main(files):
    with launched() as browser, tempfile.TemporaryDirectory() as folder:
        prove(browser, pathlib.Path(folder))
        found = [one for file in files for one in findings(browser, pathlib.Path(file))]
    return told(found)


if __name__ == "__main__":
    if len(sys.argv) < 2 or "CHROMIUM" not in os.environ:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
