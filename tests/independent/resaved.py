"""Resaves publications in LibreOffice, openpyxl and SheetJS: each copy has to give the program the table that the original gives.

A figure does not depend on the program that last saved the workbook. Every original is saved anew as .xlsx, .ods and .xls (openpyxl writes
.xlsx alone, and reads nothing else), original and copies are imported into stores of their own, and the tables printed by
`table ID --format csv` are compared row by row, then the cell that each figure came from. Numbers may differ in the last digits, because
LibreOffice keeps 15 significant ones and openpyxl 16. Before anything else, tables and a workbook in which one thing was changed have to be
found.

openpyxl is given the stored values of formulas, which it would drop, and keeps raised text apart; SheetJS is given number formats, and dates
as dates, which it would save as numbers.

Run: python tests/independent/resaved.py PROGRAM SHEETJS PUBLISHED [--all]
  PROGRAM    the built program
  SHEETJS    a folder with node_modules/xlsx
  PUBLISHED  the folder of publishers' files
  --all      every workbook of the folder that is read, in place of the few of FILES: an hour
It prints what was found and nothing else, and ends with status 1 when that is anything.
"""
import concurrent.futures
import csv
import dataclasses
import io
import os
import pathlib
import subprocess
import sys
import tempfile

import openpyxl
import polars

# One or two of each format, from five publications: small ones.
FILES = (
    "published/rough-sleeping/Rough_Sleeping_Autumn_2016_Final_Tables.xls",
    "published/small-boats/27_March_2026_Small_boats_-_time_series.ods",
    "published/context/uc_la_households.xlsx",
    "reconstructed/regional-and-local-authority-dataset-dec-2025.ods",
    "reconstructed/resettlement-local-authority-datasets-jun-2023.xlsx",
)
FORMS = ("xlsx", "ods", "xls")
NEAR = 1e-14
SHEETJS = """
const X = require('xlsx'), [from, ...to] = process.argv.slice(1);
const book = X.readFile(from, { cellNF: true, cellStyles: true, cellDates: true });
for (const file of to) X.writeFile(book, file, { cellStyles: true });
"""


@dataclasses.dataclass
class Held:
    """What the program made of a file: what import answers, the tables it prints, and the cell behind each row; or why it refuses."""

    imported: list
    tables: dict
    cells: dict
    refusal: str = ""


def run(program, store, *arguments):
    """What the program prints, or the first lines of its error."""
    environment = {**os.environ, "FAIRSHARES_STORE": str(store)}
    done = subprocess.run([program, "--quiet", *arguments], capture_output=True, text=True, check=False, env=environment, timeout=1800)
    return (done.stdout, "") if done.returncode == 0 else ("", " / ".join(done.stderr.strip().splitlines()[:4]))


def held(program, file):
    """Imports a file into a store of its own and asks for every table that came of it."""
    with tempfile.TemporaryDirectory() as store:
        printed, refusal = run(program, store, "import", str(file), "--format", "csv")
        if refusal:
            return Held([], {}, {}, refusal)
        imported = [{name: row[name] for name in ("dataset", "edition", "rows", "as_at")} for row in csv.DictReader(io.StringIO(printed))]
        tables, cells = {}, {}
        for dataset in dict.fromkeys(row["dataset"] for row in imported):
            printed, refusal = run(program, store, "table", dataset, "--format", "csv")
            tables[dataset] = list(csv.DictReader(io.StringIO(printed))) if not refusal else [{"refused": refusal}]
            kept = sorted(pathlib.Path(store, "tidy").glob(f"{dataset}-*.parquet"))
            cells[dataset] = [cell for part in kept for cell in polars.read_parquet(part, columns=["cell"]).to_series().to_list()]
        return Held(imported, tables, cells)


def same(one, other):
    """Whether two fields are the same text, or numbers that differ in digits that not every program keeps."""
    if one == other:
        return True
    try:
        one, other = float(one), float(other)
    except (TypeError, ValueError):
        return False
    return abs(one - other) <= NEAR * abs(one)


def compare(where, original, copy):
    """What the program makes otherwise of a copy than of the original, at most three rows of each table."""
    if copy.refusal:
        return [f"{where}: refused: {copy.refusal}"]
    if original.imported != copy.imported:
        return [f"{where}: imported as {copy.imported}, the original as {original.imported}"]
    found = []
    for dataset, rows in original.tables.items():
        others = copy.tables[dataset]
        if len(rows) != len(others):
            found.append(f"{where}: {len(others)} rows of {dataset}, {len(rows)} in the original")
            continue
        differing = [(row, other) for row, other in zip(rows, others) if row.keys() != other.keys() or not all(same(row[key], other[key]) for key in row)]
        found += [f"{where}, {dataset}: {other}, {row} in the original" for row, other in differing[:3]]
        moved = [(cell, other) for cell, other in zip(original.cells[dataset], copy.cells[dataset]) if cell != other]
        found += [f"{where}, {dataset}: a figure from {other}, in the original from {cell}" for cell, other in moved[:3]]
        if len(original.cells[dataset]) != len(copy.cells[dataset]):
            found.append(f"{where}, {dataset}: {len(copy.cells[dataset])} cells, {len(original.cells[dataset])} in the original")
        if len(differing) > 3 or len(moved) > 3:
            found.append(f"{where}, {dataset}: {len(differing)} rows and {len(moved)} cells differ in all")
    return found


