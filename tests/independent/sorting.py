"""Sorts every table of pages by keyboard in headless Chromium, and sees that nothing but the page's own script runs.

Each header is pressed three times: highest first, lowest first, as it was; words from A, from Z, as they were. What is missing stays last, the
order is told in `aria-sort` and in the status line, and the focus stays. A script that is put into the page must not run. Before anything
else, a page without its script has to be found.

Run: CHROMIUM=/usr/bin/chromium python tests/independent/sorting.py FILE.html …
It prints what was found and nothing else, and ends with status 1 when that is anything.
"""
import os
import pathlib
import re
import sys
import tempfile

from axe import OPEN, WIDE, launched, opened, told

# Of each table what its headers are, and of each row its first cell and the value of the column.
TABLES = """() => [...document.querySelectorAll('main table')].map(table => ({
    rows: table.tBodies[0].rows.length,
    headers: [...table.tHead.rows[0].cells].map(cell => [cell.textContent, cell.classList.contains('number')]),
}))"""
ROWS = """([table, column]) => [...document.querySelectorAll('main table')[table].tBodies[0].rows].map(row =>
    [row.textContent, row.cells[column].dataset.value ?? null, row.cells[column].textContent])"""
STATE = """([table, column]) => {
    const header = document.querySelectorAll('main table')[table].tHead.rows[0].cells[column];
    return [header.getAttribute('aria-sort'), document.querySelectorAll('main table')[table].querySelectorAll('[aria-sort]').length,
        document.querySelector('[role=status]')?.textContent, header.contains(document.activeElement)];
}"""
INTRUDE = """() => {
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.intruded = true' }));
    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.intruded = true">');
    return new Promise(resolve => setTimeout(() => resolve(window.intruded === true), 200));
}"""


def in_order(rows, order):
    """Whether numbers stand in an order with what is missing last."""
    there = [value is not None for _, value, _ in rows]
    numbers = [float(value) for _, value, _ in rows if value is not None]
    return there == sorted(there, reverse=True) and numbers == sorted(numbers, reverse=order == "descending")


def press(page, where, table, column, is_number):
    """What goes wrong when a header is pressed three times."""
    found, at = [], [table, column]
    before = page.evaluate(ROWS, at)
    button = page.locator("main table").nth(table).locator("thead th").nth(column).locator("button")
    if button.count() != 1:
        return [f"{where}: no button"]
    button.focus()
    for order in ("descending", "ascending") if is_number else ("ascending", "descending"):
        page.keyboard.press("Enter")
        rows, (told, marked, status, has_focus) = page.evaluate(ROWS, at), page.evaluate(STATE, at)
        if told != order or marked != 1 or not status.startswith("Sorted by ") or not has_focus:
            found.append(f"{where}: {order} is told as {told}, {marked} headers marked, {status!r}, focus kept: {has_focus}")
        if sorted(map(repr, rows)) != sorted(map(repr, before)):
            found.append(f"{where}: rows are lost")
        if is_number and not in_order(rows, order):
            found.append(f"{where}: not {order}: {[row[1:] for row in rows][:5]}")
    page.keyboard.press("Space")
    if page.evaluate(ROWS, at) != before or page.evaluate(STATE, at)[1] != 0:
        found.append(f"{where}: the first order does not come back")
    return found


def findings(browser, file):
    """What is wrong with the tables of a page."""
    page, _ = opened(browser, file, WIDE, "light")
    found = [f"{file.name}: a script that is not the page's runs"] if page.evaluate(INTRUDE) else []
    page.context.close()
    page, complaints = opened(browser, file, WIDE, "light")
    page.evaluate(OPEN)
    for table, described in enumerate(page.evaluate(TABLES)):
        if described["rows"] < 3:
            continue
        for column, (name, is_number) in enumerate(described["headers"]):
            found += press(page, f"{file.name}, table {table + 1}, {name}", table, column, is_number)
    page.context.close()
    return found + [f"{file.name}: {one}" for one in complaints]


def prove(browser, file):
    """Ends with an error unless the page without its script, and without its policy, is found."""
    with tempfile.TemporaryDirectory() as folder:
        bare = pathlib.Path(folder) / file.name
        text = re.sub(r"(?s)<script>.*?</script>|<meta http-equiv[^>]*>", "", file.read_text(encoding="utf-8"))
        bare.write_text(text, encoding="utf-8")
        found = findings(browser, bare)
    if not any(one.endswith("no button") for one in found) or not any(one.endswith("runs") for one in found):
        sys.exit(f"sorting.py does not find a page that is without its script and its policy: {found}")


def main(files):
    files = [pathlib.Path(file) for file in files]
    with launched() as browser:
        prove(browser, max(files, key=lambda file: file.read_text(encoding="utf-8").count("<table")))
        found = [one for file in files for one in findings(browser, file)]
    return told(found)


if __name__ == "__main__":
    if len(sys.argv) < 2 or "CHROMIUM" not in os.environ:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
