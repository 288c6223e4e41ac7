"""Compares two binaries side by side: processor time of an import, of a figure and of a pack, in turns within one run.

What is measured: the import of the workbook of 82,377 rows into an empty store; `show` of an indicator on a store that holds
tables already read; and `brief`. Medians of processor time (all processes of a command together) and their ratio, which may
be 1.05 for import and show. Run it while the machine does nothing else.

Run: python tests/hardness/speed.py --binary NEW --base OLD [--times N]
"""

import statistics
import sys
import tempfile
from pathlib import Path

from common import CHILDREN, LARGE, MARCH, REGIONAL, Report, Scene, arguments

MOST = {"import": 1.05, "show": 1.05}
SHOW = ("show", "supported-per-10k")
BRIEF = ("brief", "--formats", "html,md,csv,xlsx", "-o", "pack")


class Side:
    """One binary with a store of its own that is filled by it."""

    def __init__(self, chosen, name, binary, folder):
        self.name, self.binary = name, binary.resolve()
        self.scene = Scene(chosen, folder / name)
        self.scene.command = lambda *words: [self.binary, *words]
        for path in (REGIONAL, CHILDREN[2016], CHILDREN[2017], MARCH):
            self.scene.must("import", chosen.data / path)
        self.empty = Scene(chosen, folder / f"{name}-empty")
        self.empty.command = self.scene.command

    def measure(self, what, chosen):
        """Processor time and time by the clock of one run, in seconds."""
        if what == "import":
            self.empty.remove()
            self.empty.folder.mkdir()
            ran = self.empty.run("import", chosen.data / LARGE, limit=600)
        else:
            ran = self.scene.run(*(SHOW if what == "show" else BRIEF), limit=600)
        if ran.code != 0:
            sys.exit(f"{self.name} {what}: code {ran.code}\n{ran.err[-2000:]}")
        return ran.cpu, ran.wall, ran.memory


def main():
    more = (
        ("--base", {"type": Path, "required": True, "help": "the binary to compare with"}),
        ("--what", {"default": "import,show,brief", "help": "what is measured, separated by commas"}),
    )
    chosen = arguments(__doc__, (9, 3), more)
    report = Report("speed", chosen)
    with tempfile.TemporaryDirectory(prefix="fairshares-speed-") as folder:
        sides = [Side(chosen, "base", chosen.base, Path(folder)), Side(chosen, "new", chosen.binary, Path(folder))]
        for what in chosen.what.split(","):
            # A figure takes a fraction of a second: more runs, for the same certainty.
            times = chosen.times * (4 if what == "show" else 1)
            found = {side.name: [] for side in sides}
            for side in sides:
                side.measure(what, chosen)  # once without counting, so that files lie in memory
            for turn in range(times):
                for side in sides if turn % 2 else sides[::-1]:
                    found[side.name].append(side.measure(what, chosen))
            medians = {name: statistics.median(cpu for cpu, _, _ in runs) for name, runs in found.items()}
            ratio = medians["new"] / medians["base"]
            for name, runs in found.items():
                report.count(what, f"runs of {name}", len(runs))
                report.count(what, f"{name}, ms of processor", round(medians[name] * 1000))
                report.count(
                    what, f"{name}, ms by the clock", round(statistics.median(wall for _, wall, _ in runs) * 1000)
                )
                report.count(what, f"{name}, MB", round(statistics.median(memory for _, _, memory in runs) / 1e6))
            report.figures[what] = {
                "ratio": round(ratio, 3),
                "base": round(medians["base"], 3),
                "new": round(medians["new"], 3),
            }
            print(
                f"{what}: {medians['base']:.3f} s of processor before, {medians['new']:.3f} s now, ratio {ratio:.3f}",
                flush=True,
            )
            if ratio > MOST.get(what, 99):
                report.fail(what, "slower than allowed", f"{ratio:.3f} times, at most {MOST[what]}")
    report.finish()


if __name__ == "__main__":
    main()
