"""Starts commands on one store together, pair by pair, and looks at what both have left.

Commands: import, refresh, accept, prune, brief --pin, brief -o, show and, where there is one, verify --repair; each also
beside itself. Afterwards: the store is sound; whatever said that it succeeded has done so; every edition is there that was
there and that no prune has listed; a pin has its bytes; of two pins of one name one fails; a pack is whole; no error is about
a file that was not found; and an import waits for another command in place of failing.

Run: python tests/hardness/races.py --binary PATH [--times N] [--pairs NAME+NAME,…] [--commands NAME,…]
"""

import itertools
import random
import tempfile
import time
from pathlib import Path

from common import CHILDREN, Report, arguments, contents, essence, left_aside, sha256, unsound
from scenes import deeds, filled, Deed

NOT_FOUND = ("No such file", "os error 2", "not found (os error")
SHOW = ("table", "small-boats-weekly")


class Pair:
    """Two commands, and what is there before."""

    def __init__(self, scene, one, other):
        self.scene, self.deeds = scene, (one, other)
        self.before = essence(scene.store)

    def run(self):
        """Starts both, the second a moment later by chance, and waits for both."""
        lag = random.choice((0, 0, random.uniform(0, 0.6)))
        begun = []
        for deed in self.deeds:
            begun.append(self.scene.begin(*deed.words)[1])
            time.sleep(lag)
        return [ended() for ended in begun]


def wrong(pair, ran, packs, shas):
    """What is wrong after both have ended, as (kind, text)."""
    scene, found = pair.scene, []
    after = essence(scene.store)
    found += [("the store is not sound", text) for text in unsound(scene.store)]
    for deed, one in zip(pair.deeds, ran):
        found += told(deed, one)
        found += done(deed, one, after, scene, shas)
    names = [deed.name for deed in pair.deeds]
    pruned = "\n".join(one.out for deed, one in zip(pair.deeds, ran) if deed.name == "prune")
    lost = [
        edition for edition in pair.before["editions"] if edition not in after["editions"] and edition[2] not in pruned
    ]
    if lost:
        found.append(("an edition is lost", f"{lost[0][:2]} and {len(lost) - 1} more"))
    succeeded = [deed.name for deed, one in zip(pair.deeds, ran) if one.code == 0]
    if names == ["pin", "pin"] and len(succeeded) != 1:
        found.append(("two pins of one name", f"{len(succeeded)} of 2 succeeded: {[one.err[-200:] for one in ran]}"))
    for deed, one in zip(pair.deeds, ran):
        folder = {"brief": "out", "other brief": "out"}.get(deed.name)
        if folder and one.code == 0 and contents(scene.folder / folder) not in packs:
            found.append(("a pack is not whole", f"{len(contents(scene.folder / folder))} files"))
    if left_aside(scene.folder):
        scene.run("import", scene.chosen.data / CHILDREN[2011])
        if left_aside(scene.folder):
            found.append(("something lies aside for ever", str(left_aside(scene.folder)[:2])))
    return found


def told(deed, ran):
    """What is wrong with how a command ended."""
    if ran.broken:
        return [("a panic or a signal", f"{deed.name}: {ran.broken}")]
    if any(words in ran.err for words in NOT_FOUND):
        return [("an error about a file that is not found", f"{deed.name}: {ran.err[-300:]!r}")]
    if deed.name == "import" and ran.code != 0:
        return [("an import does not wait", f"code {ran.code} {ran.err[-300:]!r}")]
    if deed.name == "show" and ran.code != 0:
        return [("a reader fails", f"code {ran.code} {ran.err[-300:]!r}")]
    if ran.code not in (0, 1, 2, 3) or (ran.code >= 2 and not ran.error):
        return [("an end without a code", f"{deed.name}: {ran.code} {ran.err[-200:]!r}")]
    return []


def done(deed, ran, after, scene, shas):
    """Whether a command that says that it succeeded has done what it says."""
    if ran.code != 0:
        return []
    held = {sha for _, _, sha in after["editions"]}
    if deed.name in shas and shas[deed.name] not in held:
        return [("a command succeeded, and its edition is not there", deed.name)]
    if deed.name == "pin" and not any(name == "meeting.json" for name, _ in after["pins"]):
        return [("a command succeeded, and its pin is not there", deed.name)]
    return []


def whole_packs(scene, deed, beside, number):
    """The packs that a command makes of the store as it is, and after what the other does to the store."""
    found = []
    for words in ((), beside.words):
        other = scene.copy(f"whole-{number}-{len(found)}")
        if words:
            other.run(*words)
        other.run(*deed.words)
        found.append(contents(other.folder / "out"))
        other.remove()
    return found


def race(pair_of, scene, times, report, shas):
    one, other = pair_of
    row = f"{one.name} + {other.name}"
    packs = []
    for number, (deed, beside) in enumerate(((one, other), (other, one))):
        if deed.name.endswith("brief"):
            packs += whole_packs(scene, deed, beside, number)
    for _ in range(times):
        pair = Pair(scene.copy("race"), one, other)
        ran = pair.run()
        report.count(row, "races")
        codes = (
            "both succeed"
            if all(each.code == 0 for each in ran)
            else "one is refused" if any(each.code == 0 for each in ran) else "both are refused"
        )
        report.count(row, codes)
        for kind, text in wrong(pair, ran, packs, shas):
            report.fail(row, kind, text)
        pair.scene.remove()


def main():
    more = (
        ("--pairs", {"help": "pairs of commands, such as prune+pin, separated by commas"}),
        ("--commands", {"help": "commands, separated by commas: each pair of them"}),
    )
    chosen = arguments(__doc__, (15, 1), more)
    report = Report("races", chosen)
    with tempfile.TemporaryDirectory(prefix="fairshares-races-") as folder:
        scene = filled(chosen, Path(folder))
        every = deeds(chosen)
        every["show"] = Deed("show", *SHOW)
        every["other brief"] = Deed(
            "other brief", *every["brief"].words[:4], "--region", "Wales", "-o", "out", said="files in"
        )
        waiting = essence(scene.store)["held back"][0]
        shas = {"import": sha256(chosen.data / CHILDREN[2017]), "accept": waiting}
        if chosen.pairs:
            pairs = [tuple(every[name] for name in pair.split("+")) for pair in chosen.pairs.split(",")]
        elif chosen.short and not chosen.commands:
            names = ("prune+pin", "pin+pin", "import+import")
            pairs = [tuple(every[name] for name in pair.split("+")) for pair in names]
        else:
            names = chosen.commands.split(",") if chosen.commands else list(every)
            pairs = list(itertools.combinations_with_replacement([every[name] for name in names], 2))
        for pair in pairs:
            race(pair, scene, chosen.times, report, shas)
    report.finish()


if __name__ == "__main__":
    main()
