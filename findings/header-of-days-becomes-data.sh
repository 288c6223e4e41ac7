#!/usr/bin/env bash
# data.table takes a header with days in it for the first row of data, names its columns V1, V2 and makes numbers texts.
#
# fread decides by types whether the first line is a header. A field such as 2025-12-31 is a day and not a name to it, although the
# first field is a name; every column below becomes text, and sum() of people fails or, after as.numeric(), has one row more.
# on_2025_12_31 is a name. header = TRUE helps, if one knows.
# Version: data.table 1.14.8 (Debian 12: apt-get install r-base-core r-cran-data.table).
# Seen on 29 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"

printf '"area_name","2024-12-31","2025-12-31"\n"Leeds",3,4\n"Bristol, City of",5,6\n' >days.csv
printf '"area_name","on_2024_12_31","on_2025_12_31"\n"Leeds",3,4\n"Bristol, City of",5,6\n' >names.csv
Rscript --vanilla - >seen 2>/dev/null <<'R'
library(data.table)
for (file in c("days.csv", "names.csv")) {
  read <- fread(file)
  cat(file, nrow(read), names(read), sapply(read, class), "\n")
}
R
cat >expected <<'SEEN'
days.csv 3 V1 V2 V3 character character character 
names.csv 2 area_name on_2024_12_31 on_2025_12_31 character integer integer 
SEEN
diff -u expected seen
