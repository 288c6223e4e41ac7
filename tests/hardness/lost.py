"""Loses, halves, empties and garbles the files of a store, and looks at what verify and verify --repair make of it.

For each damage: `verify` says it (a code other than 0, and the file's name); `verify --repair` rebuilds what can be rebuilt,
after which the answers are as before and `verify` is content; an import works after the repair, so that there is no dead
end; no command panics or answers otherwise at exit code 0. A list of a newer version is refused by every command
and never written to. A binary without `verify` is only asked for the rest.

Run: python tests/hardness/lost.py --binary PATH
"""

import hashlib
import json
import tempfile
from pathlib import Path

from common import CHILDREN, Report, arguments, contents, essence, has_command
from scenes import BOATS, PACK, filled

LISTS = ("manifest.json", "journal.json", "held-back.json", "pins/meeting.json")
ANSWERS = (("table", "children-looked-after-sfr"), ("table", "small-boats-weekly"), ("datasets",))
NEWER = 99


def halved(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def zeroed(path):
    """As a file system without order leaves a file after a power cut."""
    path.write_bytes(bytes(path.stat().st_size))


def newer(path):
    """A list as a later version would write it, with the checksum of its own text."""
    found = json.loads(path.read_text())
    found.pop("checksum", None)
    found = {"version": NEWER, **{key: found[key] for key in found if key != "version"}}
    text = json.dumps({**found, "of_a_later_version": {"unknown": True}}, indent=2) + "\n"
    checksum = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(text.replace("{\n", f'{{\n  "checksum": "{checksum}",\n', 1))


def folder_in_its_place(path):
    path.unlink()
    path.mkdir()


WAYS = {
    "lost": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "halved": halved,
    "zeroed": zeroed,
    "another's": lambda path: path.write_text("[1, 2, 3]\n"),
    "a folder": folder_in_its_place,
}


def first(store, folder, start=""):
    return next(path for path in sorted((store / folder).iterdir()) if path.name.startswith(start))


def damages(store):
    """Name, what is damaged, how: (name, [paths below the store], way)."""
    relative = lambda path: str(path.relative_to(store))
    snapshot = next(
        one
        for one in json.loads((store / "manifest.json").read_text())["snapshots"]
        if one["dataset"] == "children-looked-after-sfr"
    )["sha256"]
    tables = [relative(first(store, "tidy", start)) for start in ("children-looked-after-sfr", "small-boats-weekly")]
    found = [(f"{name} {way}", [name], WAYS[way]) for name in LISTS for way in WAYS]
    for title, path in (
        ("a snapshot", f"snapshots/{snapshot}"),
        ("a table", tables[0]),
        ("bytes held back", relative(first(store, "held-back"))),
    ):
        found += [(f"{title} {way}", [path], WAYS[way]) for way in ("lost", "emptied", "halved", "zeroed")]
    found += [
        ("every table lost", [relative(path) for path in (store / "tidy").iterdir()], Path.unlink),
        ("two tables changed places", tables, None),
        ("manifest and journal lost", ["manifest.json", "journal.json"], Path.unlink),
        ("manifest and journal halved", ["manifest.json", "journal.json"], halved),
        ("manifest, tables and journal lost", ["manifest.json", "journal.json", *tables], Path.unlink),
        ("every list emptied", list(LISTS[:3]), WAYS["emptied"]),
    ]
    return found


def damage(scene, paths, way):
    paths = [scene.store / path for path in paths]
    if way is None:
        one, other = (path.read_bytes() for path in paths)
        paths[0].write_bytes(other)
        paths[1].write_bytes(one)
        return
    for path in paths:
        way(path)


def differs(scene, expected):
    """Commands whose answer is another than it was, with its code."""
    found = []
    for words, answer in expected.items():
        ran = scene.run(*words)
        if (ran.code, ran.out) != (0, answer):
            found.append((words, ran))
    return found


def can_be_rebuilt(name):
    """Whether everything can be had again: bytes that are gone cannot, nor what only a lost list knew."""
    return not any(
        name.startswith(start) for start in ("a snapshot", "bytes held back", "held-back.json", "pins/", "every list")
    )


def one_damage(chosen, scene, case, expected, has_verify, report):
    name, paths, way = case
    row = name.split(" ")[0] if name.split(" ")[0] in LISTS else name.rsplit(" ", 1)[0]
    damage(scene, paths, way)
    report.count(row, "damages")
    # Before anything else: a command that reads a damaged table makes it anew.
    if has_verify:
        ran = scene.run("verify")
        harmless = name in ("journal.json lost", "every table lost", "a table lost")
        if ran.broken or (ran.code == 0 and not harmless):
            report.fail(row, "verify does not say it", f"{name}: code {ran.code} {ran.out[:400]!r} {ran.err[-200:]!r}")
    different = differs(scene, expected)
    report.count(row, "refuses" if different else "reads on")
    for words, ran in different:
        # A store without a manifest, a journal or a pin is one that never had them: only verify can tell.
        if ran.broken or (ran.code == 0 and not name.endswith("lost")):
            text = f"{name}: {words}: {ran.broken or ran.out[:150]!r}"
            report.fail(row, "another answer at exit code 0, or a panic", text)
    if has_verify:
        repaired(scene, name, row, expected, report)
    ran = scene.run("import", chosen.data / CHILDREN[2016], chosen.data / CHILDREN[2017])
    if ran.code != 0 or scene.run("table", "children-looked-after-sfr").code != 0:
        report.fail(row, "a dead end: no import after the damage", f"{name}: code {ran.code} {ran.err[:300]!r}")


def repaired(scene, name, row, expected, report):
    """Has the damage repaired, and looks whether all answers are as before."""
    ran = scene.run("verify", "--repair")
    if ran.broken:
        report.fail(row, "repair breaks", f"{name}: {ran.broken}")
    left = differs(scene, expected)
    report.count(row, "repaired" if not left else "repaired in part")
    if left and can_be_rebuilt(name):
        words, ran = left[0]
        report.fail(row, "repair does not rebuild", f"{name}: {words}: code {ran.code} {ran.err[:200]!r}")
    if not left and can_be_rebuilt(name) and scene.run("verify").code != 0:
        report.fail(row, "verify is not content after a repair", name)


def newer_format(scene, name, commands, report):
    """A list of a newer version: no command writes to it, none that is refused writes anything, and with such a manifest
    every command is refused."""
    newer(scene.store / name)
    row = f"newer {name}"
    before = kept(scene.store, name)
    for words in commands:
        ran = scene.run(*words)
        report.count(row, "commands")
        report.count(row, "refuses" if ran.code else "reads on")
        shown, after = f"{' '.join(map(str, words))[:80]} code {ran.code}", kept(scene.store, name)
        if ran.broken:
            report.fail(row, "a panic or a signal", f"{shown}: {ran.broken}")
        if ran.code == 0 and name == "manifest.json":
            report.fail(row, "a store of a newer format is not refused", shown)
        if after.get(name) != before[name] or (ran.code != 0 and after != before):
            report.fail(row, "a store of a newer format is written to", shown)
        before = after


def kept(store, name):
    """The lists and bytes of a store that commands answer from, without what is only known of publishers' pages."""
    starts = ("manifest.json", "held-back", "pins/", "snapshots/", name)
    return {path: sha for path, sha in contents(store).items() if path.startswith(starts)}


def main():
    chosen = arguments(__doc__, (100, 3))
    report = Report("lost", chosen)
    has_verify = has_command(chosen, "verify")
    report.figures["verify"] = has_verify
    with tempfile.TemporaryDirectory(prefix="fairshares-lost-") as folder:
        scene = filled(chosen, Path(folder))
        scene.must("import", chosen.data / CHILDREN[2011])
        scene.must("refresh", *BOATS)
        scene.must(*PACK, "--pin", "meeting", "-o", "pinned")
        expected = {words: scene.must(*words).out for words in ANSWERS}
        cases = damages(scene.store)
        step = max(1, -(-len(cases) // chosen.times))
        for case in cases[::step]:
            other = scene.copy("damaged")
            one_damage(chosen, other, case, expected, has_verify, report)
            other.remove()
        commands = [
            *ANSWERS,
            ("import", chosen.data / CHILDREN[2017]),
            ("refresh", *BOATS),
            ("refresh", "--accept", "regional-groups"),
            ("prune", "--yes"),
            (*PACK, "--pin", "other", "-o", "other"),
        ]
        commands += [("verify",), ("verify", "--repair")] if has_verify else []
        for name in LISTS if not chosen.short else LISTS[:1]:
            other = scene.copy("newer")
            newer_format(other, name, commands, report)
            other.remove()
        report.figures["held at the start"] = len(essence(scene.store)["editions"])
    report.finish()


if __name__ == "__main__":
    main()
