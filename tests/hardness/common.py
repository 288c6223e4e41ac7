"""What the scripts of this folder share: arguments, runs of the program that are watched, stores, and the report.

Every script works in a folder of its own below the system's folder for temporary files, removes it at the end, sends
nothing beyond this machine, and stops by itself.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 500_000_000  # the bound that is promised; bytes
STOP_AT = 1_500_000_000  # a run that holds as much is ended, so that the machine stays usable; bytes
QUICK = {  # settings of fetching with waits that a test can wait for
    "connect_milliseconds": "2_000",
    "silence_milliseconds": "800",
    "grace_milliseconds": "800",
    "attempts": "3",
    "first_wait_milliseconds": "5",
    "longest_wait_milliseconds": "1_500",
    "nomis_cells": "3",
    "features_a_page": "2",
    "pause_milliseconds": "1",
    "file_milliseconds": "10_000",
    "run_milliseconds": "20_000",
}
BOATS = "published/small-boats/{}_Small_boats_-_time_series.ods"
NOVEMBER, MARCH, MAY = (BOATS.format(day) for day in ("14_November_2025", "27_March_2026", "15_May_2026"))
CHILDREN = {
    2011: "published/uasc/SFR21_CLA.csv",
    2016: "published/uasc/SFR41_CLA2016.csv",
    2017: "published/uasc/SFR50_CLA2017.csv",
}  # children looked after at 31 March: small, and quickly read
NINO = "published/nino/nino-registrations-overseas-borough-2003.csv"
REGIONAL = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods"
LARGE = "reconstructed/asylum-seekers-receipt-support-datasets-sep-2024.xlsx"  # 82,377 rows


def arguments(about, times, more=()):
    """The arguments of a script: `times` as (whole form, short form), `more` as (name, settings) of its own."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    beside = ROOT.parent / "shared/data"
    parser.add_argument("--binary", type=Path, default=ROOT / "target/debug/fairshares", help="the program")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("FAIRSHARES_PUBLISHED") or beside),
        help="the publishers' files [FAIRSHARES_PUBLISHED, else ../shared/data]",
    )
    parser.add_argument("--seed", type=int, default=16, help="of all chance")
    parser.add_argument("--times", type=int, help=f"how often [{times[0]}; with --short {times[1]}]")
    parser.add_argument("--short", action="store_true", help="the short form, for continuous integration")
    parser.add_argument("--slower", type=float, default=1.0, help="how much slower the binary is than a release")
    parser.add_argument("--first", action="store_true", help="end at the first failure")
    parser.add_argument("--figures", type=Path, help="file to which the line of figures is added (JSON lines)")
    for name, settings in more:
        parser.add_argument(name, **settings)
    chosen = parser.parse_args()
    chosen.times = chosen.times or times[1 if chosen.short else 0]
    # The program runs in folders of its own.
    chosen.binary, chosen.data = chosen.binary.resolve(), chosen.data.resolve()
    if not chosen.binary.is_file():
        sys.exit(f"{chosen.binary} is not there: build it, or name another with --binary")
    if not chosen.data.is_dir():
        print(f"skipped: no publishers' files in {chosen.data}; set FAIRSHARES_PUBLISHED", file=sys.stderr)
        sys.exit(1 if os.environ.get("CI") else 0)
    random.seed(chosen.seed)
    return chosen


class Ran:
    """How a run ended and what it took: code (negative: the signal), out, err, wall and cpu in seconds, memory in bytes."""

    def __init__(self, code, out, err, wall, cpu, memory, stopped):
        self.code, self.out, self.err = code, out, err
        self.wall, self.cpu, self.memory, self.stopped = wall, cpu, memory, stopped

    @property
    def broken(self):
        """A panic or a signal, in words; None where there was neither."""
        if self.stopped:
            return f"ended by the script: {self.stopped}"
        if self.code < 0 or self.code > 128:
            return f"signal {-self.code if self.code < 0 else self.code - 128}"
        if self.code == 101 or "panicked at" in self.err:
            return "panic: " + next((line for line in self.err.splitlines() if "panicked at" in line), "code 101")[:160]
        return None

    @property
    def error(self):
        """The code of its first error, such as F402."""
        found = re.search(r"error\[(F\d{3})\]|\((F\d{3})\)", self.err)
        return found and (found[1] or found[2])


