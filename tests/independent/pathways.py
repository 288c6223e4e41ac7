"""London's authorities quarter by quarter from 31 March 2026 to 30 September 2029, worked out without sight of the program.

Reads, below the folder given as first argument,
  people supported    Asy_D11, 31 March 2025 to 31 March 2026 (Home Office); an authority without a row has nobody
  residents           mid-year population estimates, mid-2024 (ONS)
  contingency         Reg_02, 31 December 2025 (Home Office): people supported, and those in contingency accommodation
and the centres of the authorities in data/catalogue/areas/centres.csv. Writes into the folder given as second
  pathways.csv   people in every authority at the end of each quarter, on three ways, and who left, came and moved in it
  moves.csv      from where to where people move on the third way
  surges.csv     where 3,000 and 30,000 people go who arrive over ten weeks
  endings.csv    places needed elsewhere if contingency accommodation ends

Formulas; w the residents of an authority, n its people, A the people of all
  limit          floor(w / 200)
  Sainte-Lague   one at a time to the authority with the greatest w / (2 n + 1), of equal ones the first by code, among those
                 with n below the limit; who finds no room waits for the next quarter
  due            Sainte-Lague of A from nothing
  rates          over the four pairs of a quarter's end and the next: arrivals = sum of max(0, after - before) / 4, rounded;
                 departures, in per cent = 100 sum of max(0, before - after) / sum of before. All halves round away from zero
  arrivals       nobody leaves; each quarter the arrivals are placed by Sainte-Lague beside the people there
  arrivals-and-departures    first A x departures / 100, rounded, leave: from each authority in proportion to its people, by
                 largest remainders, of equal ones the first by code; then as above
  moves          nobody comes or leaves. From authorities above their due to those below moves what these lack, so that the
                 kilometres add up to the least: the straight lines between centres. Of the x people of a move
                 floor((2 x t + T) / (2 T)) have moved at the end of quarter t of T
  surges         the same number each week, by Sainte-Lague where n counts those of the surge alone, w residents or 1, each
                 authority up to its headroom max(0, limit - people on 31 March 2026); full in the first week at whose end
                 nothing is left of that, and in week 1 where there was none
  endings        elsewhere = people supported less those in contingency accommodation; needed = max(0, due - elsewhere), due
                 that of the moves

Counts are whole numbers, and what is compared is a fraction. The plan of moves is found twice, as a linear programme (HiGHS) and
as a flow through a network (network simplex). It is the only one if every detour, which gives people to a pair that has none and
takes and gives among the others to make up for it, adds kilometres: the shortest is looked for and printed.

Run: python tests/independent/pathways.py ../shared/data tests/oracles
"""
import csv
import heapq
import math
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
from cells import BOROUGHS, mid_2024
from oracle import recomputed_by, write_oracle
from recompute import read_reg, read_totals
from scipy.optimize import linprog

DAYS = ["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31"]
QUARTERS = [f"{end:%Y-%m-%d}" for end in pd.date_range("2026-06-30", "2029-09-30", freq="QE")]
LIMIT = 200  # residents for each person supported
SURGES, WEEKS = (3000, 30000), 10
CENTRES = Path(__file__).resolve().parents[2] / "data/catalogue/areas/centres.csv"


def rounded(figure):
    """The nearest whole number to a fraction that is not negative, halves upwards."""
    return math.floor(figure + Fraction(1, 2))


def supported(root):
    """{day: {authority: people}} of the days that count."""
    totals = read_totals(root)
    return {day: {area: totals[day].get(area, 0) for area in BOROUGHS} for day in DAYS}


def rates(people):
    """Arrivals of a quarter, and departures as a part of 1."""
    pairs = [(people[before][area], people[after][area]) for before, after in pairwise(DAYS) for area in BOROUGHS]
    came, left = (sum(max(0, sign * (after - before)) for before, after in pairs) for sign in (1, -1))
    return rounded(Fraction(came, len(DAYS) - 1)), Fraction(left, sum(before for before, _ in pairs))


def place(number, weights, limits, held):
    """Sainte-Lague beside the people held: how many more each authority gets, and who is left."""
    given = dict.fromkeys(held, 0)
    claim = lambda area: (-Fraction(weights[area], 2 * (held[area] + given[area]) + 1), area)
    queue = [claim(area) for area in held if held[area] < limits[area]]
    heapq.heapify(queue)
    while number and queue:
        area = queue[0][1]
        given[area] += 1
        number -= 1
        if held[area] + given[area] < limits[area]:
            heapq.heapreplace(queue, claim(area))
        else:
            heapq.heappop(queue)
    return given, number


