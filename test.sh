#!/usr/bin/env bash
# Runs every test against real servers: ./test.sh [arguments for the test runner, e.g. --filter-class "*Storage*"]
#
# Installs what the tests need and lack (Debian), builds, starts throw-away servers on loopback, runs the tests and
# stops those servers again. Its last line is "N passed, N failed, N skipped"; its exit code is the test runner's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

servers=DigiOne.Outreach.Tests/Servers
source "$servers/system.sh"
source "$servers/packages.sh"
source "$servers/postgres.sh"
source "$servers/mail.sh"
source "$servers/runner.sh"

state=
# shellcheck disable=SC2329 # called by the traps
clean_up() {
  trap '' INT TERM
  stop_tests
  stop_mail
  stop_postgres
  allow_services
  [[ -z $state ]] || as_root rm -rf "$state"
  state=
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

install_missing_packages
require_root
dotnet build DigiOne.sln

# Sockets live in it, and their paths may have 107 characters: hence not under TMPDIR, which is long on some machines.
state=$(mktemp -d /tmp/outreach-tests.XXXXXX)
# Each server runs as a user of its own and has to reach its folder.
chmod 711 "$state"

start_postgres
start_mail
OUTREACH_TEST_CHROMIUM=$(chromium_program)
OUTREACH_TEST_PYTHON=$(python_with_dkim)
export OUTREACH_TEST_CHROMIUM OUTREACH_TEST_PYTHON

code=0
run_tests "$@" || code=$?
line=$(closing_line) || fail "The test runner ended with exit code $code and counted no tests."
failed_tests
clean_up
echo "$line"
exit "$code"
