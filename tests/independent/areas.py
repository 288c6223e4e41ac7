"""Which authorities make up a wider area on a day: used by systems.py and its parts."""
import pandas as pd

LONDON, ENGLAND, WALES, UK = "E12000007", "E92000001", "W92000004", "K02000001"
REGIONS = [f"E1200000{n}" for n in range(1, 10)]
NATIONS = {"W": WALES, "S": "S92000003", "N": "N92000002"}
NAMES = "derived/geo/geographr_lookup_ltla_ltla.csv"  # the codes of every authority in each year, 2016 to 2024
REGION_OF = "derived/geo/geographr_lookup_ltla24_region24.csv"
# The boundaries on which figures of a day are published. The year's list holds from 1 April on, when authorities are reorganised;
# Census 2021 is on those of 1 April 2021, eleven days after census day.
IN_FORCE = {"2021-03-21": "ltla21_code", "2023-09-30": "ltla23_code", "2024-09-30": "ltla24_code"}


def homes(root, day):
    """{authority in force: its region, or its nation outside England}."""
    region = pd.read_csv(root / REGION_OF, dtype=str).set_index("ltla24_code")["region24_code"]
    codes = pd.read_csv(root / NAMES, dtype=str)[[IN_FORCE[day], "ltla24_code"]].drop_duplicates()
    found = {}
    for code, now in codes.itertuples(index=False):
        home = NATIONS.get(code[0]) or region[now]
        assert found.setdefault(code, home) == home, f"{code} lies in two regions"
    return found


def systems(root, day):
    """{wider area: its authorities}: regions, nations and the United Kingdom."""
    members = {}
    for code, home in sorted(homes(root, day).items()):
        for system in {home, ENGLAND if home in REGIONS else home, UK}:
            members.setdefault(system, []).append(code)
    return members