def tree(pid):
    """A process and all below it."""
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append(one)
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                left += [int(child) for child in Path(f"/proc/{one}/task/{task}/children").read_text().split()]
        except OSError:
            pass
    return found


def held(pid):
    """Bytes that a process and those below it hold of their own."""
    total = 0
    for one in tree(pid):
        try:
            total += sum(
                int(kilobytes)
                for kilobytes in re.findall(r"Rss(?:Anon|Shmem):\s+(\d+)", Path(f"/proc/{one}/status").read_text())
            )
        except OSError:
            pass
    return total * 1024


def start(command, folder, environment, out, err):
    """Starts a program in a session of its own."""
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        start_new_session=True,
    )


def end(process):
    """Kills a program and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def watched(process, limit, began):
    """Waits for a program, at most `limit` seconds and STOP_AT bytes: (code, wall, cpu, memory, why it was stopped)."""
    peak, stopped, done = 0, [], threading.Event()

    def look():
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, held(process.pid))
            if peak > STOP_AT or time.monotonic() - began > limit:
                stopped.append("memory" if peak > STOP_AT else "time")
                return end(process)

    watch = threading.Thread(target=look)
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    done.set()
    watch.join()
    code = process.returncode = os.waitstatus_to_exitcode(status)
    # What the system counts holds this script's own pages at the start: it counts where it is more than those.
    memory = max(peak, usage.ru_maxrss * 1024)
    return code, wall, usage.ru_utime + usage.ru_stime, memory, stopped[0] if stopped else None


class Scene:
    """A folder with a store of its own, settings that wait for nothing long, and a publisher if there is one."""

    def __init__(self, chosen, folder, publisher=None):
        self.chosen, self.folder, self.publisher = chosen, Path(folder), publisher
        (self.folder / "catalogue").mkdir(parents=True, exist_ok=True)
        text = (ROOT / "data/catalogue/fetching.toml").read_text()
        for name, value in QUICK.items():
            text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        (self.folder / "catalogue/fetching.toml").write_text(text)

    @property
    def store(self):
        return self.folder / "store"

    def environment(self):
        """Nothing of the machine's but what a program needs."""
        environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"], "FAIRSHARES_STORE": str(self.store)}
        if self.publisher:
            environment["FAIRSHARES_MIRROR"] = self.publisher.base
        return environment

    def command(self, *words):
        return [self.chosen.binary, "--catalogue", "catalogue", *words]

    def begin(self, *words, before=()):
        """Starts the program, what it prints into files of the scene: (process, ended), `ended` waits for it."""
        prints = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
        began = time.monotonic()
        process = start([*before, *self.command(*words)], self.folder, self.environment(), *prints)

        def ended(limit=600):
            code, wall, cpu, memory, stopped = watched(process, limit * self.chosen.slower, began)
            texts = []
            for one in prints:
                one.seek(0)
                texts.append(one.read().decode(errors="replace"))
                one.close()
            return Ran(code, *texts, wall, cpu, memory, stopped)

        return process, ended

    def run(self, *words, limit=600):
        """Runs the program to its end."""
        return self.begin(*words)[1](limit)

    def must(self, *words):
        """Runs the program, which must succeed."""
        ran = self.run(*words)
        if ran.code != 0:
            sys.exit(f"{' '.join(map(str, words))}: code {ran.code}\n{ran.out[-2000:]}{ran.err[-4000:]}")
        return ran

    def copy(self, name):
        """Another scene with the same store and packs."""
        other = self.folder.parent / name
        shutil.copytree(self.folder, other)
        return Scene(self.chosen, other, self.publisher)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def listed(store, name):
    """A list of the store; an empty one where there is none."""
    path = store / name
    return json.loads(path.read_text()) if path.exists() else {}


def essence(store):
    """What a store holds, without the moments at which it came."""
    identity = lambda one: (one["dataset"], one["edition"], one["sha256"])
    pins = {path.name: json.loads(path.read_text()) for path in sorted((store / "pins").glob("*.json"))}
    return {
        "editions": sorted(identity(one) for one in listed(store, "manifest.json").get("snapshots", [])),
        "held back": sorted(one["sha256"] for one in listed(store, "held-back.json").get("held_back", [])),
        "discarded": sorted({one["sha256"] for one in listed(store, "held-back.json").get("discarded", [])}),
        "pins": [(name, sorted(identity(one) for one in pin["editions"])) for name, pin in pins.items()],
    }


