"""Whole places for random weights by other people's packages, and under limits by the definitions themselves.

Writes into tests/oracles
  apportionments.csv            every rule of apportionment, by the package apportionment 1.0 (M. Lackner, MIT)
  apportionments-limited.csv    the same rules under caps, floors and stock. No package has those: the divisor methods by
                                sorting all claims, largest remainders by trying every level of water at which an area reaches a
                                bound, both in fractions; Balinski-Young has no definition under limits but ours and is left out
  biproportional.csv            places by row and column, by the package biprop 1.0.4 (T. Herold, GPL-3.0)
All weights are random, from seeds that the files name. Left out, because what the packages answer is not their method's answer:
  - electorates in which the last place is tied (found here in fractions, Huntington-Hill's by squares): the packages' own
    order decides, in floating point. Equal weights, whose ties show, are tested on our side
  - in apportionment, electorates with a weight of zero for Adams, Dean and Huntington-Hill: with fewer places than weights it
    counts the zero among the largest
Of the package's own tests, those of Austria and of the Knesset compare nothing (`assert str(a == b)`): nothing is taken from them.

Run: python tests/independent/apportioning.py tests/oracles
"""
import contextlib
import io
import random
import sys
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import apportionment.methods
import biprop
import numpy as np
from oracle import write_oracle

OUT = Path(sys.argv[1])
SEED = 20260331
# Our name, the package's, and d(n) squared, in fractions.
DIVISORS = {
    "sainte-lague": ("saintelague", lambda n: Fraction(2 * n + 1, 2) ** 2),
    "modified-sainte-lague": ("modified_saintelague", lambda n: Fraction(7, 10) ** 2 if n == 0 else Fraction(2 * n + 1, 2) ** 2),
    "dhondt": ("dhondt", lambda n: Fraction(n + 1) ** 2),
    "huntington-hill": ("huntington", lambda n: Fraction(n * (n + 1))),
    "adams": ("adams", lambda n: Fraction(n) ** 2),
    "dean": ("dean", lambda n: Fraction(2 * n * (n + 1), 2 * n + 1) ** 2),
}
ALL_FIRST = {"huntington-hill", "adams", "dean"}  # d(0) = 0


def claims(rule, weight, held):
    """The square of an area's claim to the place after those it holds; first of all where d = 0."""
    squared = DIVISORS[rule][1](held)
    return (1, Fraction(weight)) if squared == 0 else (0, Fraction(weight) ** 2 / squared)


def by_divisor(rule, places, areas):
    """What areas (weight, room, floor, stock) get, by sorting all claims; None where the last place is tied."""
    least = [stock + floor for _, _, floor, stock in areas]
    left = places - sum(floor for _, _, floor, _ in areas)
    queue = sorted(((claims(rule, weight, least[i] + more), i) for i, (weight, room, floor, _) in enumerate(areas) if weight > 0
                    for more in range(min(left, left if room is None else room - floor))), reverse=True)
    served, waiting = queue[:left], queue[left:]
    if served and waiting and served[-1][0] == waiting[0][0]:
        return None
    given = [floor for _, _, floor, _ in areas]
    for _, i in served:
        given[i] += 1
    return given


def by_remainder(places, areas):
    """The same by largest remainders: the level at which bounded quotas add up, then the largest fractions."""
    least = [stock + floor for _, _, floor, stock in areas]
    most = [least[i] if weight == 0 else stock + (places if room is None else min(room, places))
            for i, (weight, room, _, stock) in enumerate(areas)]
    whole = min(places + sum(stock for *_, stock in areas), sum(most))

    def bounded(level):
        return [max(Fraction(least[i]), min(level * area[0], Fraction(most[i]))) for i, area in enumerate(areas)]

    levels = sorted({Fraction(bound[i], area[0]) for bound in (least, most) for i, area in enumerate(areas) if area[0] > 0})
    below = max((level for level in levels if sum(bounded(level)) <= whole), default=None)
    if below is None:
        return None
    exact = bounded(below)
    rising = [i for i, area in enumerate(areas) if area[0] > 0 and least[i] <= below * area[0] < most[i]]
    if sum(exact) < whole:
        level = below + (whole - sum(exact)) / sum(areas[i][0] for i in rising)
        exact = bounded(level)
    assert sum(exact) == whole
    held = [int(quota) for quota in exact]
    order = sorted(range(len(areas)), key=lambda i: held[i] - exact[i])
    left = whole - sum(held)
    if 0 < left < len(areas) and exact[order[left - 1]] % 1 == exact[order[left]] % 1:
        return None
    for i in order[:left]:
        held[i] += 1
    return [held[i] - area[3] for i, area in enumerate(areas)]


def random_weights(chance, few=False):
    largest = 10 ** chance.randint(2, 3 if few else 7)
    return [chance.randint(1, largest) for _ in range(chance.randint(2, 8 if few else 40))]


