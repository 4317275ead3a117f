#!/usr/bin/env bash
# A PostgreSQL cluster of one test's own, which it may stop and start: own-postgres.sh new|stop|start FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for part in system packages postgres; do source "./$part.sh"; done
state=$2
user=$(id -un)
if ((EUID == 0)); then
  user=postgres
  id postgres >/dev/null 2>&1 || user=nobody
fi

control() { as_user "$user" "$(postgres_programs)/pg_ctl" -D "$state/postgres/data" -s -w -t 30 "$@" >/dev/null; }

case $1 in
  new)
    chmod 711 "$state"
    start_postgres >/dev/null
    # A later start finds the same options.
    as_root bash -c "sed -E 's/^[^ ]+ //' '$state/postgres/data/postmaster.opts' >'$state/options'"
    echo "$OUTREACH_TEST_POSTGRES"
    ;;
  stop) control -m immediate stop ;;
  start) control -l "$state/postgres/log" -o "$(cat "$state/options")" start ;;
esac
