"""Kills commands that write at every call that changes the disk and at random moments, and looks at what is left.

Commands: import, refresh, accept, prune, brief --pin, brief -o over an older pack and, where there is one, verify --repair.
After each kill: every edition and pin of the store is readable and has its bytes, what had been said to be done is done, the
same command again succeeds and gives what it gives undisturbed, and nothing that was begun lies aside. A pack is the old one
or the new one, whole. Calls are counted and killed with strace, in child processes too; each is killed before it is made.

Run: python tests/hardness/kills.py --binary PATH [--times N] [--calls N] [--only NAME,…] [--jobs N]
"""

import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import CHILDREN, Report, arguments, contents, end, essence, left_aside, unsound
from scenes import deeds, filled

CALLS = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "mkdir,mkdirat,linkat,link,symlinkat,rmdir,fchmod,fchmodat,copy_file_range,sendfile"
)
ANSWERS = (("datasets",), ("table", "small-boats-weekly"), ("table", "children-looked-after-sfr"))


def killing_points(scene, deed, log):
    """The calls of a command that change files of the scene, as (call, which of its kind in its thread), in their order."""
    before = ("strace", "-f", "-y", "-o", log, "-e", f"trace={CALLS}")
    ran = scene.begin(*deed.words, before=before)[1]()
    if ran.code not in (deed.again if deed.name == "repair" else (0,)):
        sys.exit(f"{deed.name} under strace: code {ran.code}\n{ran.err[-3000:]}")
    counts, points = {}, []
    for line in Path(log).read_text(errors="replace").splitlines():
        call = re.match(r"(\d+)\s+(\w+)\((.*)", line)
        if not call:
            continue
        thread, name, rest = call.groups()
        counts[thread, name] = counts.get((thread, name), 0) + 1
        changes = "O_CREAT" in rest if name == "openat" else True
        if changes and is_ours(rest, scene):
            points.append((name, counts[thread, name]))
    return list(dict.fromkeys(points))


def is_ours(rest, scene):
    """Whether a call is about a file of the scene and not, say, about a pipe."""
    shown = str(scene.folder.resolve())
    return shown in rest or re.search(r'"(out|pinned|store)[/"]', rest) is not None


class State:
    """A command, the scene that it begins with, and what it leaves undisturbed."""

    def __init__(self, scene, deed, log):
        self.deed, self.begins = deed, scene
        if deed.name == "repair":
            self.begins = scene.copy("damaged")
            (self.begins.store / "manifest.json").unlink()
        one = self.begins.copy(f"undisturbed-{deed.name}")
        self.old_pack = contents(one.folder / "out")
        self.held_before = essence(one.store)
        ran = one.run(*deed.words)
        if ran.code not in deed.again or (ran.code and deed.name != "repair"):
            sys.exit(f"{deed.name}: code {ran.code}\n{ran.out[-1000:]}{ran.err[-3000:]}")
        self.wall = ran.wall
        self.held = essence(one.store)
        self.packs = {name: contents(one.folder / name) for name in ("out", "pinned")}
        self.beside = names(one)
        self.answers = {words: one.must(*words).out for words in ANSWERS}
        one.remove()
        traced = self.begins.copy(f"traced-{deed.name}")
        self.points = killing_points(traced, deed, log)
        traced.remove()


def names(scene):
    """What lies beside store and packs, and which folders the store has."""
    return sorted(path.name for path in scene.folder.iterdir())


def after(scene, state, ran, report):
    """Looks at what a kill has left; then runs the command again and looks whether all is as if nothing had been."""
    deed, row, wrong = state.deed, state.deed.name, []
    say = lambda kind, text: wrong.append((kind, text))
    if deed.name != "repair":
        for text in unsound(scene.store):
            say("the store is not sound", text)
    if deed.name == "brief" and contents(scene.folder / "out") not in (state.old_pack, state.packs["out"]):
        say("a pack is neither the old one nor the new one", mixture(scene, state))
    if deed.name != "repair" and deed.acknowledged(ran) and essence(scene.store) != state.held:
        say("what had been acknowledged is not there", ran.out[:200])
    listing = scene.run("datasets")
    if listing.code != 0 and deed.name != "repair":
        say("datasets fails after a kill", listing.err[:300])
    again = scene.run(*deed.words)
    if again.code not in deed.again or again.broken:
        say("the same command again fails", f"code {again.code}: {again.err[:300]}")
    if essence(scene.store) != state.held:
        say("the same command again leaves something else", differing(essence(scene.store), state.held))
    if deed.name in ("brief", "pin") and again.code == 0:
        for name, pack in state.packs.items():
            if contents(scene.folder / name) != pack:
                say("the pack made again is another", name)
    for words, answer in state.answers.items():
        now = scene.run(*words)
        if (now.code, now.out) != (0, answer):
            say("an answer is another after the kill", f"{words} code {now.code}")
    if left_aside(scene.store):
        # The same command had nothing more to write: the next that writes clears away.
        scene.must("import", scene.chosen.data / CHILDREN[2011])
    if left_aside(scene.folder) or names(scene) != state.beside:
        say("something lies aside for ever", f"{left_aside(scene.folder)[:3]} {names(scene)}")
    report.count(row, "sound" if not wrong else "failed")
    for kind, text in wrong:
        report.fail(row, kind, text)


