"""Codes of areas that a publication only names, from the register of authorities beside the published files.

Belongs here: finding a code by a name and a day. Does not belong here: how a publication is laid out.
"""
import csv
import functools

from cells import Names

UK, GREAT_BRITAIN, ENGLAND = "K02000001", "K03000001", "E92000001"
UNKNOWN, NOT_PUBLISHED = "K99999999", "K99999998"  # people of no known area; of an area not published
REGIONS = Names({
    "North East": "E12000001", "North West": "E12000002", "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004", "West Midlands": "E12000005", "East of England": "E12000006",
    "London": "E12000007", "South East": "E12000008", "South West": "E12000009", "Wales": "W92000004",
    "Scotland": "S92000003", "Northern Ireland": "N92000002"})
# Codes with the code before and the first day of the new one; the register does not have those of 2025 yet.
CHANGED = {"S12000047": ("S12000015", "2018-02-02"), "S12000048": ("S12000024", "2018-02-02"),
           "S12000049": ("S12000046", "2019-04-01"), "S12000050": ("S12000044", "2019-04-01"),
           "E08000038": ("E08000016", "2025-04-01"), "E08000039": ("E08000019", "2025-04-01")}


def collection(path):
    """The folder that all published files lie below."""
    return next(folder for folder in path.parents if (folder / "published").is_dir())


def plain(name):
    """A name without what some publications put behind it."""
    return Names.plain(name.removesuffix(", County of").removesuffix(", City of"))


@functools.cache
def register(root):
    """{name: [(codes, the newest first, first day, last day)]} of authorities, present and past."""
    newer = {before: code for code, (before, _) in CHANGED.items()}
    found = {}
    with open(root / "published/geo/uk_local_authorities.csv", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            codes = [code for code in [row["gss-code"], *row["former-gss-codes"].split(",")] if code]
            if codes and not codes[0].startswith("E47"):  # no combined authorities
                codes = [newer[codes[0]], *codes] if codes[0] in newer else codes
                usual = row["nice-name"].removesuffix(" County")
                names = usual, row["official-name"], *row["alt-names"].split(",")
                entry = codes, row["start-date"], row["end-date"] or "9999-12-31"
                for name in set(map(plain, names)):
                    found.setdefault(name, []).append(entry)
    return found


def code_of(root, name, day):
    """The code on a day of the authority of a name; of one that is no more, its last."""
    entries = register(root)[plain(name)]
    there = [entry for entry in entries if entry[1] <= day <= entry[2]]
    ((code, *_), _, _), = there or [max(entries, key=lambda entry: entry[2])]
    before, since = CHANGED.get(code, ("", ""))
    return before if day < since else code


def code_or_name(root, code, name, day):
    """The code printed, unless the authority named beside it never had it; an unknown name says nothing."""
    codes = [known for entry in register(root).get(plain(name), []) for known in entry[0]]
    return code if code in codes or not codes else code_of(root, name, day)
