"""Moves between authorities, Census 2021 (ODMG01EW): indices of systems, and who came from where and went where.

M_ij people who lived in i a year before and in j on Census day; only pairs of different authorities of the same system, n of
them; M their sum, D_i = sum_j M_ji, O_i = sum_j M_ij, P all residents of the system, those who did not move included
  MEI           100 sum |D_i - O_i| / sum (D_i + O_i)
  CMI           100 M / P; Courgeau's k CMI / ln(n^2)
  ANMR          100 * 1/2 * sum |D_i - O_i| / P
  connectivity  share of the n(n-1) pairs between which somebody moved
  inequality    1/2 sum |M_ij / M - 1 / (n(n-1))|
  Gini          sum sum |M_ij - M_kl| / (2 n(n-1) M) over all pairs of the n(n-1) flows
  CV            standard deviation (divided by n(n-1)) over mean of the flows
"""
import math

import numpy as np
import pandas as pd
from areas import ENGLAND, LONDON, REGIONS, WALES, systems
from cells import BOROUGHS

MOVES = "published/internal-migration/ODMG01EW_LTLA.csv"
YEAR, DAY = "2020-03-22", "2021-03-21"  # the year before Census day
# Areas stand under the code in force: Barnsley and Sheffield changed theirs at the end of 2025.
SINCE = {"E08000016": "E08000038", "E08000019": "E08000039"}
STAYED, ABROAD = "-8", "999999999"
WRITTEN = 40  # the largest origins and destinations of an area are written


def read(root):
    """{(origin, area on Census day): people}; pairs that are not printed have nobody."""
    table = pd.read_csv(root / MOVES, dtype=str)
    assert list(table.columns)[::2] == ["Migrant LTLA one year ago code", "Lower tier local authorities code", "Count"]
    people = dict(zip(zip(table.iloc[:, 0], table.iloc[:, 2]), table.iloc[:, 4].astype(int)))
    assert len(people) == len(table)
    return people


def indices(matrix, residents):
    """{index: value} of a square matrix of moves, rows are origins; the diagonal is left out."""
    size = len(matrix)
    flows = np.sort(matrix[~np.eye(size, dtype=bool)])
    count, moves = size * (size - 1), int(flows.sum())
    assert len(flows) == count
    inside = np.diag(matrix)
    come, gone = matrix.sum(axis=0) - inside, matrix.sum(axis=1) - inside
    net = int(np.abs(come - gone).sum())
    intensity = 100 * moves / residents
    # All pairs of flows at once: in order of size, the k-th of N exceeds k - 1 others and is exceeded by N - k.
    apart = sum((2 * k - count - 1) * int(flow) for k, flow in enumerate(flows, start=1))
    mean = moves / count
    return {
        "migration-effectiveness-index": 100 * net / int((come + gone).sum()),
        "crude-migration-intensity": intensity,
        "aggregate-net-migration-rate": 50 * net / residents,
        "courgeau-k": intensity / math.log(size**2),
        "migration-connectivity": int((flows > 0).sum()) / count,
        "migration-inequality": math.fsum(abs(int(flow) / moves - 1 / count) for flow in flows) / 2,
        "migration-gini": 2 * apart / (2 * count * moves),
        "migration-coefficient-of-variation": math.sqrt(math.fsum((int(flow) - mean) ** 2 for flow in flows) / count) / mean,
    }


def of_systems(root, out):
    """The indices of every region, of England and of Wales; none where the file lacks an authority in force that day."""
    people = read(root)
    printed = {area for _, area in people}
    members = systems(root, DAY)
    for system in (*REGIONS, ENGLAND, WALES):
        codes = members[system]
        if set(codes) <= printed:
            at = {code: place for place, code in enumerate(codes)}
            matrix = np.zeros((len(codes), len(codes)), dtype=np.int64)
            for (origin, area), count in people.items():
                if origin in at and area in at:
                    matrix[at[origin], at[area]] = count
            found = indices(matrix, sum(count for (_, area), count in people.items() if area in at))
        else:
            found = dict.fromkeys(indices(np.ones((2, 2), dtype=np.int64), 1), "not-available")
        for index, figure in found.items():
            out.put(f"census-{index}", system, YEAR, DAY, figure)


def of_boroughs(root, out):
    """Where people of a borough, and of London, lived a year before, and where those who lived there went."""
    people = read(root)
    for area, inside in [(LONDON, set(BOROUGHS)), *((borough, {borough}) for borough in BOROUGHS)]:
        come, gone = {}, {}
        for (origin, now), count in people.items():
            if now in inside and origin not in inside and origin != STAYED:
                come[origin] = come.get(origin, 0) + count
            if origin in inside and now not in inside:
                gone[now] = gone.get(now, 0) + count
        for indicator, found in (("census-arrivals-by-origin", come), ("census-departures-by-destination", gone)):
            for other, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:WRITTEN]:
                out.put(indicator, area, YEAR, DAY, count, category="outside-uk" if other == ABROAD else SINCE.get(other, other))
