#!/usr/bin/env bash
# Measures, each figure beside its yardstick, and writes bench/RESULTS.md: bench/run.sh
# One part only, on the screen: bench/run.sh due | bench/run.sh start
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build -c Release bench/DigiOne.Outreach.Bench >&2
exec dotnet artifacts/bin/DigiOne.Outreach.Bench/release/DigiOne.Outreach.Bench.dll "$@"