def unsound(store):
    """What is wrong with a store, in words: lists that cannot be read, bytes that are lost or altered."""
    try:
        found = essence(store)
        listed(store, "journal.json")
    except (ValueError, KeyError, TypeError) as error:
        return [f"a list cannot be read: {error!r}"]
    needed = [("snapshots", one[2]) for one in found["editions"]] + [("held-back", one) for one in found["held back"]]
    wrong = []
    for folder, name in sorted(set(needed)):
        path = store / folder / name
        if not path.exists():
            wrong.append(f"{folder}/{name[:12]} is lost")
        elif sha256(path) != name:
            wrong.append(f"{folder}/{name[:12]} is altered")
    held_here = {one[2] for one in found["editions"]}
    for name, editions in found["pins"]:
        lost = [one for one in editions if one[2] not in held_here and not bundled(one)]
        wrong += [f"pin {name} has lost {dataset} {edition}" for dataset, edition, _ in lost]
    return wrong


def bundled(edition):
    """Whether an edition is inside the program."""
    return (ROOT / f"data/bundled/{edition[0]}@{edition[1]}.csv").exists()


def left_aside(folder):
    """Files that a writing command has begun and not put in their place."""
    names = [str(path.relative_to(folder)) for path in Path(folder).rglob("*")]
    return sorted(name for name in names if Path(name).name.startswith(".aside-"))


def contents(folder):
    """Every file below a folder with the sha256 of its bytes."""
    folder = Path(folder)
    return {str(path.relative_to(folder)): sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}


class Report:
    """Counts by row and outcome, and failures by kind."""

    def __init__(self, name, chosen):
        self.name, self.chosen, self.began = name, chosen, time.monotonic()
        self.counts, self.failures, self.kinds, self.figures, self.guard = {}, [], Counter(), {}, threading.Lock()

    def count(self, row, outcome, by=1):
        with self.guard:
            self.counts.setdefault(row, Counter())[outcome] += by

    def fail(self, row, kind, text):
        """Notes a failure, which ends the script where the first is to end it."""
        with self.guard:
            self.kinds[kind] += 1
            self.failures.append((row, kind, text))
        if self.kinds[kind] <= 3:
            print(f"FAILED {row}: {kind}: {text}", file=sys.stderr, flush=True)
        if self.chosen.first:
            self.finish()

    def finish(self):
        """Prints the table and the line of figures, and exits with 1 if anything failed."""
        outcomes = sorted({outcome for counts in self.counts.values() for outcome in counts})
        width = max([len(row) for row in self.counts] + [8])
        print(f"\n{self.name}\n{'':{width}}  " + "  ".join(outcomes))
        for row, counts in self.counts.items():
            print(f"{row:{width}}  " + "  ".join(f"{counts[outcome]:>{len(outcome)}}" for outcome in outcomes))
        for kind, times in self.kinds.items():
            print(f"FAILED {times} times: {kind}")
        version = subprocess.run([self.chosen.binary, "--version"], capture_output=True, text=True, check=False)
        line = {
            "script": self.name,
            "date": time.strftime("%Y-%m-%d"),
            "version": version.stdout.strip(),
            "binary_sha256": sha256(self.chosen.binary),
            "command": " ".join(map(os.path.basename, sys.argv)),
            "seed": self.chosen.seed,
            "short": self.chosen.short,
            "slower": self.chosen.slower,
            "seconds": round(time.monotonic() - self.began),
            "counts": self.counts,
            "figures": self.figures,
            "failed": dict(self.kinds),
        }
        text = json.dumps(line)
        print(text, flush=True)
        if self.chosen.figures:
            with self.chosen.figures.open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        sys.stdout.flush()
        code = 1 if self.kinds else 0
        if threading.current_thread() is threading.main_thread():
            sys.exit(code)
        os._exit(code)


def has_command(chosen, name):
    """Whether the program has a command."""
    done = subprocess.run([chosen.binary, name, "--help"], capture_output=True, check=False)
    return done.returncode == 0
