# What the other parts share: saying what is wrong, being root, free ports.

PATH=$PATH:/usr/sbin:/sbin

fail() {
  echo "test.sh: $*" >&2
  exit 1
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
  ((EUID == 0)) || sudo -n true 2>/dev/null
}

require_root() {
  can_be_root || fail "Postfix starts only as root: run ./test.sh as root, or run \"sudo -v\" first.
Tests that need no server run without: dotnet test --solution DigiOne.sln -- --filter-class \"*Name*\""
}

# Runs a program as another user, in a folder that this user may enter.
as_user() {
  local user=$1
  shift
  (cd / && as_root runuser -u "$user" -- "$@")
}

# A port that nothing listens on, below the range that the kernel gives to outgoing connections.
free_port() {
  local port
  while true; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# wait_for_port NAME PORT LOG
wait_for_port() {
  local deadline=$((SECONDS + 20))
  until (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      as_root tail -n 40 "$3" >&2 || true
      fail "$1 does not answer on port $2."
    fi
    sleep 0.1
  done
}

new_password() {
  openssl rand -hex 16
}
