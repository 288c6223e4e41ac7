"""Reads every chart of pages under the pointer, by keyboard and by touch in headless Chromium, and compares with the table behind it.

Each figure that is told of a mark has to stand in the rows of the table that the mark names, and each row has to be told of, what is missing
with its reason. The words stay when the pointer goes onto them, go with Escape without a move and stay away, lie within the window at 1,280
and 320 pixels, and move nothing else. axe-core finds nothing while they are shown. Without scripts nothing of all this is there. Before
anything else, pages with known faults have to be found faulty.

Run: CHROMIUM=/usr/bin/chromium python tests/independent/tooltips.py FILE.html …
It prints what was found and nothing else, and ends with status 1 when that is anything.
"""
import os
import pathlib
import re
import sys
import tempfile

from axe import AXE, FIND, NARROW, WIDE, ZOOMED, launched, opened, told

# Of each chart its name, what is told of its marks, and the table behind it: the name of each row with its printed cells, and the notes.
CHARTS = """() => [...document.querySelectorAll('.chart')].map(chart => ({
    id: chart.closest('figure').id,
    told: [...chart.querySelector('template')?.content.children ?? []].map(mark => mark.textContent),
    rows: [...chart.closest('figure').querySelector('tbody').rows].map(row =>
        [row.querySelector('th').textContent, [...row.cells].map(cell => cell.textContent)]),
    notes: [...chart.closest('figure').querySelectorAll('details .note')].map(note => note.textContent),
}))"""
# What is shown, whether all of it lies in the window, what is announced, and the size of the page.
STATE = """() => {
    const tip = document.querySelector('.tip'), reader = document.activeElement, page = document.documentElement;
    const box = tip?.getBoundingClientRect();
    return {
        text: tip?.textContent ?? null,
        box: box && [box.left, box.top, box.right, box.bottom],
        inside: !box || box.left >= 0 && box.top >= -0.5 && box.right <= page.clientWidth && box.bottom <= innerHeight + 0.5,
        announced: reader?.getAttribute('aria-valuetext') ?? null,
        rings: document.querySelectorAll('.ring').length,
        size: [page.scrollWidth, page.scrollHeight],
    };
}"""
# A place where the pointer is on a mark and on nothing that lies over it; a mark may be covered by others. From the middle outwards,
# since a tap is at whole pixels and some marks are hardly three high.
PLACE = """([chart, mark]) => {
    const drawn = document.querySelectorAll('.chart')[chart];
    const told = drawn.querySelector('template').content.children[mark];
    const path = [...drawn.querySelectorAll('.mark')].filter(path => path.getAttribute('d') === told.dataset.path);
    path[0].scrollIntoView({ block: 'center' });
    const box = path[0].getBoundingClientRect();
    const outwards = [8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    for (const down of outwards) for (const across of outwards) {
        const at = [box.left + box.width * across / 16, box.top + box.height * down / 16];
        if (document.elementFromPoint(...at) === path.at(-1)) return [...at, path.length];
    }
    return null;
}"""

REASONS = {"suppressed": "[c]", "not available": "[x]", "not applicable": "[z]"}
NUMBER = r"[<+\u2212]*£?\d[\d,]*(?:\.\d+)?"
# Through the first of these by pointer: on the words and back, Escape. The others are only pointed at.
CLOSELY = 3


def names(name, text):
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def value(printed):
    return float(re.sub(r"[^\d.]", "", printed)) * (-1 if "\u2212" in printed else 1)


def figures(text):
    """The figures that are told: what follows a colon, or a number at the beginning of a part."""
    for part in text.split("; "):
        _, colon, told = part.rpartition(": ")
        if colon or re.match(NUMBER, told):
            reason = next((word for word in REASONS if told.startswith(word)), None)
            numbers = re.findall(rf"^{NUMBER}|(?<=%, ){NUMBER}|(?<= and ){NUMBER}|(?<= to ){NUMBER}", told)
            yield from [reason] if reason else numbers


