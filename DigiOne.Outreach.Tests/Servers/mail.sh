# A throw-away Postfix and Dovecot around one Maildir.
#   OUTREACH_TEST_SMTP   host:port, STARTTLS offered, no account needed
#   OUTREACH_TEST_SMTPS  host:port, TLS from the first byte, mail only after AUTH
#   OUTREACH_TEST_IMAP   host:port, any user name reads the one mailbox
#   OUTREACH_TEST_MAIL_PASSWORD  the password of every account, for AUTH and IMAP
#   OUTREACH_TEST_CA     PEM file of the authority behind both certificates
#
# Recipients: everyone at local.test shares the mailbox, but nouser... and unknown... are refused with 550.
# discard.test is swallowed, down.test is taken and waits for a server that is down, bounce.test is taken and comes back
# as a delivery-status report that nobody is there; so does full.test (the mailbox is full) and policy.test (the rules forbid it).
# NAME.back.test has a mailbox of its own, which the IMAP user anybody@NAME.back.test reads. Every other domain is refused with 550.

mail_dir=
postfix_started=
dovecot_started=

start_mail() {
  local smtp smtps imap
  smtp=$(free_port)
  smtps=$(free_port)
  imap=$(free_port)
  echo "Starting Postfix on ports $smtp and $smtps, Dovecot on port $imap"

  mail_dir=$state/mail
  mail_password=$(new_password)
  as_root install -d -m 711 "$mail_dir" "$mail_dir/postfix" "$mail_dir/dovecot" "$mail_dir/queue"
  as_root install -d -m 700 -o postfix "$mail_dir/data"
  as_root install -d -m 700 -o nobody "$mail_dir/boxes"
  make_certificates
  start_dovecot "$imap"
  start_postfix "$smtp" "$smtps"

  export OUTREACH_TEST_SMTP=127.0.0.1:$smtp OUTREACH_TEST_SMTPS=127.0.0.1:$smtps OUTREACH_TEST_IMAP=127.0.0.1:$imap
  export OUTREACH_TEST_CA=$mail_dir/ca.pem OUTREACH_TEST_MAIL_PASSWORD=$mail_password
}

make_certificates() {
  local work=$state/certificates
  mkdir -m 700 "$work"
  {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Test authority" \
      -keyout "$work/ca.key" -out "$work/ca.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=mx.local.test" \
      -keyout "$work/mx.key" -out "$work/mx.csr"
    openssl x509 -req -in "$work/mx.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -days 30 -out "$work/mx.pem" \
      -extfile <(echo "subjectAltName=DNS:mx.local.test,DNS:localhost,IP:127.0.0.1")
  } 2>"$work/log" || fail "openssl made no certificate: $(cat "$work/log")"
  as_root install -m 644 "$work/ca.pem" "$work/mx.pem" "$mail_dir"
  as_root install -m 600 "$work/mx.key" "$mail_dir"
}

