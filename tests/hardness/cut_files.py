"""Cuts the publishers' text files and imports what is left: half a file must never be taken for an edition.

Every text file below the folder of data that is read as an edition is cut at each tenth of its bytes, just after the whole line nearest to
it, at 99 in 100 in both ways, and one byte before its end. Each cut is imported into an empty store. It is refused, doubtful, or taken; where
it is taken, `fairshares table` has to print of it what it prints of the whole file, as where only the end of the last line is gone.

Run: python tests/hardness/cut_files.py [--binary FAIRSHARES] [--data FOLDER] [--parts 10] [--all]
By default one file for each dataset, header and set of measures is cut, the largest; `--all` cuts every file. Standard library only. It prints a
line for each file, then totals and each cut that was taken with other figures, and ends with status 1 when there is one.
"""
import argparse
import concurrent.futures
import csv
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

# Folders whose files are copies made by others, not the publishers' own.
NOT_PUBLISHED = {"derived"}
ENDINGS = {".csv", ".tsv", ".txt"}
TAKEN = {"read", "proved"}
SECONDS = 600  # For one run of the program.
WORDS = ["refused", "doubtful", "taken, same figures", "TAKEN, OTHER FIGURES"]


class Program:
    """The program, in a store of its own for each run."""

    def __init__(self, binary):
        self.binary = str(binary)

    def run(self, store, *words):
        run = [self.binary, "--store", str(store), *map(str, words)]
        return subprocess.run(run, capture_output=True, env={"PATH": os.environ.get("PATH", "")}, timeout=SECONDS, check=False)

    def outcomes(self, store, file):
        """The datasets that were taken from a file, and all outcomes."""
        printed = self.run(store, "import", file).stdout.decode("utf-8", "replace")
        header, *rows = list(csv.reader(io.StringIO(printed))) or [[]]
        names = {name.lower(): at for at, name in enumerate(header)}
        if "outcome" not in names or "dataset" not in names:
            raise SystemExit(f"import of {file} printed no table of outcomes:\n{printed[:400]}")
        found = [(row[names["dataset"]], row[names["outcome"]]) for row in rows if len(row) == len(header)]
        return [dataset for dataset, outcome in found if outcome in TAKEN], {outcome for _, outcome in found}

    def tables(self, store, datasets):
        return {dataset: self.run(store, "table", dataset).stdout for dataset in datasets}


def in_store(task):
    """Calls a task with an empty store, and removes the store."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cut-files-"))
    try:
        return task(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def text_files(data):
    for path in sorted(data.rglob("*")):
        published = path.relative_to(data).parts[0] not in NOT_PUBLISHED
        if published and path.suffix.lower() in ENDINGS and path.is_file():
            yield path


def after_a_line(data, place):
    """The place just after a line that is nearest to another place, with a line before and one after it."""
    mark = b"\n" if b"\n" in data else b"\r"
    before, after = data.rfind(mark, 0, place) + 1, data.find(mark, place) + 1
    places = [at for at in (before, after) if 0 < at < len(data)]
    return min(places, key=lambda at: abs(at - place), default=None)


def places(data, parts):
    """Where a file is cut, each place once, with its name."""
    found = {}
    shares = [(part / parts, f"{part}/{parts}") for part in range(1, parts)] + [(0.99, "99%")]
    for share, name in shares:
        place = int(len(data) * share)
        for at, how in ((place, name), (after_a_line(data, place), f"{name}, whole line")):
            if at and 0 < at < len(data):
                found.setdefault(at, how)
    found.setdefault(len(data) - 1, "one byte short")
    return sorted(found.items())


def verdict(program, name, data, whole):
    """What becomes of a part of a file, and what was taken otherwise than from the whole."""

    def task(folder):
        file = folder / name
        file.write_bytes(data)
        taken, outcomes = program.outcomes(folder / "store", file)
        if not taken:
            return WORDS[1] if "doubtful" in outcomes else WORDS[0]
        same = program.tables(folder / "store", taken) == {dataset: whole.get(dataset) for dataset in taken}
        return WORDS[2] if same else WORDS[3]

    return in_store(task)


def read_whole(program, path):
    """The tables of a file that is read as an edition; none where it is not."""

    def task(folder):
        taken, _ = program.outcomes(folder / "store", path)
        return program.tables(folder / "store", taken)

    return path, in_store(task)


def measures(tables):
    """The measures of each table."""
    rows = {dataset: csv.DictReader(io.StringIO(table.decode("utf-8"))) for dataset, table in tables.items()}
    return tuple(sorted((dataset, *sorted({row["measure"] for row in of})) for dataset, of in rows.items()))


def chosen(read, all_files):
    """Of files with the same datasets, measures and header the largest."""
    if all_files:
        return read
    by_layout = {}
    for path, tables in sorted(read, key=lambda one: one[0].stat().st_size):
        header = path.read_bytes()[:4096].splitlines()[:1]
        by_layout[(measures(tables), tuple(header))] = (path, tables)
    return sorted(by_layout.values(), key=lambda one: one[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=pathlib.Path, default=pathlib.Path("target/debug/fairshares"))
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("../shared/data"))
    parser.add_argument("--parts", type=int, default=10)
    parser.add_argument("--all", action="store_true", help="every file, not one of each kind")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if not asked.data.is_dir() or not asked.binary.is_file():
        sys.exit(f"no folder {asked.data} or no program {asked.binary}")
    begun, program = time.monotonic(), Program(asked.binary.resolve())
    totals, faults = dict.fromkeys(WORDS, 0), []
    with concurrent.futures.ThreadPoolExecutor(asked.workers) as pool:
        read = [one for one in pool.map(lambda path: read_whole(program, path), text_files(asked.data)) if one[1]]
        if not read:
            sys.exit(f"no text file below {asked.data} is read as an edition")
        for path, whole in chosen(read, asked.all):
            data, name = path.read_bytes(), path.relative_to(asked.data)
            cuts = places(data, asked.parts)
            found = list(pool.map(lambda cut: verdict(program, path.name, data[:cut[0]], whole), cuts))
            counts = {word: found.count(word) for word in WORDS}
            totals = {word: totals[word] + counts[word] for word in WORDS}
            faults += [f"{name} cut at {how} ({at:,} of {len(data):,} bytes)"
                       for (at, how), word in zip(cuts, found) if word == WORDS[3]]
            print(f"{name}: " + ", ".join(f"{count} {word}" for word, count in counts.items() if count), flush=True)
    print(f"{sum(totals.values())} cuts: " + ", ".join(f"{count} {word}" for word, count in totals.items()))
    print(f"{time.monotonic() - begun:.0f} seconds")
    for fault in faults:
        print(f"taken with other figures: {fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
