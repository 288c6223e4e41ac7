"""What other people's packages make of the same numbers: expected values for the formulas of demography.

Writes inputs beside expected values into tests/oracles/demography, computed by
  segregation 2.5.4, inequality 1.1.2   PySAL (BSD-3-Clause)
  PHStatsMethods 0.1.16                 Department of Health and Social Care (GPL-3.0), rates and their intervals
  scipy, numpy, pandas                  and, where no package has an index, the definition written out in numpy
on random data and on figures of London authorities:
  data/bundled/                         people supported and residents (Home Office, Office for National Statistics)
  SHARED/derived/census/                ethnic groups by authority, Census 2021 (Office for National Statistics)
Files of published inputs that tests/oracles/demography holds are read, not written: see their first lines.

Run: python tests/independent/peers.py ../shared/data tests/oracles/demography
"""
import sys
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import scipy.stats
import shapely
from inequality.gini import Gini
from inequality.theil import TheilD
from PHStatsMethods import ph_dsr, ph_ISRatio
from PHStatsMethods.confidence_intervals import byars_lower, byars_upper, exact_lower, exact_upper, wilson
from oracle import with_packages, write_oracle
from segregation import multigroup, singlegroup
from segregation.singlegroup import atkinson

ROOT = Path(__file__).resolve().parents[2]
HELD = ROOT / "tests/oracles/demography"  # published inputs
SHARED, OUT = Path(sys.argv[1]), Path(sys.argv[2])
RANDOM = np.random.default_rng(20260331)
LEVELS = (0.95, 0.998)
INNER = {f"E09000{n:03d}" for n in (1, 7, 12, 13, 14, 19, 20, 22, 23, 25, 28, 30, 32, 33)}  # Inner London, E13000001
ETHNIC = ("Asian", "Black", "Mixed", "White", "Other")  # how the names of the five high-level groups begin


def write(name, about, columns, rows):
    """One oracle file: where its numbers are from, then the numbers in full."""
    write_oracle(OUT / name, about, columns, rows)


def by(*packages):
    return "Computed by tests/independent/peers.py with " + with_packages(*packages) + "."


def bundled(name, **where):
    frame = pd.read_csv(ROOT / "data/bundled" / name, comment="#")
    for column, value in where.items():
        frame = frame[frame[column] == value]
    return frame.set_index("area_code")["value"]


def london_supported():
    people = bundled("supported-people-by-section@2026-03-31.csv", support_type="all")
    residents = bundled("mid-year-population@2024-06-30.csv", sex="persons", age="all")
    codes = [code for code in residents.index if code.startswith("E09")]
    return codes, people.reindex(codes, fill_value=0).to_numpy(float), residents[codes].to_numpy(float)


def london_ethnic_groups():
    frame = pd.read_csv(SHARED / "derived/census/ethnicity21_ltla21.csv")
    frame = frame[frame["ltla21_code"].str.startswith("E09") & frame["ethnic_group"].str.contains(r"\(number\)")]
    frame["group"] = frame["ethnic_group"].str.extract("^(" + "|".join(ETHNIC) + ")")[0]
    return frame.pivot_table(index="ltla21_code", columns="group", values="value", aggfunc="sum")[list(ETHNIC)]


def fractional_rank(order, weights):
    below = np.array([weights[order < o].sum() for o in order])
    return (below + np.array([weights[order == o].sum() for o in order]) / 2) / weights.sum()


def inequality_indices(people, residents, order, groups):
    s, p = people / people.sum(), residents / residents.sum()
    rate, mean = people / residents, people.sum() / residents.sum()
    terms = np.where(s > 0, s * np.log(np.where(s > 0, s, 1) / p), 0)
    big_s, big_p = (np.array([x[groups == g].sum() for g in np.unique(groups)]) for x in (s, p))
    between = (big_s * np.log(big_s / big_p)).sum()
    covariance = (p * (rate - mean) * (fractional_rank(order, residents) - 0.5)).sum()
    yield "hoover", np.abs(s - p).sum() / 2
    yield "gini", (np.outer(p, p) * np.abs(rate[:, None] - rate[None, :])).sum() / (2 * mean)
    yield "theil_t", terms.sum()
    yield "theil_between", between
    yield "theil_within", terms.sum() - between
    yield "hhi", (s**2).sum()
    yield "concentration", 2 * covariance / mean
    # PySAL knows no weights: areas count alike there.
    positive = np.maximum(people, 1.0)
    theil = TheilD(positive, groups)
    yield "gini_of_areas", float(Gini(positive).g)
    yield "theil_of_areas", float(np.squeeze(theil.T))
    yield "theil_of_areas_between", float(np.squeeze(theil.bg))


