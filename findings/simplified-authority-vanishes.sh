#!/usr/bin/env bash
# mapshaper's -simplify leaves a small authority without a shape: its row is there, its geometry is null.
#
# Simplifying boundaries by a percentage removes the points of the smallest shapes first; one the size of the City of
# London beside counties ends as null in GeoJSON and as null in TopoJSON, and a map draws nothing there. keep-shapes
# keeps one.
# Versions: mapshaper 0.7.70 under Node.js 20.
# Seen on 28 November 2026: the lines under "expected" at the end. Status 1: they have changed.
set -euo pipefail
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work"
npm install --silent --no-fund --no-audit mapshaper@0.7.70 >/dev/null 2>&1

node -e '
const round = (name, x, radius) => {
  const ring = Array.from({ length: 401 }, (_, at) => [x + radius * Math.cos(-Math.PI * at / 200), radius * Math.sin(-Math.PI * at / 200)]);
  ring[400] = ring[0];
  return { type: "Feature", properties: { name }, geometry: { type: "Polygon", coordinates: [ring] } };
};
require("fs").writeFileSync("areas.json", JSON.stringify({ type: "FeatureCollection",
  features: [round("county", 0, 100), round("next county", 250, 100), round("city", 500, 1)] }));'
node_modules/.bin/mapshaper areas.json -simplify 2% -o simple.json 2>/dev/null
node_modules/.bin/mapshaper areas.json -simplify 2% -o format=topojson simple.topojson 2>/dev/null
node_modules/.bin/mapshaper areas.json -simplify 2% keep-shapes -o kept.json 2>/dev/null
node -e '
const read = file => JSON.parse(require("fs").readFileSync(file));
for (const file of ["simple.json", "kept.json"])
  console.log(file, read(file).features.map(area => `${area.properties.name}: ${area.geometry && area.geometry.type}`).join(", "));
console.log("simple.topojson", read("simple.topojson").objects.areas.geometries.map(area => `${area.properties.name}: ${area.type}`).join(", "));' >seen
cat >expected <<'SEEN'
simple.json county: Polygon, next county: Polygon, city: null
kept.json county: Polygon, next county: Polygon, city: Polygon
simple.topojson county: Polygon, next county: Polygon, city: null
SEEN
diff -u expected seen
