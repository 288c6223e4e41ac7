"""How unevenly people in asylum support and ethnic groups are spread over the authorities of a wider area.

a_i people of a group, t_i residents, b_i = t_i - a_i everyone else; A, T, B their sums over the authorities of the system;
s_i = a_i / A, x_i = t_i / T, p_i = a_i / t_i, P = A / T
  Hoover         1/2 sum |s_i - x_i|
  Gini           1 - sum (y_k + y_(k-1)) (x_k - x_(k-1)), y and x cumulative shares of people and residents, lowest rate first
  Theil's T      sum s_i ln(s_i / x_i), nothing for s_i = 0; between regions the same of their sums; within them
                 sum over regions s_g T_g
  eff. hosts     1 / sum s_i^2
  concentration  1 - 2 * area under the curve of y against x, least deprived authorities first; those of one score are one step
  dissimilarity  1/2 sum |a_i / A - b_i / B|; isolation sum (a_i / A) (a_i / t_i); eta squared (isolation - P) / (1 - P)
  Gini of segregation  sum sum t_i t_j |p_i - p_j| / (2 T^2 P (1 - P))
  Atkinson (1/2)       1 - P / (1 - P) * (sum t_i (1 - p_i)^(1/2) p_i^(1/2) / (P T))^2
  entropy, two groups  E = -P ln P - (1 - P) ln(1 - P), E_i alike; H = sum t_i (E - E_i) / (E T)
  of many groups       H = sum t_i (E - E_i) / (E T) with E = - sum_g P_g ln P_g; M = H E;
                       diversity 1 - sum p_g^2, effective groups 1 / sum p_g^2, entropy - sum p_g ln p_g
  correlation    Pearson's of ranks, mean ranks where values are alike (Spearman)
"""
import math
from fractions import Fraction

import pandas as pd
from areas import ENGLAND, LONDON, REGIONS, UK, homes, systems
from cells import BOROUGHS, labels, sheet

ASY_D11 = "reconstructed/support-local-authority-datasets-sep-2024.xlsx"
MYE24 = "published/mye/mye24tablesuk.xlsx"
IMD = "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx"
ETHNIC = "published/census/ons-ethnic-population-la.csv"
CENSUS = "2021-03-21"
REG = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods"
RECODED = {"E08000038": "E08000016", "E08000039": "E08000019"}  # Barnsley and Sheffield, since the end of 2025


def supported(root):
    """{(day, authority): people in support}; rows without an authority are nobody's."""
    rows = sheet(root, ASY_D11, "Data_Asy_D11")
    rows.columns = rows.iloc[1]
    rows = rows[rows["LAD Code"].astype(str).str.match(r"[ENSW]\d{8}$")]
    day = pd.to_datetime(rows["Date (as at…)"], format="%d %b %Y").dt.date.astype(str)
    return pd.to_numeric(rows["People"]).groupby([day, rows["LAD Code"]]).sum().astype(int).to_dict()


def mid_year(root, year):
    """{area: residents at mid-year}, by the back series of the edition of mid-2024, which has the whole United Kingdom."""
    rows = sheet(root, MYE24, "MYE4")
    head = next(i for i, cell in enumerate(rows[0]) if cell == "Code")
    column = list(rows.iloc[head]).index(f"Mid-{year}")
    printed = zip(rows[0][head + 1:], rows[column][head + 1:])
    return {RECODED.get(code, code): int(count) for code, count in printed if str(code)[1:].isdigit()}


# The newest mid-year held that is not after the day.
RESIDENTS = {"2023-09-30": 2023, "2024-09-30": 2024}


def scores(root):
    """{authority of 2019: average score of the index of multiple deprivation}, higher is more deprived."""
    table = sheet(root, IMD, "IMD")
    assert str(table.iloc[0, 4]).strip() == "IMD - Average score"
    return {code: Fraction(str(score)) for code, score in zip(table[0][1:], table[4][1:])}


def under(steps):
    """Twice the area under the curve of cumulative shares of people against those of residents, steps in order."""
    people, residents = (sum(step[k] for step in steps) for k in (0, 1))
    area, before = Fraction(0), 0
    for a, t in steps:
        area += Fraction((2 * before + a) * t, people * residents)
        before += a
    return area


def theil(pairs):
    people, residents = (sum(pair[k] for pair in pairs) for k in (0, 1))
    return math.fsum(a / people * math.log(Fraction(a * residents, people * t)) for a, t in pairs if a)


def unevenness(pairs):
    """{index: value} of people and residents of each authority."""
    people, residents = (sum(pair[k] for pair in pairs) for k in (0, 1))
    return {
        "hoover": Fraction(sum(abs(a * residents - t * people) for a, t in pairs), 2 * people * residents),
        "gini": 1 - under(sorted(pairs, key=lambda pair: Fraction(*pair))),
        "theil": theil(pairs),
        "effective-hosts": Fraction(people**2, sum(a * a for a, _ in pairs)),
    }


def concentration(pairs, score):
    """The concentration index; positive where people are in the more deprived authorities."""
    steps = {}
    for (a, t), how_deprived in zip(pairs, score):
        before = steps.get(how_deprived, (0, 0))
        steps[how_deprived] = (before[0] + a, before[1] + t)
    return 1 - under([steps[key] for key in sorted(steps)])