def inequality_files():
    codes, people, residents = london_supported()
    inner = np.array([int(code in INNER) for code in codes])
    cases = {"supported-london": (people, residents, RANDOM.permutation(len(codes)).astype(float), inner)}
    for size in (5, 12, 40):
        people = RANDOM.integers(0, 2_000, size).astype(float)
        residents = RANDOM.integers(5_000, 400_000, size).astype(float)
        cases[f"random-{size}"] = (people, residents, RANDOM.integers(1, 9, size).astype(float), np.arange(size) % 2)
    write("inequality-areas.csv", [
        "People supported on 31 March 2026 (Home Office, Asy_D11) and residents in mid-2024 (ONS) of London authorities, from",
        "data/bundled, Open Government Licence v3.0; `group` 1 is Inner London; `order` and the other cases are random."],
        ["case", "people", "residents", "order", "group"],
        [(case, *row) for case, columns in cases.items() for row in zip(*(c.tolist() for c in columns))])
    write("inequality.csv", [
        "Indices of inequality-areas.csv. " + by("numpy", "inequality"),
        "Definitions written out in numpy (Gini as the mean difference of rates); `of_areas` by PySAL inequality on max(people, 1)."],
        ["case", "index", "value"],
        [(case, *row) for case, columns in cases.items() for row in inequality_indices(*columns)])


def two_groups(frame, group):
    data = geopandas.GeoDataFrame(
        {"a": frame[group], "t": frame[list(ETHNIC)].sum(axis=1)},
        geometry=[shapely.box(0, 0, width, 1) for width in frame["land"]], crs="EPSG:27700")
    single = singlegroup
    yield "dissimilarity_everyone_else", single.Dissim(data, "a", "t").statistic
    yield "isolation", single.Isolation(data, "a", "t").statistic
    yield "exposure_everyone_else", single.Interaction(data, "a", "t").statistic
    yield "eta_squared", single.CorrelationR(data, "a", "t").statistic
    yield "gini", single.Gini(data, "a", "t").statistic
    yield "entropy_index", single.Entropy(data, "a", "t").statistic
    for shape in (0.25, 0.5, 0.75):
        # The class leaves its argument b unused.
        yield f"atkinson_{shape}", atkinson._atkinson(data, "a", "t", b=shape)[0]
    yield "delta", single.Delta(data, "a", "t").statistic
    a, t = data["a"].to_numpy(), data["t"].to_numpy()
    yield "dissimilarity_all_residents", np.abs(a / a.sum() - t / t.sum()).sum() / 2
    white = frame["White"].to_numpy()
    yield "dissimilarity_white", np.abs(a / a.sum() - white / white.sum()).sum() / 2


def all_groups(frame):
    data, names = pd.DataFrame(frame), list(ETHNIC)
    entropy = multigroup.MultiDiversity(data, names).statistic
    information = multigroup.MultiInfoTheory(data, names).statistic
    yield "entropy", entropy
    yield "information_index", information
    yield "mutual_information", information * entropy
    yield "simpson_diversity", multigroup.SimpsonsInteraction(data, names).statistic
    yield "reciprocal_diversity", 1 / (1 - multigroup.SimpsonsInteraction(data, names).statistic)