def due(number, weights, limits):
    """Sainte-Lague from nothing."""
    given, left = place(number, weights, limits, dict.fromkeys(weights, 0))
    if left:
        raise ValueError(f"{left} people are beyond all limits")
    return given


def leaving(number, people):
    """Who leaves each authority, by largest remainders."""
    everyone = sum(people.values())
    parts = {area: divmod(number * count, everyone) for area, count in people.items()}
    gone = {area: whole for area, (whole, _) in parts.items()}
    for area in sorted(parts, key=lambda area: (-parts[area][1], area))[: number - sum(gone.values())]:
        gone[area] += 1
    if any(gone[area] > count for area, count in people.items()):
        raise ValueError("more people leave than there are")
    return gone


def with_arrivals(people, residents, limits, arrivals, departures):
    """For each quarter, by authority: departures, arrivals, moved out, moved in, people."""
    waiting, nobody = 0, dict.fromkeys(people, 0)
    for end in QUARTERS:
        gone = leaving(rounded(sum(people.values()) * departures), people)
        people = {area: people[area] - gone[area] for area in people}
        given, waiting = place(arrivals + waiting, residents, limits, people)
        people = {area: people[area] + given[area] for area in people}
        if waiting:
            print(f"{end}: {waiting} people wait")
        yield gone, given, nobody, nobody, people


def with_moves(people, plan):
    """The same where people move by a plan."""
    nobody, quarters = dict.fromkeys(people, 0), len(QUARTERS)
    moved = lambda count, t: (2 * count * t + quarters) // (2 * quarters)
    for t in range(1, quarters + 1):
        out, into = dict(nobody), dict(nobody)
        for (above, below), count in plan.items():
            now = moved(count, t) - moved(count, t - 1)
            out[above] += now
            into[below] += now
        people = {area: people[area] - out[area] + into[area] for area in people}
        yield nobody, nobody, out, into, people


