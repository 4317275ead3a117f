# A throw-away PostgreSQL cluster -> OUTREACH_TEST_POSTGRES, an account that may create databases.

postgres_data=

start_postgres() {
  local programs port password options
  programs=$(postgres_programs)
  port=$(free_port)
  password=$(new_password)
  echo "Starting PostgreSQL on port $port"

  # It refuses to run as root.
  postgres_user=$(id -un)
  if ((EUID == 0)); then
    postgres_user=postgres
    id postgres >/dev/null 2>&1 || postgres_user=nobody
  fi
  as_root install -d -m 700 -o "$postgres_user" "$state/postgres"
  echo "$password" | as_root install -m 600 -o "$postgres_user" /dev/stdin "$state/postgres/password"
  as_user "$postgres_user" "$programs/initdb" -D "$state/postgres/data" -U outreach --pwfile="$state/postgres/password" \
    --auth=scram-sha-256 --no-sync -E UTF8 --locale=C.UTF-8 >"$state/initdb.log" ||
    fail "PostgreSQL's initdb failed: $(cat "$state/initdb.log")"

  postgres_data=$state/postgres/data
  # Durability would only slow down a cluster that is thrown away; every test class has databases and pools of its own.
  options="-c listen_addresses=127.0.0.1 -p $port -k $state/postgres -c max_connections=400 -c timezone=UTC"
  options+=" ${postgres_durability:--c fsync=off -c synchronous_commit=off -c full_page_writes=off}"
  as_user "$postgres_user" "$programs/pg_ctl" -D "$postgres_data" -s -w -t 30 -l "$state/postgres/log" -o "$options" start || {
    as_root cat "$state/postgres/log" >&2
    fail "PostgreSQL did not start."
  }
  export OUTREACH_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=outreach;Password=$password;Database=postgres"
}

stop_postgres() {
  [[ -n $postgres_data ]] || return 0
  as_user "$postgres_user" "$(postgres_programs)/pg_ctl" -D "$postgres_data" -s -w -m immediate stop || true
  postgres_data=
}
