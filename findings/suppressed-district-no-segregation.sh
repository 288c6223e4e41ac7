#!/usr/bin/env bash
# With one suppressed district the package segregation finds no segregation at all by two indices, and nan by the others.
#
# A missing count makes the group's total missing; Dissim, Gini and Atkinson answer nan, Entropy and Isolation sum past it
# and answer 0.0, which is also the value of perfect evenness. Leave such districts out before, and say so.
# Versions: segregation 2.5.4 (PySAL), numpy 2.4.6, pandas 3.1.1.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet segregation==2.5.4 numpy==2.4.6 pandas==3.1.1

venv/bin/python -W ignore - <<'PYTHON' >seen 2>/dev/null
import numpy, pandas
from segregation.singlegroup import Atkinson, Dissim, Entropy, Gini, Isolation

whole = pandas.DataFrame({"group": [10.0, 20.0, 30.0, 5.0], "everybody": [100.0, 100.0, 100.0, 50.0]})
suppressed = whole.copy()
suppressed.loc[1, "group"] = numpy.nan
for index in (Dissim, Gini, Atkinson, Entropy, Isolation):
    figures = [float(index(data, "group", "everybody").statistic) for data in (whole, suppressed, suppressed.dropna())]
    print(index.__name__, "all known {:.6f}, one suppressed {:.6f}, that one left out {:.6f}".format(*figures))
PYTHON
cat >expected <<'SEEN'
Dissim all known 0.242915, one suppressed nan, that one left out 0.325203
Gini all known 0.296896, one suppressed nan, that one left out 0.325203
Atkinson all known 0.076093, one suppressed nan, that one left out 0.105765
Entropy all known 0.048177, one suppressed 0.000000, that one left out 0.067880
Isolation all known 0.223077, one suppressed 0.000000, that one left out 0.233333
SEEN
diff -u expected seen