def write(name, about, columns, rows):
    write_oracle(OUT / name, about, columns, rows)


def words(numbers):
    return " ".join("" if number is None else str(number) for number in numbers)


def plain():
    """Every rule on random electorates, by the package."""
    chance = random.Random(SEED)
    for case in range(150):
        weights = random_weights(chance, few=case % 3 == 0)
        if case % 10 == 9:
            weights[chance.randrange(len(weights))] = 0
        places = chance.choice([chance.randint(1, len(weights)), chance.randint(1, 60), chance.randint(50, 1000)])
        areas = [(weight, None, 0, 0) for weight in weights]
        for rule in ("largest-remainder", *DIVISORS, "balinski-young"):
            if rule in ALL_FIRST and 0 in weights:
                continue
            if rule == "balinski-young":
                name, exact = "quota", None
            elif rule == "largest-remainder":
                name, exact = "largest_remainder", by_remainder(places, areas)
            else:
                name, exact = DIVISORS[rule][0], by_divisor(rule, places, areas)
            if exact is None and rule != "balinski-young":
                continue
            if rule == "balinski-young" and len(set(weights)) < len(weights):
                continue
            seats = apportionment.methods.compute(name, weights, places, fractions=True, verbose=False)
            assert exact is None or seats == exact, (case, rule, weights, places, seats, exact)
            yield case, rule, places, words(weights), words(seats)


def limited():
    """Rules under caps, floors and stock on random areas."""
    chance = random.Random(SEED + 1)
    for case in range(120):
        weights = random_weights(chance, few=case % 2 == 0)
        places = chance.randint(len(weights), 200)
        floor = chance.choice([0, 0, 1, places // (2 * len(weights))])
        fair = places / sum(weights)
        areas = []
        for weight in weights:
            room = chance.choice([None, None, floor + chance.randint(0, int(2 * fair * weight) + 1)])
            areas.append((0 if chance.random() < 0.03 else weight, room, floor, chance.choice([0, chance.randint(0, 20)])))
        for rule in ("largest-remainder", *DIVISORS):
            seats = by_remainder(places, areas) if rule == "largest-remainder" else by_divisor(rule, places, areas)
            if seats is not None:
                room = " ".join("-" if area[1] is None else str(area[1]) for area in areas)
                yield (case, rule, places, words(area[0] for area in areas), room, words(area[2] for area in areas),
                       words(area[3] for area in areas), words(seats), places - sum(seats))


def biproportional():
    """Places by row and column on random matrices; a tenth of the cells is empty in every other case."""
    chance = np.random.default_rng(SEED + 2)
    case = 0
    while case < 100:
        shape = chance.integers(2, 9), chance.integers(2, 9)
        weights = chance.integers(1, 10 ** chance.integers(3, 6), shape)
        if case % 2:
            weights[chance.random(shape) < 0.1] = 0
        if not (weights.sum(axis=0).all() and weights.sum(axis=1).all()):
            continue
        places = int(chance.integers(10, 400))
        rows = apportionment.methods.compute("saintelague", weights.sum(axis=1).tolist(), places, fractions=True)
        columns = apportionment.methods.compute("saintelague", weights.sum(axis=0).tolist(), places, fractions=True)
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                seats = biprop.Election(weights).biproportional_apportionment(party_seats=rows, region_seats=columns)
        except (RecursionError, ZeroDivisionError):
            continue  # It gives up where margins cannot be met, and sometimes where they can.
        assert seats.sum(axis=1).tolist() == rows and seats.sum(axis=0).tolist() == columns
        text = [" ".join(map(str, line)) for line in weights.tolist()]
        yield (case, "/".join(text), words(rows), words(columns), "/".join(words(line) for line in seats.tolist()))
        case += 1


def main():
    made = "by tests/independent/apportioning.py"
    write("apportionments.csv",
          [f"Whole places for random weights, computed {made} with apportionment {version('apportionment')}, seed {SEED}.",
           "Weights and places given are in the same order. Left out: ties, and what the script says of the package."],
          ["case", "rule", "places", "weights", "given"], plain())
    write("apportionments-limited.csv",
          [f"Whole places under caps, floors and stock, computed {made} in fractions, seed {SEED + 1}.",
           "In the same order: weights, room (- for no limit), floor, stock, new places given. Left out: ties."],
          ["case", "rule", "places", "weights", "room", "floor", "stock", "given", "unplaced"], limited())
    write("biproportional.csv",
          [f"Places by row and column, Sainte-Lague, computed {made} with biprop {version('biprop')}, seed {SEED + 2}.",
           "Rows of a matrix are divided by strokes."],
          ["case", "weights", "rows", "columns", "given"], biproportional())


if __name__ == "__main__":
    main()
