"""The stores that kills, races and flips begin with: filled once, copied for each try."""

from common import CHILDREN, MARCH, MAY, NOVEMBER, REGIONAL, Scene, has_command
from publisher import Publisher, reissued

BOATS = ("small-boats-daily", "small-boats-weekly")
PACK = ("brief", "asylum-and-resettlement", "--formats", "md,csv")


def filled(chosen, folder):
    """A scene whose store has two editions of the small boats, one year of looked-after children and the regional data, of which a
    corrected edition waits for a person. The publisher lists a newer edition of the small boats; `out` has an older pack.
    """
    publisher = Publisher()
    scene = Scene(chosen, folder / "filled", publisher)
    for path in (NOVEMBER, MARCH, CHILDREN[2016], REGIONAL):
        scene.must("import", chosen.data / path)
    publisher.lists_regional(reissued((chosen.data / REGIONAL).read_bytes()))
    ran = scene.run("refresh", "regional-groups")
    if ran.code != 1:
        raise SystemExit(f"the corrected edition was to be held back: code {ran.code}\n{ran.out}{ran.err}")
    may = chosen.data / MAY
    publisher.lists_boats(may.name, may.read_bytes())
    scene.must(*PACK, "--region", "North West", "-o", "out")
    return scene


class Deed:
    """A command that writes: its words, where it says that it has done so, and what it is then expected to have done."""

    def __init__(self, name, *words, said="out", again=(0,)):
        self.name, self.words, self.said, self.again = name, words, said, again

    def acknowledged(self, ran):
        """Whether it had said that it was done."""
        return bool(ran.out.strip()) if self.said == "out" else self.said in ran.err


def deeds(chosen):
    """The commands that write, by name. `again`: how the same command may end once it has been carried out before."""
    found = [
        Deed("import", "import", chosen.data / CHILDREN[2017]),
        Deed("refresh", "refresh", *BOATS),
        Deed("accept", "refresh", "--accept", "regional-groups", again=(0, 2)),
        Deed("prune", "prune", "--yes"),
        Deed("pin", *PACK, "--at", "2026-01-15", "--pin", "meeting", "-o", "pinned", said="files in", again=(0, 2)),
        Deed("brief", *PACK, "--region", "London", "-o", "out", said="files in"),
    ]
    if has_command(chosen, "verify"):
        found.append(Deed("repair", "verify", "--repair", again=(0, 1)))
    return {deed.name: deed for deed in found}
