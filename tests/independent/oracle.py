"""Oracles as files: lines that say where the numbers are from, a header, rows. Used by every script that writes one."""
import csv
from importlib.metadata import version


def with_packages(*names):
    """Packages with their versions, in words."""
    return ", ".join(f"{name} {version(name)}" for name in names)


def recomputed_by(script, *packages):
    """The last lines above figures that a script of this folder has made from the publishers' files."""
    return [f"Recomputed independently of the program by tests/independent/{script} ({with_packages(*packages)}).",
            "Contains public sector information licensed under the Open Government Licence v3.0."]


def write_oracle(path, about, columns, rows, footer=()):
    """One oracle: comment lines, header, rows, comment lines."""
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.writelines(f"# {line}\n" for line in about)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        out.writelines(f"# {line}\n" for line in footer)
