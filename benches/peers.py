"""What numpy and scipy take for what benches/fair_shares.rs measures: one line for each case, name and milliseconds.

The same made-up figures, the same questions: of 10,000 draws of the weights of a key of six parts the medians, the ranges of shares and
ranks, and the Sobol indices of the weights (Saltelli's matrices); the transportation problem by HiGHS.
"""
import time

import numpy as np
from scipy.optimize import linprog
from scipy.stats import rankdata

RUNS, PARTS, DRAWS, CONCENTRATION = 5, 6, 10_000, 50.0


def figure(one, other):
    return (1 + (one * 7919 + other * 104729) % 997) / 997


def middle(run):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[RUNS // 2]


def draws(areas):
    random = np.random.default_rng(1)
    place = np.arange(areas)
    base = 400_000 * figure(place, 99)
    ranks = np.log(np.array([(areas + 1 - rankdata(figure(place, part))) / areas for part in range(PARTS)]))

    def shares(gammas):
        weights = gammas / gammas.sum(axis=1, keepdims=True)
        made = base * np.exp(weights @ ranks)
        return made / made.sum(axis=1, keepdims=True)

    drawn = shares(random.gamma(CONCENTRATION / PARTS, 1, (DRAWS, PARTS)))
    np.quantile(drawn, (0.025, 0.5, 0.975), axis=0)
    np.quantile(rankdata(-drawn, axis=1), (0.025, 0.975), axis=0)
    a, b = (random.gamma(CONCENTRATION / PARTS, 1, (DRAWS, PARTS)) for _ in range(2))
    of_a, of_b = shares(a), shares(b)
    variance = np.concatenate((of_a, of_b)).var(axis=0).sum()
    for part in range(PARTS):
        mixed = a.copy()
        mixed[:, part] = b[:, part]
        of_mixed = shares(mixed)
        (of_b * (of_mixed - of_a)).mean(axis=0).sum() / variance
        ((of_a - of_mixed) ** 2).mean(axis=0).sum() / 2 / variance


def moves(areas):
    people = [(area * 7919) % 200 for area in range(areas)]
    target = [sum(people) // areas + (area < sum(people) % areas) for area in range(areas)]
    above = [area for area in range(areas) if people[area] > target[area]]
    below = [area for area in range(areas) if people[area] < target[area]]
    cost = [np.hypot(figure(i, 1) - figure(j, 1), figure(i, 2) - figure(j, 2)) for i in above for j in below]
    equal, most = np.zeros((len(below), len(cost))), np.zeros((len(above), len(cost)))
    for i in range(len(above)):
        for j in range(len(below)):
            equal[j, i * len(below) + j] = most[i, i * len(below) + j] = 1
    found = linprog(cost, A_ub=most, b_ub=[people[i] - target[i] for i in above],
                    A_eq=equal, b_eq=[target[j] - people[j] for j in below], method="highs")
    assert found.status == 0


for number in (33, 361):
    print(f"10,000 draws, six parts, {number} areas\t{middle(lambda: draws(number)):.3f}")
for number in (33, 150):
    print(f"fewest moves, {number} areas\t{middle(lambda: moves(number)):.3f}")
