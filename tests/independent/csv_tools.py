"""Opens the CSV files that the program writes in the programs that people open them with, and compares every number.

The files are read here by their bytes: what is quoted is text, what is not is a number, a day or nothing. Gnumeric, data.table and readr (R),
Miller, csvkit, DuckDB and pandas then have to find the same header, as many rows, and in every column of numbers the same numbers and the same
empty cells. Tools that are not installed are named and passed over. Before anything else, three files that are written otherwise have to be
found: names without quotation marks before a negative number, a header of days, and a number that was changed.

Run: python tests/independent/csv_tools.py [--program FAIRSHARES] [FOLDER …]
With a program it writes a pack and the answers of `table`, `show`, `shares` and others for itself; folders are looked through for .csv files.
It prints what was found and nothing else on stdout, and ends with status 1 when that is anything.
Debian: gnumeric r-base-core r-cran-data.table r-cran-readr miller. PyPI: csvkit duckdb pandas.
"""
import argparse
import csv
import importlib.util
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ANSWERS = [
    ["shares"],
    ["shares", "--regions"],
    ["--region", "South West", "shares"],
    ["show", "supported-by-accommodation"],
    ["show", "supported-percentage-change-year"],
    ["table", "components-of-change"],
    ["place", "Bristol"],
    ["scan", "--region", "South West"],
    ["inequality"],
    ["chart", "--region", "South West", "supported-slope", "--table"],
]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n|$)')


def parsed(text):
    """The rows of a file, each field with whether it is quoted."""
    rows, row, at = [], [], 0
    while at < len(text):
        field = FIELD.match(text, at)
        if not field:
            raise ValueError(f"no field at character {at}: {text[at:at + 40]!r}")
        quoted = field[1] is not None
        row.append((field[1].replace('""', '"') if quoted else field[2], quoted))
        at = field.end()
        if field[3] != ",":
            rows.append(row)
            row = []
    return rows


def columns_of(file):
    """Header and columns of numbers: by position the numbers, None where there is none. Errors of the writing come first."""
    header, *rows = parsed(file.read_text(encoding="utf-8"))
    names = [name for name, _ in header]
    found = [f"{file}: {name!r} of the header is not quoted" for name, quoted in header if not quoted]
    found += [f"{file}: column {name!r} does not begin with a letter" for name in names if not name[:1].isalpha()]
    found += [f"{file}: two columns are named {name!r}" for name in sorted({n for n in names if names.count(n) > 1})]
    found += [f"{file}: row {at} has {len(row)} fields, not {len(names)}" for at, row in enumerate(rows, 2) if len(row) != len(names)]
    numbers = {}
    for at, name in enumerate(names):
        cells = [row[at] for row in rows if at < len(row)]
        bare = [text for text, quoted in cells if text and not quoted]
        if not bare or all(DAY.fullmatch(text) for text in bare):
            continue
        try:
            numbers[at] = [float(text) if text and not quoted else None for text, quoted in cells]
        except ValueError as error:
            found.append(f"{file}: column {name!r}: {error}")
        if any(quoted for _, quoted in cells):
            found.append(f"{file}: column {name!r} has numbers and text")
            numbers.pop(at, None)
    return found, names, len(rows), numbers


def number(value):
    """A cell as a tool has it, as a number; None for an empty one, and the cell itself for anything else."""
    if value is None or value == "" or value == "NA" or (isinstance(value, float) and math.isnan(value)):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def compare(tool, file, expected, seen):
    """What a tool sees otherwise than the bytes of the file say."""
    _, names, count, numbers = expected
    header, rows = seen
    if header != names:
        return [f"{tool}, {file}: the header is {header[:6]}, not {names[:6]}"]
    if len(rows) != count:
        return [f"{tool}, {file}: {len(rows)} rows, not {count}"]
    found = []
    for at, kept in numbers.items():
        for line, (row, value) in enumerate(zip(rows, kept), 2):
            got = number(row[at])
            # R writes 15 digits, the noughts behind the point among them.
            same = got == value if not isinstance(got, float) or value is None else math.isclose(got, value, rel_tol=1e-12)
            if not same:
                found.append(f"{tool}, {file}: line {line}, {names[at]}: {row[at]!r}, not {value!r}")
    return found[:3] + ([f"{tool}, {file}: {len(found) - 3} more"] if len(found) > 3 else [])


def rows_of(text):
    header, *rows = csv.reader(text.splitlines(keepends=True))
    return header, [row for row in rows if row]


def records(text, names):
    """The rows of a JSON list of objects."""
    found = json.loads(text or "[]")
    header = list(found[0]) if found else names
    return header, [[record.get(name) for name in header] for record in found]


def gnumeric(files, work):
    done = {}
    options = "separator=, quoting-mode=always format=raw"
    for at, file in enumerate(files):
        into = work / f"gnumeric-{at}.txt"
        subprocess.run(["ssconvert", "-T", "Gnumeric_stf:stf_assistant", "-O", options, file, into], check=True, capture_output=True)
        done[file] = rows_of(into.read_text(encoding="utf-8"))
    return done


def in_r(reads):
    def read(files, work):
        script = work / "read.R"
        script.write_text(
            f"files <- readLines('{work}/files')\nfor (at in seq_along(files)) {{\n  x <- as.data.frame({reads})\n"
            f"  write.csv(x, sprintf('{work}/r-%d.csv', at), row.names = FALSE, na = '')\n}}\n",
            encoding="utf-8")
        (work / "files").write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
        subprocess.run(["Rscript", "--vanilla", script], check=True, capture_output=True)
        return {file: rows_of((work / f"r-{at}.csv").read_text(encoding="utf-8")) for at, file in enumerate(files, 1)}

    return read