def in_table(told, figure, chart):
    """Whether a figure stands in a row that is named, or in a note."""
    rows = [cells for name, cells in chart["rows"] if names(name, told)]
    printed = {cell.split(" [")[0] for cells in rows for cell in cells}
    if figure in REASONS:
        return any(REASONS[figure] in cell for cells in rows for cell in cells) or not rows
    figure = figure.replace("£", "")
    if figure in printed or (figure.startswith("<") and "[low]" in printed):
        return True
    if told.endswith(" in all"):  # All that leads from a place, or to it.
        name = re.match(r"(?:From|To) (.*): ", told)[1]
        column = 0 if told.startswith("From ") else 1
        parts = [cells[-1] for _, cells in chart["rows"] if cells[column] == name]
        return round(sum(value(part) for part in parts if re.search(r"\d", part)), 1) == value(figure)
    if ", continued: " in told:  # As exact as its range.
        zeros = len(figure) - len(figure.rstrip("0,")) - figure[len(figure.rstrip("0,")):].count(",")
        return any(abs(value(cell) - value(figure)) <= 10**zeros for cell in printed if re.fullmatch(NUMBER, cell))
    return any(names(figure, note) for note in chart["notes"]) or "All others" in told


def compare(chart):
    """What is told and not in the table, and which rows of it are told by no mark."""
    found = [f"{text!r}: {figure} is not in the table" for text in chart["told"] for figure in figures(text) if not in_table(text, figure, chart)]
    found += [f"{text!r} tells no figure" for text in chart["told"] if not list(figures(text))]
    return found + [f"{name} is told by no mark" for name, _ in chart["rows"] if not any(names(name, text) for text in chart["told"])]


def by_keyboard(page, index, chart):
    """What goes wrong from the first mark to the last, back, and with Escape."""
    reader = page.locator(".chart").nth(index).locator(".reader")
    if reader.count() != 1:
        return ["no reader"]
    found, before = [], page.evaluate(STATE)["size"]
    reader.focus()
    for text in chart["told"]:
        state = page.evaluate(STATE)
        if (state["text"], state["announced"], state["rings"]) != (text, text, 2):
            found.append(f"by keyboard {text!r} is {state}")
        if not state["inside"] or state["size"] != before:
            found.append(f"{text!r} leaves the window or moves the page: {state}, before {before}")
        page.keyboard.press("ArrowRight")
    for key, text in (("Home", chart["told"][0]), ("End", chart["told"][-1])):
        page.keyboard.press(key)
        if page.evaluate(STATE)["text"] != text:
            found.append(f"{key} leads to {page.evaluate(STATE)}")
    page.keyboard.press("Escape")
    state = page.evaluate(STATE)
    if state["text"] is not None or state["announced"] is None:
        found.append(f"Escape leaves {state}")
    page.evaluate("document.activeElement.blur()")
    return found


def by_pointer(page, index, chart):
    """What goes wrong when every mark is pointed at, and the first of them closely."""
    found, reached = [], 0
    for mark, text in enumerate(chart["told"]):
        page.mouse.move(0, 0)
        page.keyboard.press("Escape")
        place = page.evaluate(PLACE, [index, mark])
        if place is None:
            continue
        reached += 1
        page.mouse.move(*place[:2])
        state = page.evaluate(STATE)
        if state["text"] != text and place[2] == 1 or not state["inside"]:
            found.append(f"under the pointer {text!r} is {state}")
        if reached > CLOSELY or state["text"] is None:
            continue
        left, top, right, bottom = state["box"]
        page.mouse.move((left + right) / 2, (top + bottom) / 2)
        page.wait_for_timeout(400)
        if page.evaluate(STATE)["text"] != state["text"]:
            found.append(f"{text!r} goes when the pointer comes")
        page.mouse.move(*place[:2])
        page.keyboard.press("Escape")
        page.mouse.move(place[0] + 0.5, place[1])
        if page.evaluate(STATE)["text"] is not None:
            found.append(f"{text!r} is not dismissed by Escape")
        page.mouse.move(0, 0)
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    if page.evaluate(STATE)["text"] is not None:
        found.append("the words stay when the pointer has gone")
    return found + ([f"only {reached} of {len(chart['told'])} marks can be pointed at"] if reached * 2 < len(chart["told"]) else [])


def after_tap(page, at, is_right):
    """What is shown after a tap: the browser makes a click of it a moment later, so it has two seconds to be right."""
    page.touchscreen.tap(*at)
    for _ in range(40):
        state = page.evaluate(STATE)
        if is_right(state):
            break
        page.wait_for_timeout(50)
    return state


