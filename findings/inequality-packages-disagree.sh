#!/usr/bin/env bash
# One package's Gini index is a third higher than three others' for four areas, and its Theil index drops areas with none.
#
# IneqPy divides by n - 1 where the others divide by n: 0.583 against 0.438 for four areas, 3 % apart for 33 boroughs. Its
# Theil index leaves out areas with 0 and takes the mean of the rest; x ln x tends to 0, and PySAL counts them.
# Versions: ineqpy 0.4.1, inequality 1.1.2 (PySAL), quantecon 0.11.4, inequalipy 1.0.5, numpy 2.4.6.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet ineqpy==0.4.1 inequality==1.1.2 quantecon==0.11.4 inequalipy==1.0.5 numpy==2.4.6

venv/bin/python -W ignore - <<'PYTHON' >seen
import inequalipy, numpy, quantecon
from inequality.gini import Gini
from inequality.theil import Theil
from ineqpy import inequality as ineqpy

people = numpy.array([1.0, 2.0, 3.0, 10.0])
none = numpy.array([0.0, 2.0, 3.0, 10.0])
print(f"Gini: inequality {Gini(people).g:.4f}, quantecon {quantecon.gini_coefficient(people):.4f}, inequalipy {inequalipy.gini(people):.4f}, ineqpy {ineqpy.gini(people):.4f}")
print(f"Theil: inequality {Theil(people).T:.4f}, ineqpy {ineqpy.theil(people):.4f}")
print(f"Theil, one area with none: inequality {Theil(none).T:.4f}, ineqpy {ineqpy.theil(none):.4f}; of the three others {Theil(none[1:]).T:.4f}")
PYTHON
cat >expected <<'SEEN'
Gini: inequality 0.4375, quantecon 0.4375, inequalipy 0.4375, ineqpy 0.5833
Theil: inequality 0.3455, ineqpy 0.3455
Theil, one area with none: inequality 0.5254, ineqpy 0.2378; of the three others 0.2378
SEEN
diff -u expected seen
