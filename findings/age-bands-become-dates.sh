#!/usr/bin/env bash
# SheetJS reads the age bands 5-9 and 10-14 of a csv file as days in 2001, and 15-19 as the text it is.
#
# Text that a browser's Date accepts becomes a date: bands up to 10-14, financial years up to 2011-12. The ones that no
# calendar has stay text, so a column is half dates. Days such as 01/04/2016 become 4 January. raw: true leaves all as text.
# Versions: SheetJS (npm xlsx) 0.18.5 under Node.js 20.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
npm install --silent --no-fund --no-audit xlsx@0.18.5 >/dev/null

TZ=UTC node -e '
const X = require("xlsx");
const text = "Age,Year,As at\n0-4,2009-10,01/04/2016\n5-9,2010-11,01/04/2017\n10-14,2011-12,13/04/2018\n15-19,2012-13,31/03/2019\n";
for (const raw of [false, true]) {
  const sheet = X.read(text, { type: "string", raw, dateNF: "yyyy-mm-dd" }).Sheets.Sheet1;
  console.log(raw ? "raw: true" : "as it comes");
  console.log(X.utils.sheet_to_csv(sheet, { dateNF: "yyyy-mm-dd" }).trim());
}' >seen
cat >expected <<'SEEN'
as it comes
Age,Year,As at
2000-04-01,2009-10-01,2016-01-04
2001-05-09,2010-11-01,2017-01-04
2001-10-14,2011-12-01,13/04/2018
15-19,2012-13,31/03/2019
raw: true
Age,Year,As at
0-4,2009-10,01/04/2016
5-9,2010-11,01/04/2017
10-14,2011-12,13/04/2018
15-19,2012-13,31/03/2019
SEEN
diff -u expected seen
