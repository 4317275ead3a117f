# What the tests need from the operating system, by the names of Debian's packages.

policy=/usr/sbin/policy-rc.d
policy_made=

postgres_programs() {
  local found
  found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [[ -n $found ]] || found=$(command -v initdb) || return 1
  dirname "$(readlink -f "$found")"
}

chromium_program() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

# Debian puts the module beside its own Python, which need not be the first on the path.
python_with_dkim() {
  local python
  for python in /usr/bin/python3 python3; do
    if "$python" -c 'import dkim' 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}

has_font() {
  [[ -n $(find /usr/share/fonts /usr/local/share/fonts -iname "$1*" -print -quit 2>/dev/null) ]]
}

missing_packages() {
  postgres_programs >/dev/null || echo postgresql
  command -v postfix >/dev/null || echo postfix
  { command -v dovecot && [[ -e /usr/lib/dovecot/imap || -e /usr/libexec/dovecot/imap ]]; } >/dev/null || echo dovecot-imapd
  chromium_program >/dev/null || echo chromium
  has_font DejaVuSans || echo fonts-dejavu-core
  has_font LiberationSans || echo fonts-liberation
  python_with_dkim >/dev/null || echo python3-dkim
  command -v openssl >/dev/null || echo openssl
}

install_missing_packages() {
  local missing
  missing=$(missing_packages | xargs)
  [[ -n $missing ]] || return 0

  is_debian && can_be_root ||
    fail "The tests need these, and it takes Debian and root to install them here; by the names of Debian's packages: $missing"

  # Two runs must not install at once; the lock is on a file that everyone may read and nobody writes.
  exec 9</etc/debian_version
  flock 9
  missing=$(missing_packages | xargs)
  # shellcheck disable=SC2086 # one word a package
  [[ -z $missing ]] || install_packages $missing
  exec 9<&-

  missing=$(missing_packages | xargs)
  [[ -z $missing ]] || fail "These could not be installed: $missing"
}

is_debian() {
  (source /etc/os-release && [[ $ID == debian ]]) 2>/dev/null
}

install_packages() {
  echo "Installing what the tests need: $*"
  forbid_services
  as_root apt-get update </dev/null || echo "Could not refresh the package lists; trying with those at hand." >&2
  echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 \
    install -y --no-install-recommends "$@" </dev/null || fail "apt-get could not install: $*"
  allow_services
  [[ ! -d /run/systemd/system ]] ||
    echo "Debian will start newly installed servers at the next boot; \"systemctl disable NAME\" prevents it. The tests start their own."
}

# Debian starts a server as it installs it. The tests start their own, so nothing may start here.
forbid_services() {
  [[ ! -e $policy ]] || return 0
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
  policy_made=yes
}

allow_services() {
  [[ -z $policy_made ]] || as_root rm -f "$policy"
  policy_made=
}