def mixture(scene, state):
    """How a pack differs from both that it may be."""
    found, old, new = contents(scene.folder / "out"), state.old_pack, state.packs["out"]
    of_new = sum(1 for name, sha256 in found.items() if new.get(name) == sha256)
    of_old = sum(1 for name, sha256 in found.items() if old.get(name) == sha256)
    return f"{len(found)} files: {of_new} of the new {len(new)}, {of_old} of the old {len(old)}"


def differing(found, expected):
    return "; ".join(
        f"{name}: {found[name]} not {expected[name]}"[:300] for name in found if found[name] != expected[name]
    )


def kill_at_call(state, number, report):
    """Kills a command before one of its calls."""
    name, which = state.points[number]
    scene = state.begins.copy(f"{state.deed.name}-call-{number}")
    log = scene.folder.parent / f"{scene.folder.name}.log"
    # Not with --seccomp-bpf: strace 6.1 then delivers no signal.
    inject = f"inject={name}:signal=SIGKILL:when={which}"
    before = ("strace", "-f", "-o", log, "-e", f"trace={name}", "-e", inject)
    process, ended = scene.begin(*state.deed.words, before=before)
    ran = ended()
    end(process)
    report.count(
        state.deed.name, "kills at calls" if "killed by SIGKILL" in log.read_text(errors="replace") else "calls not met"
    )
    after(scene, state, ran, report)
    scene.remove()
    log.unlink()


def kill_at_moment(state, number, delay, report):
    """Kills a command, with all its children or alone, at a moment."""
    scene = state.begins.copy(f"{state.deed.name}-moment-{number}")
    process, ended = scene.begin(*state.deed.words)
    time.sleep(delay)
    if number % 2:
        os.kill(process.pid, signal.SIGKILL)  # not process.kill(), which may reap it
    else:
        end(process)
    ran = ended()
    report.count(state.deed.name, "kills at moments" if ran.code == -9 else "ended before")
    if number % 2:
        time.sleep(0.2)  # a child that goes on notices that nobody listens
    end(process)
    after(scene, state, ran, report)
    scene.remove()


def main():
    more = (
        ("--calls", {"type": int, "help": "at most so many calls of each command, evenly spread"}),
        ("--only", {"help": "names of commands, separated by commas"}),
        ("--jobs", {"type": int, "default": 1, "help": "kills at a time"}),
    )
    chosen = arguments(__doc__, (500, 2), more)
    if not shutil.which("strace"):
        sys.exit("strace is not installed: apt-get install strace")
    most = chosen.calls or (1 if chosen.short else None)
    report = Report("kills", chosen)
    with tempfile.TemporaryDirectory(prefix="fairshares-kills-") as folder:
        folder = Path(folder)
        scene = filled(chosen, folder)
        every = deeds(chosen)
        only = chosen.only.split(",") if chosen.only else list(every) if not chosen.short else ["import", "prune"]
        states = [State(scene, every[name], folder / "log") for name in only]
        with ThreadPoolExecutor(chosen.jobs) as pool:
            tasks = []
            for state in states:
                report.count(state.deed.name, "calls that change the disk", len(state.points))
                step = max(1, -(-len(state.points) // most)) if most else 1
                offset = random.randrange(step)
                tasks += [
                    pool.submit(kill_at_call, state, number, report)
                    for number in range(offset, len(state.points), step)
                ]
                each = -(-chosen.times // len(states))
                moments = sorted(random.uniform(0, state.wall) for _ in range(each))
                tasks += [pool.submit(kill_at_moment, state, *one, report) for one in enumerate(moments)]
            for task in tasks:
                task.result()
    report.finish()


if __name__ == "__main__":
    main()
