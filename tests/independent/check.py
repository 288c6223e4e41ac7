"""Recomputes every oracle from the publishers' files and compares it with the one in tests/oracles.

Runs the scripts of this folder into an empty folder, two at a time, and says file and line wherever what they write is not
what is committed. Text must be the same byte for byte; numbers may differ by one part in 1e9, as processors round differently.
An oracle that names one of the scripts at its head, and that no script writes any more, is a failure too.

Run: python tests/independent/check.py            compares
     python tests/independent/check.py --write    puts what was recomputed into tests/oracles

The publishers' files are looked for where the Rust tests look: in the folder FAIRSHARES_PUBLISHED, otherwise in ../shared/data
beside the checkout. Where they are not there it says so and passes; in continuous integration (CI is set) that is a failure.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ORACLES = ROOT / "tests/oracles"
TOLERANCE = 1e-9
BETWEEN_NUMBERS = re.compile("[;|]")  # in a cell with several
PRINTED = 10  # how many lines of a file are printed that differ
SCRIPTS = {  # what each is given, and the folder below tests/oracles that it writes to; the slowest first
    "indicators.py": (["{data}"], "indicators"),
    "systems.py": (["{data}"], "indicators"),
    "every_cell.py": (["{data}"], ""),
    "recompute.py": (["{data}"], ""),
    "apportioning.py": ([], ""),
    "pyramids.py": (["{data}"], ""),
    "neighbours.py": (["{data}"], ""),
    "keys.py": (["{data}"], ""),
    "pathways.py": (["{data}"], ""),
    "grants.py": (["{data}"], ""),
    "peers.py": (["{data}"], "demography"),
    "places.py": (["{data}/derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv",
                   f"{ROOT}/data/bundled/regional-groups@2025-12-31.csv"], ""),
}


def published():
    """The folder of the publishers' files, or None."""
    named = os.environ.get("FAIRSHARES_PUBLISHED")
    folder = Path(named) if named else ROOT.parent / "shared/data"
    if folder.is_dir():
        return folder
    print(f"skipped: no publishers' files in {folder}; set FAIRSHARES_PUBLISHED", file=sys.stderr)
    return None


def run(script, data, folder):
    """Runs one script; what it said if it failed."""
    arguments, below = SCRIPTS[script]
    out = folder / below
    out.mkdir(exist_ok=True)
    command = [sys.executable, str(HERE / script), *(one.replace("{data}", str(data)) for one in arguments), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(f"{script}: {'recomputed' if done.returncode == 0 else 'FAILED'}", flush=True)
    return None if done.returncode == 0 else f"tests/independent/{script} failed:\n{done.stdout}{done.stderr}"


def alike(one, other):
    """True for two lines of an oracle that say the same."""
    if one == other:
        return True
    ours, theirs = one.split(","), other.split(",")
    return not one.startswith("#") and len(ours) == len(theirs) and all(map(alike_cells, ours, theirs))


def alike_cells(one, other):
    """True for two cells that are the same, or the same numbers to one part in 1e9: one number, or several in one cell."""
    if one == other:
        return True
    if BETWEEN_NUMBERS.search(one):
        ours, theirs = BETWEEN_NUMBERS.split(one), BETWEEN_NUMBERS.split(other)
        return len(ours) == len(theirs) and all(map(alike_cells, ours, theirs))
    try:
        a, b = float(one), float(other)
    except ValueError:
        return False
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def differences(name, made, held):
    """What differs between a recomputed file and the committed one, in words."""
    if not held.is_file():
        return [f"tests/oracles/{name}: recomputed, but not committed"]
    if made.read_bytes() == held.read_bytes():
        return []
    ours, theirs = (path.read_text(encoding="utf-8").split("\n") for path in (held, made))
    found = [f"tests/oracles/{name}:{at}: committed  {one}\n{' ' * 4}recomputed {other}"
             for at, (one, other) in enumerate(zip(ours, theirs), start=1) if not alike(one, other)]
    if len(found) > PRINTED:
        found = [*found[:PRINTED], f"tests/oracles/{name}: {len(found) - PRINTED} more lines differ"]
    if len(ours) != len(theirs):
        found.append(f"tests/oracles/{name}: {len(ours)} lines committed, {len(theirs)} recomputed")
    return found


def forgotten(made):
    """Committed oracles that name a script at their head, although none writes them."""
    for path in sorted(ORACLES.rglob("*.csv")):
        name = path.relative_to(ORACLES).as_posix()
        head = "".join(line for line in path.read_text(encoding="utf-8").splitlines(True)[:12] if line.startswith("#"))
        named = re.search(r"tests/independent/\w+\.py", head)
        if named and name not in made:
            yield f"tests/oracles/{name}: names {named[0]} at its head, which does not write it"


def main(write):
    data = published()
    if data is None:
        return int("CI" in os.environ)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with ThreadPoolExecutor(max_workers=2) as pool:
            problems = [said for said in pool.map(lambda script: run(script, data, folder), SCRIPTS) if said]
        if not problems:
            made = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.csv"))}
            for name, path in made.items():
                if write:
                    shutil.copyfile(path, ORACLES / name)
                problems += differences(name, path, ORACLES / name)
            problems += forgotten(made)
            print(f"{len(made)} oracles recomputed, {len(problems)} problems")
    if problems:
        print("\n".join(problems), file=sys.stderr)
        print("The committed figure and the recomputed one cannot both be right: find out which from the publication.",
              file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