start_postfix() {
  local settings=$mail_dir/postfix
  # Postfix's own delivery takes no path that is made of the address.
  as_root tee "$mail_dir/put-back" >/dev/null <<'END'
mkdir -p "$1/tmp" "$1/new" "$1/cur" && cat >"$1/tmp/$$" && mv "$1/tmp/$$" "$1/new/$(date +%s.%N).$$.test"
END
  as_root tee "$settings/main.cf" >/dev/null <<END
compatibility_level = 3.6
queue_directory = $mail_dir/queue
data_directory = $mail_dir/data
command_directory = $(postconf -d -h command_directory)
daemon_directory = $(postconf -d -h daemon_directory)
mail_owner = postfix
setgid_group = postdrop
syslog_name = outreach-tests
maillog_file = $mail_dir/data/maillog
maillog_file_prefixes = $mail_dir
myhostname = mx.local.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
smtputf8_enable = yes
smtp_dns_support_level = disabled
default_process_limit = 100
# Port 1 is never listened on.
transport_maps = inline:{ { discard.test = discard: }, { down.test = smtp:[127.0.0.1]:1 }, { bounce.test = nomailbox: }, { full.test = full: }, { policy.test = policy: } }, regexp:{ { /@[0-9a-z]+\.back\.test\$\$/ back: } }
relay_domains = discard.test, down.test, bounce.test, full.test, policy.test, regexp:{ { /^[0-9a-z]+\.back\.test\$\$/ OK } }
back_destination_recipient_limit = 1
default_transport = error:5.1.2 no route
virtual_mailbox_domains = local.test
virtual_mailbox_base = $mail_dir/boxes
virtual_mailbox_maps = regexp:{ { !/^(nouser|unknown)/ .boxes/Maildir/ } }
virtual_minimum_uid = 1
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_cert_file = $mail_dir/mx.pem
smtpd_tls_key_file = $mail_dir/mx.key
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $mail_dir/dovecot/postfix-auth
END
  as_root tee "$settings/master.cf" >/dev/null <<END
127.0.0.1:$1 inet n - n - 100 smtpd
127.0.0.1:$2 inet n - n - 100 smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
pickup    unix  n - n 60    1 pickup
cleanup   unix  n - n -     0 cleanup
qmgr      unix  n - n 300   1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n -     - trivial-rewrite
bounce    unix  - - n -     0 bounce
defer     unix  - - n -     0 bounce
trace     unix  - - n -     0 bounce
verify    unix  - - n -     1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -     - proxymap
smtp      unix  - - n -     - smtp
relay     unix  - - n -     - smtp
showq     unix  n - n -     - showq
error     unix  - - n -     - error
retry     unix  - - n -     - error
discard   unix  - - n -     - discard
nomailbox unix  - n n -     - pipe user=nobody argv=/bin/sh -c {exit 67}
full      unix  - n n -     - pipe user=nobody argv=/bin/sh -c {echo 5.2.2 Mailbox is full; exit 75}
back      unix  - n n -     - pipe user=nobody flags=DRO argv=/bin/sh $mail_dir/put-back $mail_dir/boxes/\${domain}.boxes/Maildir
policy    unix  - n n -     - pipe user=nobody argv=/bin/sh -c {echo 5.7.1 Message rejected due to local policy; exit 69}
virtual   unix  - n n -     - virtual
lmtp      unix  - - n -     - lmtp
anvil     unix  - - n -     1 anvil
scache    unix  - - n -     1 scache
postlog   unix-dgram n - n - 1 postlogd
END
  postfix_started=yes
  as_root postfix -c "$settings" start >"$state/postfix.log" 2>&1 || fail "Postfix did not start: $(cat "$state/postfix.log")"
  wait_for_port Postfix "$1" "$mail_dir/data/maillog"
  wait_for_port Postfix "$2" "$mail_dir/data/maillog"
}

start_dovecot() {
  local settings=$mail_dir/dovecot/dovecot.conf version
  version=$(dovecot --version)
  {
    dovecot_settings "$1"
    if [[ $version == 2.[0-3].* ]]; then dovecot_accounts_2_3; else dovecot_accounts_2_4 "${version%% *}"; fi
  } | as_root tee "$settings" >/dev/null
  if [[ $version != 2.[0-3].* ]]; then
    # Version 2.4 wants its versions on the first line.
    as_root sed -i "1i dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0" "$settings"
  fi
  dovecot_started=yes
  as_root dovecot -c "$settings" >"$state/dovecot.log" 2>&1 || fail "Dovecot did not start: $(cat "$state/dovecot.log")"
  wait_for_port Dovecot "$1" "$mail_dir/dovecot/log"
}

dovecot_settings() {
  cat <<END
base_dir = $mail_dir/dovecot/run
log_path = $mail_dir/dovecot/log
instance_name = outreach-tests
listen = 127.0.0.1
ssl = no
auth_failure_delay = 0
service imap-login {
  inet_listener imap {
    port = $1
  }
  inet_listener imaps {
    port = 0
  }
}
service auth {
  unix_listener $mail_dir/dovecot/postfix-auth {
    mode = 0600
    user = postfix
  }
}
END
}

dovecot_accounts_2_3() {
  cat <<END
protocols = imap
disable_plaintext_auth = no
mail_location = maildir:$mail_dir/boxes/%d.boxes/Maildir
passdb {
  driver = static
  args = password=$mail_password
}
userdb {
  driver = static
  args = uid=$(id -u nobody) gid=$(id -g nobody) home=$mail_dir/boxes
}
END
}

dovecot_accounts_2_4() {
  cat <<END
protocols {
  imap = yes
}
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = $mail_dir/boxes/%{user | domain}.boxes/Maildir
passdb static {
  password = $mail_password
}
userdb static {
  fields {
    uid = $(id -u nobody)
    gid = $(id -g nobody)
    home = $mail_dir/boxes
  }
}
END
}

stop_mail() {
  [[ -z $postfix_started ]] || as_root postfix -c "$mail_dir/postfix" stop >/dev/null 2>&1 || true
  [[ -z $dovecot_started ]] || as_root doveadm -c "$mail_dir/dovecot/dovecot.conf" stop >/dev/null 2>&1 || true
  postfix_started=
  dovecot_started=
}
