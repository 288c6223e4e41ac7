"""Flips bits in every file of a store, one at a time, and reads the store with a command that needs that file.

Files: the manifest, the journal, the list of what is held back and its bytes, snapshots (without the tables that are made
from them), tidy tables, pins, pages, wordings, and whatever else lies in the store. Outcomes: the same answer; an error with
a code; WRONG: another answer at exit code 0, which must not be; BROKEN: a panic or a signal, which must not be. Answers are
what stands on stdout, or in the files of a pack.

Run: python tests/hardness/flips.py --binary PATH [--times N] [--jobs N]
"""

import random
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import CHILDREN, MARCH, MAY, REGIONAL, Report, Scene, arguments, listed
from publisher import Publisher, reissued

TABLE = ("table", "children-looked-after-sfr")
TABLES = tuple(
    ("table", dataset)
    for dataset in ("children-looked-after-sfr", "small-boats-weekly", "small-boats-daily", "regional-groups")
)
PINNED = ("brief", "asylum-and-resettlement", "--formats", "csv", "--pinned", "meeting", "-o", "again")
# By the beginning of the file's path: its class, and the commands that read it.
READERS = (
    ("manifest", "manifest", (TABLE, ("datasets",), ("trace", "looked-after-children", "E09000018", "2017-03-31"))),
    ("journal", "journal", (("changes",), ("datasets",))),
    ("held-back.json", "list of what is held back", (("datasets",), ("diff", "regional-groups"))),
    ("held-back/", "bytes held back", (("diff", "regional-groups"),)),
    ("snapshots/", "snapshots", TABLES),
    ("tidy/", "tidy tables", TABLES),
    ("pins/", "pins", (PINNED,)),
    ("pages/", "pages", (("refresh", "small-boats-daily", "--dry-run", "--format", "csv"),)),
    ("wordings/", "wordings", (TABLE,)),
    ("", "locks and others", (("datasets",),)),
)


def reworded(bytes_):
    """A file of children looked after with a header that no definition knows, which `mend` is to find."""
    lines = bytes_.split(b"\n")
    lines[0] = lines[0].replace(b",geog_n,", b",geog_name,")
    return b"\n".join(lines)


def filled(chosen, folder):
    """A store with editions of small files, wordings, a pin, a journal, pages, and an edition that waits for a person."""
    publisher = Publisher()
    scene = Scene(chosen, folder / "filled", publisher)
    other = scene.folder / "reworded.csv"
    other.write_bytes(reworded((chosen.data / CHILDREN[2017]).read_bytes()))
    scene.store.mkdir()
    scene.must("mend", other, "--write", "--unproved")
    for path in (MARCH, REGIONAL, CHILDREN[2011], CHILDREN[2016]):
        scene.must("import", chosen.data / path)
    scene.must("import", other)
    publisher.lists_regional(reissued((chosen.data / REGIONAL).read_bytes()))
    scene.run("refresh", "regional-groups")
    may = chosen.data / MAY
    publisher.lists_boats(may.name, may.read_bytes())
    scene.must("refresh", "small-boats-daily", "small-boats-weekly")
    scene.must("brief", "asylum-and-resettlement", "--formats", "csv", "--pin", "meeting", "-o", "made")
    scene.must(*TABLE)
    return scene


def reader_of(name):
    return next((title, commands) for start, title, commands in READERS if name.startswith(start))


def commands_for(store, name):
    """The commands that read a file: of tables those of its datasets, where they are known."""
    title, commands = reader_of(name)
    stem = Path(name).name
    if title == "snapshots":
        of_it = {one["dataset"] for one in listed(store, "manifest.json")["snapshots"] if one["sha256"] == stem}
        return [command for command in commands if command[1] in of_it][:1] or commands
    if title == "tidy tables":
        return [command for command in commands if stem.startswith(command[1])] or commands
    return commands


def answer(scene, command):
    """What a command says on stdout, or what a pack has in its files; and how it ended."""
    shutil.rmtree(scene.folder / "again", ignore_errors=True)
    ran = scene.run(*command, limit=60)
    said = ran.out
    if command is PINNED:
        made = sorted(path for path in (scene.folder / "again").rglob("*") if path.is_file())
        said = "".join(f"{path.name}\n{path.read_text(errors='replace')}" for path in made)
    return ran, said


def outcome(ran, said, expected):
    """Which of the outcomes a run after a flip is."""
    if ran.broken:
        return "BROKEN"
    if ran.code == expected[0].code and said == expected[1]:
        return "same answer"
    if ran.code not in (0, expected[0].code) or (ran.code == expected[0].code != 0):
        return "error with a code" if ran.error else "error without a code"
    return "WRONG"