def by_libreoffice(files, folder):
    """Copies by LibreOffice in each form: (original, who, form, copy)."""
    for form in FORMS:
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}", "--headless", "--convert-to", form]
        command += ["--outdir", str(folder / "LibreOffice" / form), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
        if done.returncode != 0:
            sys.exit(f"LibreOffice cannot save workbooks as {form}: {done.stdout}{done.stderr}")
        yield from ((file, "LibreOffice", form, folder / "LibreOffice" / form / f"{file.stem}.{form}") for file in files)


def by_openpyxl(files, folder):
    """Copies by openpyxl of the workbooks that it can open."""
    (folder / "openpyxl").mkdir(parents=True)
    for file in files:
        if file.suffix == ".xlsx":
            copy = folder / "openpyxl" / file.name
            openpyxl.load_workbook(file, data_only=True, rich_text=True).save(copy)
            yield file, "openpyxl", "xlsx", copy


def by_sheetjs(files, folder, modules):
    """Copies by SheetJS in each form."""
    for form in FORMS:
        (folder / "SheetJS" / form).mkdir(parents=True)
    for file in files:
        copies = {form: folder / "SheetJS" / form / f"{file.stem}.{form}" for form in FORMS}
        environment = {**os.environ, "NODE_PATH": str(modules.resolve() / "node_modules"), "TZ": "UTC"}
        command = ["node", "--max-old-space-size=8192", "-e", SHEETJS, str(file), *map(str, copies.values())]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=1800)
        if done.returncode != 0:
            sys.exit(f"SheetJS cannot save {file}: {done.stderr}")
        yield from ((file, "SheetJS", form, copy) for form, copy in copies.items())


def prove(program, file, original, folder):
    """Ends with an error unless whatever is changed is found: each field, a cell, a row, and a figure of the workbook."""
    dataset, rows = next(iter(original.tables.items()))
    at = next(number for number, row in enumerate(rows) if row["value"])
    changes = {column: [*rows[:at], {**rows[at], column: rows[at][column] + "1"}, *rows[at + 1:]] for column in rows[at]}
    changes["a row"] = rows[:-1]
    for what, changed in changes.items():
        if len(compare(what, original, dataclasses.replace(original, tables={**original.tables, dataset: changed}))) != 1:
            sys.exit(f"resaved.py does not find a change of {what}")
    cells = original.cells[dataset]
    if len(compare("a cell", original, dataclasses.replace(original, cells={**original.cells, dataset: [*cells[1:], cells[0]]}))) < 1:
        sys.exit("resaved.py does not find that a figure is from another cell")
    book = openpyxl.load_workbook(file)
    sheet, _, address = next(cell for cell in cells if cell and isinstance(value_at(book, cell), (int, float))).rpartition("!")
    book[sheet][address] = book[sheet][address].value + 1
    (folder / "changed").mkdir()
    book.save(folder / "changed" / file.name)
    if not compare("a figure", original, held(program, folder / "changed" / file.name)):
        sys.exit(f"resaved.py does not find that {sheet}!{address} of {file.name} is one more")


def value_at(book, cell):
    """What a workbook has in a cell named as `Sheet!A1`."""
    sheet, _, address = cell.rpartition("!")
    return book[sheet][address].value


def main(program, modules, published, everything):
    files = [published / name for name in FILES]
    if everything:
        files = sorted(path for form in FORMS for path in published.rglob(f"*.{form}"))
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = pathlib.Path(folder)
        originals = dict(zip(files, pool.map(lambda file: held(program, file), files)))
        found = [f"{file.name}: the original is refused: {made.refusal}" for file, made in originals.items() if made.refusal and not everything]
        files = [file for file in files if not originals[file].refusal]
        book = next(file for file in files if file.suffix == ".xlsx" and originals[file].cells)
        prove(program, book, originals[book], folder)
        saved = [by_libreoffice(files, folder), by_openpyxl(files, folder), by_sheetjs(files, folder, modules)]
        copies = [copy for made in saved for copy in made]
        tables = pool.map(lambda copy: held(program, copy[3]), copies)
        for (file, who, form, _), made in zip(copies, tables):
            found += compare(f"{file.name} saved by {who} as {form}", originals[file], made)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5) or sys.argv[4:] not in ([], ["--all"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], *map(pathlib.Path, sys.argv[2:4]), len(sys.argv) == 5))