def segregation_files():
    frames = {"ethnic-groups-london": london_ethnic_groups()}
    for size in (6, 25):
        frames[f"random-{size}"] = pd.DataFrame(RANDOM.integers(1, 5_000, (size, len(ETHNIC))).astype(float), columns=ETHNIC)
    for frame in frames.values():
        frame["land"] = RANDOM.integers(3, 150, len(frame)).astype(float)
    write("segregation-areas.csv", [
        "Residents of London authorities by high-level ethnic group, Census 2021 (ONS, TS022 summed), Open Government Licence v3.0;",
        "`land` and the other cases are random."],
        ["case", *ETHNIC, "land"],
        [(case, *row) for case, frame in frames.items() for row in frame[[*ETHNIC, "land"]].itertuples(index=False)])
    write("segregation.csv", [
        "Indices of segregation-areas.csv, of a group or of all. " + by("segregation", "numpy"),
        "Against all residents and against the White group by the definition in numpy; mutual information as H times E."],
        ["case", "group", "index", "value"],
        [(case, group, name, float(value)) for case, frame in frames.items() for group in ETHNIC
         for name, value in two_groups(frame, group)]
        + [(case, "", name, float(value)) for case, frame in frames.items() for name, value in all_groups(frame)])


def interval_files():
    counts = [*range(0, 31), 65, 100, 1045, 25_000]
    limits = []
    for level in LEVELS:
        for x in counts:
            lower = (exact_lower(x, level) if x else 0.0) if x < 10 else byars_lower(x, level)
            limits.append((level, x, float(lower), float(exact_upper(x, level) if x < 10 else byars_upper(x, level))))
    write("count-intervals.csv", ["Exact Poisson limits below 10 events, Byar's from 10. " + by("PHStatsMethods", "scipy"),
                                  "The lower limit of no events is 0 by definition."],
          ["level", "events", "lower", "upper"], limits)
    pairs = [(0, 20), (1, 20), (65, 100), (20, 20), (7, 1_000), (5_000, 12_345)]
    write("proportion-intervals.csv", ["Wilson's limits. " + by("PHStatsMethods", "scipy")],
          ["level", "with", "of", "lower", "upper"],
          [(level, x, n, *map(float, wilson(x, n, level))) for level in LEVELS for x, n in pairs])