def distances(pairs):
    """{(from, to): kilometres} as the crow flies."""
    with open(CENTRES, encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        at = {row["area_code"]: (float(row["easting_km"]), float(row["northing_km"])) for row in rows}
    return {(one, other): math.dist(at[one], at[other]) for one, other in pairs}


def by_programme(over, under, far):
    """The plan of least kilometres as a linear programme."""
    pairs = list(far)
    sums = [[float(pair[side] == area) for pair in pairs] for side, areas in enumerate((over, under)) for area in areas]
    found = linprog([far[pair] for pair in pairs], A_eq=np.array(sums), b_eq=[*over.values(), *under.values()], method="highs")
    plan = {pair: round(count) for pair, count in zip(pairs, found.x)}
    if found.status or max(abs(count - plan[pair]) for pair, count in zip(pairs, found.x)) > 1e-6:
        raise ValueError("no plan in whole numbers")
    return {pair: count for pair, count in plan.items() if count}


def by_network(over, under, far):
    """The same as a flow, in millimetres."""
    network = nx.DiGraph()
    network.add_nodes_from((area, {"demand": -count}) for area, count in over.items())
    network.add_nodes_from((area, {"demand": count}) for area, count in under.items())
    network.add_edges_from((*pair, {"weight": round(1e6 * far[pair])}) for pair in far)
    flows = nx.network_simplex(network)[1]
    return {(one, other): flows[one][other] for one, other in far if flows[one][other]}


def shortest_detour(plan, far):
    """Kilometres that the best other plan adds for each person who moves otherwise: none or less if there is another as good."""
    network = nx.DiGraph()
    network.add_weighted_edges_from((*pair, kilometres) for pair, kilometres in far.items())
    network.add_weighted_edges_from((below, above, -far[above, below]) for above, below in plan)
    back = nx.floyd_warshall(network)
    if not nx.is_forest(nx.Graph(list(plan))):
        raise ValueError("the plan goes round in a circle")
    return min(far[above, below] + back[below][above] for above, below in far if (above, below) not in plan)


def moves(people, wanted):
    """{(from, to): people} of the least kilometres, and the kilometres of every pair."""
    over = {area: people[area] - wanted[area] for area in people if people[area] > wanted[area]}
    under = {area: wanted[area] - people[area] for area in people if people[area] < wanted[area]}
    far = distances([(above, below) for above in over for below in under])
    plan, other = by_programme(over, under, far), by_network(over, under, far)
    total, again = (math.fsum(count * far[pair] for pair, count in one.items()) for one in (plan, other))
    detour = shortest_detour(plan, far)
    print(f"moves: {sum(plan.values())} people, {len(plan)} pairs, {total!r} km, by the other way {again!r} km;",
          f"the shortest detour adds {detour!r} km")
    if abs(total - again) > 1e-9 * total or plan != other or detour < 1e-9:
        raise ValueError("the plan is not the only one")
    return plan, far


def surge(number, weights, room):
    """Who goes where, the week in which each authority is full, and who finds no room."""
    placed, full, left = dict.fromkeys(weights, 0), {}, 0
    for week in range(1, WEEKS + 1):
        given, rest = place(number // WEEKS, weights, room, placed)
        left += rest
        placed = {area: placed[area] + given[area] for area in placed}
        full = {area: week for area in placed if placed[area] == room[area]} | full
    return placed, full, left


def pathway_rows(ways, residents, limits):
    """Lines of pathways.csv."""
    for way, quarters in ways.items():
        for end, counts in zip(QUARTERS, quarters, strict=True):
            wanted = due(sum(counts[-1].values()), residents, limits)
            for area in BOROUGHS:
                yield [way, end, area, *(count[area] for count in counts), wanted[area]]


def surge_rows(people, residents, limits):
    """Lines of surges.csv."""
    room = {area: max(0, limits[area] - people[area]) for area in BOROUGHS}
    print(f"headroom: {sum(room.values())}; full from the start:", " ".join(area for area in room if not room[area]) or "none")
    for number in SURGES:
        for key, weights in (("equal", dict.fromkeys(BOROUGHS, 1)), ("population", residents)):
            placed, full, left = surge(number, weights, room)
            yield from ([number, key, area, placed[area], full.get(area, "")] for area in BOROUGHS)
            yield [number, key, "", left, ""]


def ending_rows(root, wanted):
    """Lines of endings.csv."""
    table = read_reg(root, "Reg_02", 2)
    for area in BOROUGHS:
        everyone, contingency = table[area]["total"], table[area]["contingency"]
        elsewhere = everyone - contingency
        yield [area, contingency, elsewhere, wanted[area], max(0, wanted[area] - elsewhere)]


def write(path, about, sources, header, rows):
    """One oracle with its citation."""
    notes = [*about, *sources, *recomputed_by("pathways.py", "pandas", "numpy", "scipy", "networkx", "odfpy")]
    write_oracle(path, notes, header.split(","), rows)


def main(root, folder):
    series = supported(root)
    people = series[DAYS[-1]]
    residents = {area: int(count) for area, count in mid_2024(root)[0].items()}
    limits = {area: count // LIMIT for area, count in residents.items()}
    arrivals, departures = rates(series)
    print(f"{sum(people.values())} people, limits {sum(limits.values())}; each quarter {arrivals} arrive,",
          f"{float(100 * departures)!r} % leave ({departures})")
    wanted = due(sum(people.values()), residents, limits)
    plan, far = moves(people, wanted)
    ways = {"arrivals": with_arrivals(people, residents, limits, arrivals, 0),
            "arrivals-and-departures": with_arrivals(people, residents, limits, arrivals, departures),
            "moves": with_moves(people, plan)}
    sources = ["Home Office, Asy_D11, 31 March 2025 to 31 March 2026; ONS, mid-year population estimates, mid-2024."]
    write(folder / "pathways.csv",
          ["People supported in London's authorities at the end of each quarter on three ways from 31 March 2026, and their due.",
           f"Each quarter {arrivals} people arrive and {float(100 * departures)!r} per cent leave, where the way has it."],
          sources, "way,quarter_end,area_code,departures,arrivals,moved_out,moved_in,people,due",
          pathway_rows(ways, residents, limits))
    write(folder / "moves.csv", ["From where to where people move until every authority of London has its due of 31 March 2026."],
          [*sources, "Centres: data/catalogue/areas/centres.csv (ONS)."], "from_code,to_code,people,distance_km",
          ([*pair, plan[pair], repr(far[pair])] for pair in sorted(plan)))
    write(folder / "surges.csv",
          [f"People who arrive in London over {WEEKS} weeks, placed up to the headroom of 31 March 2026 by two keys.",
           "Without area_code: how many found no place. full_in_week: empty where there is room left in the end."],
          sources, "people,key,area_code,placed,full_in_week", surge_rows(people, residents, limits))
    write(folder / "endings.csv",
          ["Places needed outside contingency accommodation if London's authorities have their due of 31 March 2026.",
           "contingency, elsewhere: Home Office, Reg_02, 31 December 2025."],
          sources, "area_code,contingency,elsewhere,due,places_needed", ending_rows(root, wanted))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
