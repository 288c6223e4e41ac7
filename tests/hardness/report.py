"""Writes reports/reliability.md from the lines of figures that the other scripts have added to a file.

Of each script the last line counts that is not of the short form. A script without a line is named as not run; no figure
stands in the report that no run has given.

Run: python tests/hardness/report.py FIGURES.jsonl [--machine "2 cores, 24 GiB"] [--output reports/reliability.md]
"""

import argparse
import json
import platform
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TITLES = {
    "kills": (
        "Killed at every call that changes the disk, and at random moments",
        "After each kill the store is sound, what had been said to be done is done, the same command again gives what it gives "
        "undisturbed, a pack is the old one or the new one, and nothing lies aside.",
    ),
    "races": (
        "Two commands at once",
        "Each pair is started together. No edition and no pinned bytes are lost, of two pins of one name one "
        "fails, no file is not found, an import waits.",
    ),
    "flips": (
        "One bit flipped in a file of the store",
        "Then a command reads it: WRONG is another answer at exit code 0.",
    ),
    "lost": (
        "Files of the store lost, halved, emptied or garbled",
        "`verify` says it, `verify --repair` rebuilds what can be rebuilt, an "
        "import works; a list of a newer format is never written to.",
    ),
    "hostile_files": (
        "Hostile files",
        "Each is imported; at most 500 MB of memory and 10 seconds for each MB, 10 at least.",
    ),
    "cut_files": (
        "Files cut at every tenth",
        "A file that lacks a part is refused or held back, never taken as whole.",
    ),
    "network_faults": (
        "Faults of servers",
        "What was held goes on answering, nothing counts in part, and the next run completes.",
    ),
    "speed": (
        "Speed beside the binary before",
        "Processor time, medians, in turns within one run; at most 1.05 times for import and show.",
    ),
}


def chosen_lines(path):
    """The last line of each script in its whole form."""
    found = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        if text.startswith("{"):
            line = json.loads(text)
            if not line.get("short"):
                found[line["script"]] = line
    return found


def table(counts):
    """Counts by row and outcome, as Markdown."""
    columns = sorted({column for row in counts.values() for column in row})
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for row, found in counts.items():
        lines.append(f"| {row} | " + " | ".join(f"{found.get(column, 0):,}" for column in columns) + " |")
    return lines


def more(name, line):
    """What else a script has measured, in sentences."""
    figures = line.get("figures", {})
    if name == "hostile_files" and figures.get("each"):
        each = figures["each"]
        slow = sorted(each, key=lambda one: -one[2] / max(1.0, one[1]))[:5]
        large = sorted(each, key=lambda one: -one[3])[:5]
        return [
            f"{len(each)} files. The slowest for their size: "
            + "; ".join(f"{one[0]} ({one[2]} s, {one[1]} MB)" for one in slow)
            + ".",
            "The most memory: " + "; ".join(f"{one[0]} ({one[3]} MB)" for one in large) + ".",
        ]
    if name == "speed":
        return [
            f"{what}: {one['base']} s before, {one['new']} s now, ratio {one['ratio']}."
            for what, one in figures.items()
        ]
    plain = {key: value for key, value in figures.items() if not isinstance(value, (list, dict))}
    return [", ".join(f"{key}: {value}" for key, value in plain.items()) + "."] if plain else []


def section(name, line):
    title, says = TITLES[name]
    lines = [f"## {title}", "", says, ""]
    if not line:
        return lines + [f"Not run: `tests/hardness/{name}.py` has left no figures.", ""]
    slower = (
        f", a binary taken to be {line['slower']:g} times slower than a release" if line.get("slower", 1) != 1 else ""
    )
    lines += [
        f"{line['date']}, {line['version']} (sha256 {line['binary_sha256'][:12]}), {line['seconds']:,} seconds{slower}: "
        f"`{line['command']}`",
        "",
        *table(line["counts"]),
        "",
    ]
    lines += [text for sentence in more(name, line) for text in (sentence, "")]
    failed = "; ".join(f"{kind} ({times} times)" for kind, times in line["failed"].items())
    return lines + [f"**Failed: {failed}.**" if failed else "Nothing failed.", ""]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("--machine", default=f"{platform.system()} {platform.machine()}")
    parser.add_argument("--output", type=Path, default=ROOT / "reports/reliability.md")
    chosen = parser.parse_args()
    found = chosen_lines(chosen.figures)
    lines = [
        "# What the program withstands",
        "",
        "Figures of `tests/hardness/`, each with its day, version and command. `tests/hardness/README.md` says what each script "
        "shows and how it is run; this file is written by `tests/hardness/report.py`.",
        "",
        f"Machine: {chosen.machine}.",
        "",
    ]
    for name in TITLES:
        lines += section(name, found.get(name))
    chosen.output.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print(f"{chosen.output}: {len(found)} of {len(TITLES)} scripts have figures")


if __name__ == "__main__":
    main()