def standardisation_files():
    bands = pd.read_csv(HELD / "standardisation-bands.csv", comment="#")
    cases = {"documented": bands["events"], "sparse": (bands["events"] // 40), "few": (bands["events"] // 300)}
    rows = []
    for case, events in cases.items():
        for level in LEVELS:
            frame = bands.assign(events=events)
            table = ph_dsr(frame, "events", "population", "standard", euro_standard_pops=False, confidence=level,
                           metadata=False).iloc[0]
            found = [float(value) for value in table.to_numpy()[-3:]]
            rows.append((case, "dsr", level, *[None if np.isnan(value) else value for value in found]))
            table = ph_ISRatio(frame, "events", "population", "reference_events", "reference_population", metadata=False,
                               confidence=level).iloc[0]
            rows.append((case, "sir", level, *map(float, table.to_numpy()[-3:])))
    write("standardisation.csv", [
        "Of the bands in standardisation-bands.csv, events divided by 1, 40 and 300 without remainder: directly standardised rate per",
        "100,000 and standardised ratio with limits. " + by("PHStatsMethods", "scipy")],
        ["case", "measure", "level", "value", "lower", "upper"], rows)


def migration_files():
    rows = []
    table = pd.read_csv(HELD / "flows-united-states-table-2.csv", comment="#", index_col="orig")
    divisions = [name for name in table.index if name in table.columns]
    m = table.loc[divisions, divisions].fillna(0).to_numpy(float)
    rows.extend(("united-states-table-2", *row) for row in flow_indices(m, population=200e6))
    for size in (4, 9):
        m = RANDOM.integers(0, 9, (size, size)).astype(float) * 100
        np.fill_diagonal(m, 0)
        write(f"flows-random-{size}.csv", ["Random flows between areas, rows are origins. " + by("numpy")],
              ["orig", *range(size)], [(i, *m[i].tolist()) for i in range(size)])
        rows.extend((f"random-{size}", *row) for row in flow_indices(m, population=200e6))
    write("flows.csv", ["Indices of the matrices in flows-*.csv, for a population of 200 million. Definitions of Bell and others "
                        "(2002) written", "out in numpy. " + by("numpy")], ["case", "index", "value"], rows)


def continuation_files():
    """Random walks with drift: s and the standard error of the mean change by scipy, put together as R's forecast::rwf does."""
    series = {
        "worked": [112.0, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118],
        "falling": [26.098, 25.160, 24.383, 21.715, 20.154, 18.044, 19.922, 20.161, 19.960, 17.161, 18.127],
    }
    levels = {"50": 0.75, "80": 0.9, "95": 0.975}
    rows = []
    for name, y in series.items():
        changes = np.diff(y)
        drift, s, error = changes.mean(), scipy.stats.tstd(changes), scipy.stats.sem(changes)
        for h in (1, 2, 3, 6, 12):
            spread = np.sqrt(h * s**2 + (h * error) ** 2)
            ends = [y[-1] + h * drift + sign * scipy.stats.norm.ppf(p) * spread for p in levels.values() for sign in (-1, 1)]
            rows.append([name, "|".join(map(str, y)), h, y[-1] + h * drift, spread, *ends])
    columns = [f"{end}_{level}" for level in levels for end in ("lower", "upper")]
    write("continuation.csv", [
        "Random walks with drift. " + by("numpy", "scipy"),
        "Spreads are those of RandomWalkWithDrift in statsforecast 2.1.1 times sqrt((T-1)/(T-2)): it divides by T-1, R's rwf by T-2.",
    ], ["series", "values", "step", "central", "spread", *columns], rows)


def flow_indices(m, population):
    size = len(m)
    flows = m[~np.eye(size, dtype=bool)]
    arrivals, departures = m.sum(axis=0), m.sum(axis=1)
    intensity = 100 * flows.sum() / population
    yield "migration_effectiveness_index", 100 * np.abs(arrivals - departures).sum() / (arrivals + departures).sum()
    yield "crude_migration_intensity", intensity
    yield "aggregate_net_migration_rate", 50 * np.abs(arrivals - departures).sum() / population
    yield "courgeau_k", intensity / np.log(size**2)
    yield "connectivity", float((flows > 0).mean())
    yield "inequality", np.abs(flows / flows.sum() - 1 / len(flows)).sum() / 2
    yield "gini", np.abs(flows[:, None] - flows[None, :]).sum() / (2 * len(flows) * flows.sum())
    yield "coefficient_of_variation", flows.std() / flows.mean()


def age_files():
    workbook = SHARED / "published/mye/mye23tablesew.xlsx"
    sides = {}
    for sex in ("Males", "Females"):
        sheet = pd.read_excel(workbook, f"MYE2 - {sex}", header=7, index_col="Code")
        sides[sex.lower()] = sheet.loc["E12000007"].iloc[3:].to_numpy(float)
    whole = sum(side.sum() for side in sides.values())
    write("ages-london.csv", ["Residents of London in mid-2023 by single year of age, 90 and over last (ONS, mye23tablesew.xlsx, MYE2),",
                              "Open Government Licence v3.0."], ["age", "males", "females"],
          pd.DataFrame({"age": range(91), **sides}).itertuples(index=False))
    write("age-structure.csv", ["Of ages-london.csv. " + by("pandas", "numpy"), "`pyramid` is a share of the total of both sexes."],
          ["measure", "value"], [
              ("pyramid_males_30", sides["males"][30:35].sum() / whole),
              ("pyramid_females_90", sides["females"][90:].sum() / whole)])


def comparison_files():
    _, people, residents = london_supported()
    x, y = people / residents, np.round(RANDOM.normal(residents / 1e4, 6))
    spread = scipy.stats.median_abs_deviation(x)
    frame = pd.DataFrame({"x": x, "y": y})
    frame["rank_x"] = frame["x"].rank(method="min", ascending=False).astype(int)
    frame["rank_y"] = frame["y"].rank(method="min", ascending=False).astype(int)
    frame["mean_rank_y"] = frame["y"].rank()
    frame["robust_z"] = (x - np.median(x)) / (1.4826 * spread)
    write("comparison.csv", [
        "Rates of people supported in London authorities (as inequality-areas.csv) and a random measure with ties: places with ties",
        "from the highest, mean places from the lowest, robust z of x. " + by("pandas", "scipy")],
        list(frame.columns), frame.itertuples(index=False))
    write("correlation.csv", ["Of x and y in comparison.csv. " + by("scipy")], ["measure", "value"], [
        ("pearson", float(scipy.stats.pearsonr(x, y).statistic)), ("spearman", float(scipy.stats.spearmanr(x, y).statistic))])


for make in (inequality_files, segregation_files, interval_files, standardisation_files, migration_files, age_files, comparison_files,
             continuation_files):
    make()
