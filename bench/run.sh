#!/usr/bin/env bash
# Measures, each figure beside its yardstick, and writes bench/RESULTS.md: bench/run.sh
# One part only, on the screen: bench/run.sh due | bench/run.sh start
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build -c Release bench/DigiOne.Outreach.Bench >&2
program=artifacts/bin/DigiOne.Outreach.Bench/release/DigiOne.Outreach.Bench.dll
if (($#)); then
  exec dotnet "$program" "$@"
fi

results=$(mktemp)
trap 'rm -f "$results"' EXIT
dotnet "$program" | tee "$results"
grep -v '^info: ' "$results" >bench/RESULTS.md
