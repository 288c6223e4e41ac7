"""Imports about two hundred hostile files, each made when it is needed, and measures time and memory.

No file may take over 500 MB of memory, nor over 10 seconds of the processor for each MB of it (10 at least; by the clock
three times as long, as others may be using the machine); each
ends without a panic or a signal, is refused with a
code (exit code 2 or 3) or read, and leaves the store sound. With a binary
that is not optimised `--slower` multiplies the seconds. A file that other software might not survive is never kept: it
is made in a temporary folder, tried, and removed.

Run: python tests/hardness/hostile_files.py --binary PATH [--slower 10] [--only WORDS] [--list]
"""

import random
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from common import CHILDREN, MEMORY, Report, Scene, arguments, essence, left_aside, unsound

SECONDS = 10  # for each MB, and at least


def makers():
    """Every maker by the name of its file, with the class that it belongs to."""
    import hostile_archives
    import hostile_books
    import hostile_texts

    alone = lambda make: lambda data: make()
    found = {}
    for title, group in (
        ("archives", hostile_archives.MAKERS),
        ("xlsx", hostile_books.XLSX),
        ("ods", hostile_books.ODS),
    ):
        found.update({name: (title, alone(make)) for name, make in group.items()})
    for title, group in (
        ("xls", hostile_texts.OLD),
        ("texts and others", hostile_texts.TEXTS),
        ("genuine, spoilt", hostile_texts.SPOILT),
    ):
        found.update({name: (title, make) for name, make in group.items()})
    return found


def made(name, path, chosen):
    """Has a file made by a process of its own, so that this one stays small: what a child holds is counted from there."""
    command = [sys.executable, __file__, "--make", name, str(path), str(chosen.data), str(chosen.seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{name} could not be made: {done.stderr[-500:]}")


def make(name, path, data, seed):
    random.seed(f"{seed} {zlib.crc32(name.encode())}")
    Path(path).write_bytes(makers()[name][1](Path(data)))


def tried(name, title, scene, chosen, report):
    """Imports one file, and says what is wrong with how it went."""
    path = scene.folder / "hostile"
    made(name, path, chosen)
    megabytes = path.stat().st_size / 1e6
    most = SECONDS * max(1.0, megabytes) * chosen.slower
    before = essence(scene.store)
    # Longer is waited, so that by how much it takes too long can be told, and because others may be using the machine.
    ran = scene.run("import", "hostile", limit=4 * most / chosen.slower)
    path.unlink()
    took = max(ran.cpu, ran.wall / 3)
    report.count(title, "files")
    report.count(title, "read" if ran.code == 0 else "refused")
    report.figures.setdefault("each", []).append(
        [name, round(megabytes, 2), round(took, 2), ran.memory // 1_000_000, ran.code, ran.error]
    )
    if ran.broken:
        report.fail(
            title,
            "a panic, a signal or no end",
            f"{name}: {ran.broken} after {ran.wall:.1f} s, {ran.memory // 1_000_000} MB",
        )
    elif ran.code not in (0, 2, 3) or (ran.code and not ran.error):
        report.fail(title, "refused without a code", f"{name}: code {ran.code} {ran.err[:200]!r}")
    if took > most:
        report.fail(title, "too long", f"{name}: {took:.1f} s for {megabytes:.1f} MB, at most {most:.0f}")
    if ran.memory > MEMORY:
        report.fail(title, "too much memory", f"{name}: {ran.memory // 1_000_000} MB")
    if len(ran.err) > 1_000_000 or any(
        ord(one) < 32 and one not in "\n\t" or ord(one) in (0x202E, 0x202A, 0x9B) for one in ran.err
    ):
        report.fail(title, "a message of a MB, or with control characters", f"{name}: {len(ran.err)} bytes")
    wrong = unsound(scene.store) + [f"{one} is left" for one in left_aside(scene.folder)]
    if wrong or (ran.code != 0 and essence(scene.store) != before):
        report.fail(title, "the store is not as it was", f"{name}: {wrong[:2]}")


def summary(report):
    """The slowest and the largest of each class, for the report."""
    each = report.figures.get("each", [])
    report.figures["files"] = len(each)
    report.figures["most memory in MB"] = max((one[3] for one in each), default=0)
    report.figures["longest in seconds"] = max((one[2] for one in each), default=0)
    by_time = sorted(each, key=lambda one: -one[2] / max(1.0, one[1]))[:8]
    print("\nthe slowest for their size: " + "; ".join(f"{one[0]} {one[2]} s of {one[1]} MB" for one in by_time))
    by_memory = sorted(each, key=lambda one: -one[3])[:8]
    print("the most memory: " + "; ".join(f"{one[0]} {one[3]} MB" for one in by_memory))


def main():
    if sys.argv[1:2] == ["--make"]:
        return make(*sys.argv[2:])
    more = (
        ("--only", {"help": "files whose names hold these words"}),
        ("--list", {"action": "store_true", "help": "list the files and try none"}),
    )
    chosen = arguments(__doc__, (1_000, 8), more)
    names = {name: title for name, (title, _) in makers().items() if not chosen.only or chosen.only in name}
    if chosen.list:
        return print("\n".join(f"{title}: {name}" for name, title in names.items()))
    report = Report("hostile_files", chosen)
    some = list(names)
    if len(some) > chosen.times:
        some = random.sample(some, chosen.times)
    with tempfile.TemporaryDirectory(prefix="fairshares-hostile-") as folder:
        scene = Scene(chosen, Path(folder) / "scene")
        scene.must("import", chosen.data / CHILDREN[2016])
        for name in some:
            tried(name, names[name], scene, chosen, report)
    summary(report)
    report.finish()


if __name__ == "__main__":
    main()
