"""Runs every command that prints an answer with `--format json` and checks its output against its JSON Schema in docs/schemas.

The store is a temporary one, with two editions of one dataset that are written here. A schema without a command is an error, and so is an
output that its schema does not allow, one that is no object, or one without a row where there must be some. Before anything else, an output in
which one number was changed into a text has to be found.

Run: python tests/independent/answers.py PROGRAM
It prints what was found and nothing else, and ends with status 1 when that is anything.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.sax.saxutils
import zipfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs" / "schemas"

# The name of each schema, and a command that prints such an answer. The files are those of `write_files`.
COMMANDS = [
    ("import", ["import", "2025-09.xlsx", "2025-12.xlsx"]),
    ("import", ["import", "unknown.csv"]),
    ("shares", ["shares"]),
    ("shares", ["shares", "--places", "500", "--regions"]),
    ("key-comparison", ["shares", "--key", "population", "--key", "child-population"]),
    ("measure-comparison", ["shares", "--measure", "people-supported", "--measure", "supported-in-initial"]),
    ("inequality", ["inequality"]),
    ("keys", ["keys"]),
    ("key-parts", ["keys", "two-parts", "--catalogue", "catalogue"]),
    ("unit-shares", ["keys", "koenigsteiner", "--published"]),
    ("robustness", ["robustness", "--key", "two-parts", "--draws", "50", "--catalogue", "catalogue"]),
    ("robustness-parts", ["robustness", "--key", "two-parts", "--draws", "50", "--parts", "--catalogue", "catalogue"]),
    ("pathway", ["pathway", "--by", "2029-09-30"]),
    ("pathway-quarters", ["pathway", "--by", "2029-09-30", "--quarters"]),
    ("pathway-moves", ["pathway", "--by", "2029-09-30", "--way", "moves", "--moves"]),
    ("surge", ["surge", "--people", "2000", "--weeks", "8"]),
    ("grants", ["grants"]),
    ("grant", ["grants", "asylum-dispersal-grant-2022-23"]),
    ("grant-payments", ["grants", "asylum-dispersal-grant-2022-23", "--payments"]),
    ("fit", ["fit", str(ROOT / "data" / "examples" / "occupations-1988.csv")]),
    ("values", ["show", "supported-per-10k", "--from", "2025-01-01"]),
    ("values", ["show", "supported-per-10k", "--area", "Hillingdon", "--beside", "--from", "2025-12-31"]),
    ("values", ["show", "supported-by-accommodation", "--top", "2", "--from", "2025-12-31"]),
    ("since", ["show", "people-supported", "--since", "2026-03-01"]),
    ("place", ["place", "Newham"]),
    ("districts", ["place", "Kent", "--districts"]),
    ("scan", ["scan"]),
    ("changes", ["changes", "--since", "2020-01-01"]),
    ("table", ["table", "asy-d11"]),
    ("table", ["table", "asy-d11", "--boundaries", "2025-04-01"]),
    ("datasets", ["datasets"]),
    ("indicators", ["indicators"]),
    ("charts", ["chart", "--list"]),
    ("chart", ["chart", "supported-ranked", "--table"]),
    ("mend", ["mend", "reworded.xlsx"]),
    ("check", ["check", "asy-d11"]),
    ("diff", ["diff", "asy-d11"]),
    # Nothing listens there: the report says so.
    ("refresh", ["refresh", "asy-d11", "--mirror", "http://127.0.0.1:9"]),
    ("verify", ["verify"]),
    ("packs", ["brief", "--list"]),
    ("prune", ["prune"]),
    ("trace", ["trace", "supported-per-10k", "Hillingdon", "2025-12-31"]),
    ("trace", ["trace", "people-supported", "London", "2025-12-31"]),
    ("trace", ["trace", "shares", "swiss", "Hillingdon"]),
    ("trace", ["trace", "shares", "two-parts", "Hillingdon", "--catalogue", "catalogue"]),
    ("trace", ["trace", "pathway", "population", "Hillingdon"]),
    ("trace", ["trace", "surge", "population", "Hillingdon", "2000", "8"]),
    ("trace", ["trace", "grants", "asylum-dispersal-grant-2022-23", "Hillingdon"]),
]

# Commands whose answer may have no rows.
MAY_BE_EMPTY = {"prune"}

HEADER = ["Date (as at\u2026)", "Support Type", "UK Region / Nation", "Local Authority", "LAD Code", "Accommodation Type", "People"]
TITLE = "Asylum seekers in receipt of Home Office support by local authority"
AREAS = [("London", "Hillingdon", "E09000017"), ("London", "Hounslow", "E09000018")]


# A key whose parts have built-in figures.
KEY = """
id = "two-parts"
title = "Key of two parts"
definition = "Residents, adjusted by two parts."
combine = "multiplicative"
base = "resident-population"
rounding = "largest-remainder"
reference = "Made for a test"
caveats = []