def miller(files, _):
    def read(file):
        text = subprocess.run(["mlr", "--icsv", "--ojson", "cat", file], check=True, capture_output=True, text=True).stdout
        return records(text, columns_of(file)[1])

    return {file: read(file) for file in files}


def csvkit(files, _):
    command = [sys.executable, "-c", "from csvkit.utilities.csvjson import launch_new_instance as run; run()"]
    return {file: records(subprocess.run([*command, file], check=True, capture_output=True, text=True).stdout, columns_of(file)[1]) for file in files}


def with_duckdb(files, _):
    import duckdb

    def read(file):
        seen = duckdb.sql(f"select * from read_csv('{str(file).replace(chr(39), chr(39) * 2)}')")
        return seen.columns, [list(row) for row in seen.fetchall()]

    return {file: read(file) for file in files}


def with_pandas(files, _):
    import pandas

    def read(file):
        seen = pandas.read_csv(file)
        return list(seen.columns), seen.astype(object).values.tolist()

    return {file: read(file) for file in files}


def has_r(package):
    if not shutil.which("Rscript"):
        return False
    return subprocess.run(["Rscript", "--vanilla", "-e", f"library({package})"], capture_output=True, check=False).returncode == 0


TOOLS = [
    ("gnumeric", lambda: shutil.which("ssconvert"), gnumeric),
    ("data.table", lambda: has_r("data.table"), in_r("data.table::fread(files[at])")),
    ("readr", lambda: has_r("readr"), in_r("readr::read_csv(files[at], show_col_types = FALSE, progress = FALSE)")),
    ("Miller", lambda: shutil.which("mlr"), miller),
    ("csvkit", lambda: importlib.util.find_spec("csvkit"), csvkit),
    ("DuckDB", lambda: importlib.util.find_spec("duckdb"), with_duckdb),
    ("pandas", lambda: importlib.util.find_spec("pandas"), with_pandas),
]


def check(files, tools, folder):
    """What of these files is written or seen otherwise than it should be."""
    expected = {file: columns_of(file) for file in files}
    found = [words for words, *_ in expected.values() for words in words]
    for tool, _, read in tools:
        work = folder / tool
        work.mkdir(exist_ok=True)
        try:
            seen = read(files, work)
        except subprocess.CalledProcessError as error:
            found.append(f"{tool}: {error}: {error.stderr}")
            continue
        for file, table in seen.items():
            found += compare(tool, file, expected[file], table)
    return found


def must_be_found(tools, folder):
    """That files written otherwise are found, by the tools that they are about."""
    here = {name for name, *_ in tools}
    (folder / "names.csv").write_text('area_name,change\nLeeds,3\n"Bristol, City of",-12.5\n', encoding="utf-8")
    (folder / "days.csv").write_text("area_name,2024-12-31,2025-12-31\nLeeds,3,4\n", encoding="utf-8")
    (folder / "good.csv").write_text('"area_name","area_code","change"\n"Leeds","E08000035",3\n', encoding="utf-8")
    for name, tool in [("names.csv", "gnumeric"), ("days.csv", "data.table")]:
        found = check([folder / name], [one for one in tools if one[0] == tool], folder)
        if not any("is not quoted" in words for words in found) or (tool in here and not any(words.startswith(tool) for words in found)):
            sys.exit(f"{name} should have been found: {found}")
    good = columns_of(folder / "good.csv")
    if compare("none", "good.csv", good, (good[1], [["Leeds", "E08000035", "3"]])):
        sys.exit("good.csv should not have been found")
    if not compare("none", "good.csv", good, (good[1], [["Leeds", "E08000035", "-3"]])):
        sys.exit("a changed number should have been found")


def written(program, folder):
    """A pack and the answers of the program, written to a folder."""
    def run(*words):
        done = subprocess.run([program, "--quiet", *words], capture_output=True, check=False, cwd=folder, env=dict(os.environ))
        if done.returncode != 0:
            sys.exit(f"{' '.join(words)}: {done.stderr.decode()}")

    run("brief", "fair-shares", "-o", "pack", "--formats", "csv")
    for at, words in enumerate(ANSWERS):
        run(*words, "-o", f"answer-{at}.csv")
    return folder


def main():
    given = argparse.ArgumentParser()
    given.add_argument("--program")
    given.add_argument("folders", nargs="*", type=pathlib.Path)
    given = given.parse_args()
    tools = [tool for tool in TOOLS if tool[1]()]
    absent = [name for name, *_ in TOOLS if name not in {tool[0] for tool in tools}]
    if absent:
        print(f"not installed: {', '.join(absent)}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        must_be_found(tools, folder)
        folders = list(given.folders)
        if given.program:
            (folder / "written").mkdir()
            folders.append(written(pathlib.Path(given.program).resolve(), folder / "written"))
        files = sorted(file for one in folders for file in one.rglob("*.csv"))
        found = check(files, tools, folder)
    print(f"{len(files)} files, {', '.join(name for name, *_ in tools)}", file=sys.stderr)
    print("".join(f"{words}\n" for words in found), end="")
    sys.exit(1 if found or not files else 0)


if __name__ == "__main__":
    main()