def flips_of(store, times, most):
    """(file, byte, bit) of as many flips, spread over classes, then files, then positions."""
    files = [
        str(path.relative_to(store)) for path in sorted(store.rglob("*")) if path.is_file() and path.stat().st_size
    ]
    by_class = {}
    for name in files:
        by_class.setdefault(reader_of(name)[0], []).append(name)
    flips = []
    for title, names in by_class.items():
        share = min(
            most.get(title, times),
            round(times * (3 if title in ("tidy tables", "manifest") else 1) / (len(by_class) + 4)),
        )
        for number in range(max(1, share)):
            name = names[number % len(names)]
            size = (store / name).stat().st_size
            flips.append((name, random.randrange(size), random.randrange(8)))
    missing = times - len(flips)
    tables = by_class.get("tidy tables", files)
    flips += [
        (name, random.randrange((store / name).stat().st_size), random.randrange(8))
        for name in (tables[number % len(tables)] for number in range(max(0, missing)))
    ]
    random.shuffle(flips)
    return flips


class Bench:
    """A copy of the store for one worker, in which a file is flipped, read, and put back."""

    def __init__(self, filled_scene, number):
        self.good = filled_scene
        self.scene = filled_scene.copy(f"bench-{number}")
        # In this one the tables have to be made anew from the snapshots.
        self.bare = filled_scene.copy(f"bare-{number}")

    def flip(self, flip, expected, report):
        name, at, bit = flip
        title, commands = reader_of(name)[0], commands_for(self.good.store, name)
        scene = self.bare if title == "snapshots" else self.scene
        data = bytearray((self.good.store / name).read_bytes())
        data[at] ^= 1 << bit
        for command in commands:
            if title == "snapshots":
                shutil.rmtree(scene.store / "tidy", ignore_errors=True)
            (scene.store / name).write_bytes(data)
            ran, said = answer(scene, command)
            found = outcome(ran, said, expected[command])
            if found == "WRONG":
                # Not so where the answer to a store that is whole has changed too, as at midnight.
                expected[command] = answer(self.good, command)
                found = outcome(ran, said, expected[command])
            report.count(title, found)
            if found in ("WRONG", "BROKEN", "error without a code"):
                text = f"{name} byte {at} bit {bit}: {' '.join(command[:2])}: {ran.broken or ran.err[:200]!r}"
                report.fail(
                    title,
                    {"WRONG": "another answer at exit code 0", "BROKEN": "a panic or a signal"}.get(found, found),
                    text,
                )
            self.put_back(scene)

    def put_back(self, scene):
        """Makes the store again as it was: whatever the command repaired, wrote or removed."""
        good = {path.relative_to(self.good.store): path for path in self.good.store.rglob("*") if path.is_file()}
        for path in [path for path in scene.store.rglob("*") if path.is_file()]:
            if path.relative_to(scene.store) not in good:
                path.unlink()
        for name, path in good.items():
            there = scene.store / name
            if not there.exists() or there.read_bytes() != path.read_bytes():
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, there)


def main():
    more = (
        ("--jobs", {"type": int, "default": 1, "help": "flips at a time"}),
        ("--only", {"help": "classes of files, separated by commas"}),
    )
    chosen = arguments(__doc__, (2000, 10), more)
    report = Report("flips", chosen)
    with tempfile.TemporaryDirectory(prefix="fairshares-flips-") as folder:
        scene = filled(chosen, Path(folder))
        commands = {command for _, _, found in READERS for command in found}
        expected = {command: answer(scene, command) for command in commands}
        for command, (ran, said) in expected.items():
            if ran.broken or not said:
                report.fail(
                    "undisturbed", "a command says nothing undisturbed", f"{command}: {ran.code} {ran.err[:300]}"
                )
        flips = flips_of(scene.store, chosen.times, {"pins": chosen.times // 20, "bytes held back": chosen.times // 20})
        if chosen.only:
            flips = [flip for flip in flips if reader_of(flip[0])[0] in chosen.only.split(",")]
        for flip in flips:
            report.count(reader_of(flip[0])[0], "flips")
        benches = [Bench(scene, number) for number in range(chosen.jobs)]
        with ThreadPoolExecutor(chosen.jobs) as pool:
            parts = [flips[number :: chosen.jobs] for number in range(chosen.jobs)]
            work = lambda bench, part: [bench.flip(flip, expected, report) for flip in part]
            for done in [pool.submit(work, *one) for one in zip(benches, parts)]:
                done.result()
    report.figures["flips"] = len(flips)
    report.figures["wrong at exit 0"] = sum(counts["WRONG"] for counts in report.counts.values())
    report.finish()


if __name__ == "__main__":
    main()
