#!/usr/bin/env bash
# Measures, each figure beside its yardstick, and writes its section of bench/RESULTS.md: bench/run.sh [PART]... [--tiny]
# The parts stand in bench/README.md. --tiny measures little and writes nothing: it shows that a part works.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

servers=DigiOne.Outreach.Tests/Servers
source "$servers/system.sh"
source "$servers/packages.sh"
source "$servers/postgres.sh"

state=
# shellcheck disable=SC2329 # called by the trap
clean_up() {
  stop_postgres
  [[ -z $state ]] || as_root rm -rf "$state"
}
trap clean_up EXIT

dotnet build -c Release bench/DigiOne.Outreach.Bench >&2
# The form in which the Dockerfile ships it.
dotnet publish DigiOne.Outreach/DigiOne.Outreach.csproj --os linux -c Release -o artifacts/shipped >&2

# On a disk, where durability has its price; /tmp is memory on many systems.
export TMPDIR=${TMPDIR:-/var/tmp}
if [[ -z ${OUTREACH__Storage__Postgres:-} && " ${*//--tiny/} " =~ ^\ *$|\ (postgres|import|freeze|search|crash)\  ]]; then
  state=$(mktemp -d /var/tmp/outreach-bench.XXXXXX)
  chmod 711 "$state"
  postgres_durability="-c fsync=on" start_postgres >&2
  export OUTREACH__Storage__Postgres=$OUTREACH_TEST_POSTGRES
fi

dotnet artifacts/bin/DigiOne.Outreach.Bench/release/DigiOne.Outreach.Bench.dll "$@"