[[part]]
indicator = "child-population"
weight = 0.5
direction = "more"
transform = "rank"

[[part]]
indicator = "supported-per-10k"
weight = 0.5
direction = "less"
transform = "rank"
"""


def grid_xml(grid):
    """A sheet; what is made of digits alone is a number."""
    rows = []
    for number, row in enumerate(grid, 1):
        cells = []
        for letter, text in zip("ABCDEFG", row):
            at = f'r="{letter}{number}"'
            if text.isdigit():
                cells.append(f"<c {at}><v>{text}</v></c>")
            elif text:
                cells.append(f'<c {at} t="inlineStr"><is><t>{xml.sax.saxutils.escape(text)}</t></is></c>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def write_workbook(path, sheets):
    """A workbook with nothing but texts and numbers."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    numbers = range(1, len(sheets) + 1)
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers)
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="rId{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text if text.startswith("<?xml") else f'<?xml version="1.0"?>{text}')
        for number, grid in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", grid_xml(grid))


def write_edition(path, cover, days, header=tuple(HEADER)):
    """Asy_D11 for two authorities on some days."""
    kinds = ["Contingency Accommodation - Hotel", "Dispersal Accommodation"]
    rows = [
        [day, "Section 95", *area, kind, figure]
        for day, figures in days.items()
        for area, of_area in zip(AREAS, figures)
        for kind, figure in zip(kinds, of_area)
    ]
    year, published = cover
    title = ["Asy_D11: Asylum seekers in receipt of Home Office support by local authority - dataset"]
    first = [[""], ["Immigration System Statistics"], [f"year ending {year}"], [TITLE], [f"Published: {published}"]]
    write_workbook(path, {"Cover_sheet": first, "Data_Asy_D11": [title, list(header), *rows, ["End of table"]]})


def write_files(folder):
    """Two editions, one with a heading that no definition knows, a file that no dataset reads, and a key of two parts."""
    december = ("December 2025", "26 February 2026")
    # The first two days are those of the grant.
    days = {
        "31 Mar 2022": [["900", "100"], ["800", "120"]],
        "31 Mar 2023": [["1200", "130"], ["900", "150"]],
        "30 Sep 2025": [["1900", "158"], ["1366", "190"]],
    }
    write_edition(folder / "2025-09.xlsx", ("September 2025", "27 November 2025"), days)
    days["31 Dec 2025"] = [["1896", "158"], ["1466", "190"]]
    write_edition(folder / "2025-12.xlsx", december, days)
    write_edition(folder / "reworded.xlsx", december, days, [*HEADER[:5], "Type of Accommodation", HEADER[6]])
    (folder / "unknown.csv").write_text("colour,number\nred,1\n", encoding="utf-8")
    (folder / "catalogue" / "keys").mkdir(parents=True)
    (folder / "catalogue" / "keys" / "two-parts.toml").write_text(KEY, encoding="utf-8")


def validator(name):
    """What holds an answer to its schema."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def answer(program, folder, arguments):
    """What a command prints, whatever its exit code."""
    environment = {**os.environ, "FAIRSHARES_STORE": str(folder / "store")}
    command = [program, "--quiet", "--color", "never", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=folder, env=environment)
    try:
        return json.loads(done.stdout), None
    except ValueError as error:
        return None, f"no JSON ({error}): {done.stdout[:200]}{done.stderr[:1000]}"


def with_a_text(value):
    """The same answer, the first number in it changed into a text; and whether there was one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            changed, was_found = with_a_text(inner)
            if was_found:
                return {**value, key: changed}, True
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            changed, was_found = with_a_text(inner)
            if was_found:
                return [*value[:place], changed, *value[place + 1 :]], True
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        return "a text", True
    return value, False


def problems(name, printed):
    """Where an answer is not what its schema says."""
    found = [f"{error.json_path}: {error.message[:300]}" for error in validator(name).iter_errors(printed)]
    if not isinstance(printed, dict):
        return [*found, "not an object"]
    if printed.get("rows") == [] and name not in MAY_BE_EMPTY:
        found.append("no rows")
    return found


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    found = []
    without_command = {path.stem for path in SCHEMAS.glob("*.json")} - {name for name, _ in COMMANDS}
    found += [f"docs/schemas/{name}.json: no command prints it" for name in sorted(without_command)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_files(folder)
        for name, arguments in COMMANDS:
            printed, error = answer(program, folder, arguments)
            all_found = [error] if error else problems(name, printed)
            found += [f"{' '.join(arguments)}: {problem}" for problem in all_found[:5]]
            if name == "shares" and not all_found and not problems(name, with_a_text(printed)[0]):
                found.append("a number that was changed into a text was not found")
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