def by_touch(page, index, chart):
    """What goes wrong when the first mark that can be reached is tapped, and then the top of the page."""
    place = next(filter(None, (page.evaluate(PLACE, [index, mark]) for mark in range(len(chart["told"])))), None)
    if place is None:
        return ["no mark can be tapped"]
    is_shown = lambda state: state["text"] in chart["told"] and state["inside"]
    state = after_tap(page, place[:2], is_shown)
    found = [] if is_shown(state) else [f"a tap shows {state}"]
    page.evaluate("scrollTo(0, 0)")
    is_gone = lambda state: state["text"] is None
    return found + ([] if is_gone(after_tap(page, (2, 2), is_gone)) else ["a tap elsewhere leaves the words"])


def by_axe(browser, file):
    """What axe-core finds while words are shown."""
    found = []
    for width, scheme in [(width, scheme) for width in (WIDE, NARROW) for scheme in ("light", "dark")]:
        page, _ = opened(browser, file, width, scheme)
        page.locator(".reader").first.focus()
        page.keyboard.press("End")
        page.evaluate(AXE)
        shown = page.evaluate(STATE)["text"]
        found += page.evaluate(FIND) + ([] if shown else ["nothing is shown to axe-core"])
        page.context.close()
    return found


def without_scripts(browser, file):
    """What is there without scripts that should not be."""
    page, _ = opened(browser, file, WIDE, "light", scripts=False)
    count = page.locator(".reader, .tip, .mark, .ring, [tabindex='0']:not(.scroll)").count()
    words = page.locator("template p").count()
    page.context.close()
    return ["without scripts marks are there"] if count + words else []


def findings(browser, file):
    """What is wrong with the charts of a page."""
    found = without_scripts(browser, file)
    page, complaints = opened(browser, file, WIDE, "light")
    charts = [(index, chart) for index, chart in enumerate(page.evaluate(CHARTS)) if chart["rows"]]
    for index, chart in charts:
        wrong = compare(chart) + by_keyboard(page, index, chart)
        if "no reader" not in wrong:
            wrong += by_pointer(page, index, chart)
        found += [f"{chart['id']}: {one}" for one in wrong]
    page.context.close()
    page, more = opened(browser, file, ZOOMED, "light", has_touch=True)
    for index, chart in charts if page.locator(".reader").count() else []:
        found += [f"{chart['id']} at {ZOOMED}: {one}" for one in by_keyboard(page, index, chart) + by_touch(page, index, chart)]
    found += by_axe(browser, file) if page.locator(".reader").count() else []
    page.context.close()
    return [f"{file.name}: {one}" for one in found + complaints + more]


# What is changed in a page, and what has to be found then.
FAULTS = [
    (r"(?s)<script>.*?</script>", "", "no reader"),
    (r'(<p data-path="[^"]*"[^>]*>[^<]*: )(\d)', r"\g<1>9\2", "is not in the table"),
    (r'<p data-path="[^"]*"[^>]*>[^<]*</p>', "", "is told by no mark"),
    (r'event\.key === "Escape"', "false", "is not dismissed by Escape"),
    (r"leaving = setTimeout\(", "void (", "the words stay when the pointer has gone"),
    (r"if \(target === tip\)", "if (target === tip) hide(); else if (false)", "goes when the pointer comes"),
    (r"Math\.max\(4, Math\.min\(wanted, room - width - 4\)\)", "wanted", "leaves the window"),
    (r'role: "slider"', 'role: "meter", "aria-required": "true"', "aria-allowed-attr"),
]


def prove(browser, file):
    """Ends with an error unless a page is found faulty with every fault."""
    text = re.sub(r"<meta http-equiv[^>]*>", "", file.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for pattern, instead, wanted in FAULTS:
            faulty = pathlib.Path(folder) / file.name
            changed = re.sub(pattern, instead, text, count=1)
            faulty.write_text(changed, encoding="utf-8")
            if changed == text or not any(wanted in one for one in findings(browser, faulty)):
                sys.exit(f"tooltips.py does not find {wanted!r} where {pattern} is {instead!r}")


def main(files):
    files = [pathlib.Path(file) for file in files]
    with launched() as browser:
        drawn = [file for file in files if '<div class="chart">' in file.read_text(encoding="utf-8")]
        prove(browser, min(drawn, key=lambda file: file.read_text(encoding="utf-8").count("data-path")))
        found = [one for file in drawn for one in findings(browser, file)]
    return told(found)


if __name__ == "__main__":
    if len(sys.argv) < 2 or "CHROMIUM" not in os.environ:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