def mean_ranks(values):
    order = sorted(values)
    return [Fraction(2 * order.index(value) + 1 + order.count(value), 2) for value in values]


def spearman(one, other):
    ranks = [mean_ranks(values) for values in (one, other)]
    middle = Fraction(len(one) + 1, 2)
    product = lambda a, b: sum((x - middle) * (y - middle) for x, y in zip(a, b))
    return float(product(*ranks)) / math.sqrt(product(ranks[0], ranks[0]) * product(ranks[1], ranks[1]))


def separation(pairs):
    """{index: value} of one group against everyone else, or why there is none."""
    people, residents = (sum(pair[k] for pair in pairs) for k in (0, 1))
    if people in (0, residents):
        return dict.fromkeys(("dissimilarity", "isolation", "eta-squared", "gini", "atkinson", "entropy-index"), "not-applicable")
    share = Fraction(people, residents)
    isolation = sum(Fraction(a * a, people * t) for a, t in pairs if t)
    apart = sum(abs(a * u - b * t) for a, t in pairs for b, u in pairs)  # t u |a/t - b/u|
    root_mean = math.fsum(math.sqrt(a * (t - a)) for a, t in pairs) / people  # t (1-p)^1/2 p^1/2 / (P T)
    whole = entropy([people, residents - people])
    return {
        "dissimilarity": sum(abs(Fraction(a, people) - Fraction(t - a, residents - people)) for a, t in pairs) / 2,
        "isolation": isolation,
        "eta-squared": (isolation - share) / (1 - share),
        "gini": Fraction(apart, 2 * people * (residents - people)),
        "atkinson": 1 - people / (residents - people) * root_mean**2,
        "entropy-index": math.fsum(t * (whole - entropy([a, t - a])) for a, t in pairs) / (whole * residents),
    }


def entropy(counts):
    whole = sum(counts)
    return -math.fsum(n / whole * math.log(n / whole) for n in counts if n)


def of_supported(root, out):
    """Unevenness, segregation and deprivation of people in support on two days."""
    people, deprived = supported(root), scores(root)
    for day, year in RESIDENTS.items():
        residents, region = mid_year(root, year), homes(root, day)
        assert {code for at, code in people if at == day} <= set(region), "a code that is no authority's"
        for system, codes in systems(root, day).items():
            pairs = [(people.get((day, code), 0), residents[code]) for code in codes]
            found = unevenness(pairs)
            found |= {index: separation(pairs)[index] for index in ("dissimilarity", "isolation", "eta-squared")}
            if system in (ENGLAND, UK):
                found |= between_and_within(pairs, [region[code] for code in codes])
            if system in (*REGIONS, ENGLAND):
                known = all(code in deprived for code in codes)
                score = [deprived.get(code) for code in codes]
                rates = [Fraction(*pair) for pair in pairs]
                found["concentration-index"] = concentration(pairs, score) if known else "not-available"
                found["deprivation-rank-correlation"] = spearman(rates, score) if known else "not-available"
            for index, figure in found.items():
                out.put(f"supported-{index}", system, day, day, figure)


def between_and_within(pairs, regions):
    """Theil's T of the sums of the regions, and what is left inside them."""
    groups = {}
    for region, pair in zip(regions, pairs):
        groups.setdefault(region, []).append(pair)
    sums = [tuple(map(sum, zip(*group))) for group in groups.values()]
    whole = sum(people for people, _ in sums)
    within = math.fsum(people / whole * theil(group) for (people, _), group in zip(sums, groups.values()))
    assert abs(theil(sums) + within - theil(pairs)) < 1e-12
    return {"theil-between-regions": theil(sums), "theil-within-regions": within}


def of_ethnic_groups(root, out):
    """Segregation of the 19 groups over the boroughs of London, and how many groups there are in each; Census 2021."""
    table = pd.read_csv(root / ETHNIC)
    assert str(table.columns[0]).endswith("local authorities Code") and table.columns[4] == "Observation"
    table.columns = ["area", "name", "number", "group", "people"]
    table = table[table["area"].isin(BOROUGHS)].pivot(index="area", columns="group", values="people")
    assert table.shape == (len(BOROUGHS), 20)
    residents = table.sum(axis=1)
    groups = {name: code for name, code in labels("census-ethnic-group").items() if name in table.columns}
    assert len(groups) == 20
    for name, code in groups.items():
        for index, figure in separation([*zip(map(int, table[name]), map(int, residents))]).items():
            out.put(f"ethnic-{index}", LONDON, CENSUS, CENSUS, figure, category=code)
    rows = {area: [int(n) for n in row] for area, row in zip(table.index, table.to_numpy())}
    sums = [sum(column) for column in zip(*rows.values())]
    mutual = entropy(sums) - math.fsum(sum(row) * entropy(row) for row in rows.values()) / sum(sums)
    out.put("ethnic-mutual-information", LONDON, CENSUS, CENSUS, mutual)
    out.put("ethnic-information-index", LONDON, CENSUS, CENSUS, mutual / entropy(sums))
    for area, counts in [(LONDON, sums), *rows.items()]:
        alike = Fraction(sum(n * n for n in counts), sum(counts) ** 2)
        for index, figure in (("diversity", 1 - alike), ("effective-groups", 1 / alike), ("entropy", entropy(counts))):
            out.put(f"ethnic-{index}", area, CENSUS, CENSUS, figure)
