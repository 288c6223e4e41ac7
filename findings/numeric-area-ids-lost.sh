#!/usr/bin/env bash
# GeoPandas drops the ids of areas in GeoJSON when they are numbers, and keeps them when they are texts.
#
# RFC 7946 lets a feature's id be a string or a number. A text such as E09000025 becomes a column "id"; a number, such as
# the 316 that the Department for Education has for Newham, is taken by GDAL as its own key and is not in the frame.
# Versions: geopandas 1.2.0, pyogrio 0.13.0 (with the GDAL it carries).
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet geopandas==1.2.0 pyogrio==0.13.0

venv/bin/python -W ignore - <<'PYTHON' >seen
import json
import geopandas

for ids in (["E09000025", "E09000005"], [316, 304]):
    features = [{"type": "Feature", "id": id, "properties": {"name": name},
                 "geometry": {"type": "Polygon", "coordinates": [[[x, 51], [x + 1, 51], [x + 1, 52], [x, 52], [x, 51]]]}}
                for x, (id, name) in enumerate(zip(ids, ("Newham", "Brent")))]
    with open("areas.geojson", "w") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)
    frame = geopandas.read_file("areas.geojson")
    print(ids, frame.columns.tolist(), frame.index.tolist())
PYTHON
cat >expected <<'SEEN'
['E09000025', 'E09000005'] ['id', 'name', 'geometry'] [0, 1]
[316, 304] ['name', 'geometry'] [0, 1]
SEEN
diff -u expected seen
