#!/usr/bin/env bash
# What saar has to stand as a service, checked inside a container that runs the installed package under real systemd.
# It is sourced by a harness that provides `x CMD` (run CMD inside as root), `say`, `fail` and `restarted PID` (wait until
# the service runs under another pid), with the service running as the package ships it.
# shellcheck shell=bash disable=SC2154

# eventually CMD...: until CMD succeeds inside, at most half a minute.
eventually() {
  for _ in $(seq 150); do x sh -c "$*" >/dev/null 2>&1 && return 0; sleep .2; done
  fail "never came true: $*"
}
# journal TEXT: until the service has logged it, since the last mark.
journal() { eventually "journalctl -b -u saar --no-pager ${cursor:+--after-cursor='$cursor'} | grep -qF -- '$1'"; }
mark() { cursor=$(x journalctl -b -n 1 --no-pager --show-cursor | sed -n 's/^-- cursor: //p'); }
# saarctl ARGS...: the documented way of a command beside the service, as its user.
saarctl() {
  x systemd-run -qPG --wait -p User=saar -p LoadCredential=telegram-token:/etc/saar/telegram-token \
    /usr/bin/saar -c /etc/saar/config.yaml "$@"
}
mainpid() { x systemctl show -P MainPID saar; }
one_owner() {
  local others
  others=$(x find /var/lib/saar ! -user saar)
  [[ -z $others ]] || fail "$1: not the service's own: $others"
}

cursor= # of the whole boot

# No network at boot: the shipped configuration names real sites, and none can be reached from here.
journal 'source did not answer'
[[ $(x systemctl is-active saar) == active ]] || fail 'without a network the service is not up'
say 'no network: up, and says so'

# Outlets and a Bot API of our own, and the service configured for them. Its edition is due within two minutes.
x systemd-run -q --unit=playground /usr/bin/saar demo --serve /srv/play
eventually 'test -s /srv/play/config.yaml'
x sh -c 'sed -e "s|^database: .*|database: /var/lib/saar/play.db|" -e "/token_file/d" \
  -e "s|^    schedule: .*|    schedule: \"$(TZ=Asia/Kolkata date -d "2 minutes" "+%-M %-H") * * *\"|" \
  -e "s|^scrape:|scrape:\n  schedule: \"0 0 1 1 *\"|" /srv/play/config.yaml >/etc/saar/config.yaml
  install -m 600 /srv/play/token /etc/saar/telegram-token'
x systemctl restart saar || fail 'restart with the new configuration'
journal 'msg=collected sources=3 answered=3'

# A manual scrape beside the daemon, and with the daemon down: one database, one owner.
saarctl --scrape >/dev/null || fail 'a manual scrape beside the daemon'
one_owner 'a scrape beside the daemon'
x systemctl stop saar
saarctl --scrape >/dev/null || fail 'a manual scrape with the daemon down'
x systemctl start saar || fail 'a start after a manual scrape'
one_owner 'a scrape with the daemon down'
for other in root nobody; do
  said=$(x runuser -u $other -- /usr/bin/saar -c /etc/saar/config.yaml sources 2>&1) && fail "$other may use the database"
  [[ $said == *'systemd-run -qPG --wait -p User=saar'* ]] || fail "$other is not told what to do: $said"
done
one_owner 'commands of other users'
say 'manual scrapes: same database, same owner'

# A panic ends a Go program with status 2, as SIGABRT does: it is started again.
pid=$(mainpid); x kill -ABRT "$pid"; restarted "$pid" || fail 'no restart after SIGABRT'
say 'SIGABRT: restarted'

# A wrong configuration: refused at a reload, where the old one stays in force; final at a start.
x sh -c 'cp /etc/saar/config.yaml /srv/good.yaml; echo "wrong_key: 1" >>/etc/saar/config.yaml'
pid=$(mainpid); x systemctl reload saar || true
journal 'new configuration refused, the old one stays in force'
[[ $(mainpid) == "$pid" && $(x systemctl is-active saar) == active ]] || fail 'a reload with a wrong configuration ended the service'
x systemctl restart saar >/dev/null 2>&1 && fail 'a wrong configuration was started'
eventually 'test "$(systemctl show -P ExecMainStatus saar)" = 78'
eventually 'systemctl is-failed --quiet saar'
x cp /srv/good.yaml /etc/saar/config.yaml
x systemctl reset-failed saar; x systemctl start saar || fail 'start with the mended configuration'
x systemctl reload saar || fail 'reload'; journal 'configuration read anew'
say 'wrong configuration: refused at reload, 78 at start'

# The edition comes at its time, through the credential's token, once.
for _ in $(seq 4); do x sh -c 'journalctl -b -u saar --no-pager | grep -qF "msg=published"' && break; eventually 'sleep 25' ; done
journal 'msg=published digest=subah/'
x journalctl -b -u saar EDITION=subah --no-pager | grep -q msg=published || fail 'the journal does not find it by its edition'
saarctl --digest 2>&1 | grep -q 'all sent' || fail 'the edition is not all sent'
say 'edition: published on time'

# A panic, and a clock that is set: by a build of saar that does both when it is told to, in the place of the packaged one.
# The container has no clock of its own that could be set. The next edition is three hours ahead.
if command -v go >/dev/null; then
  trial=$(mktemp)
  bash "${BASH_SOURCE[0]%/*}/trial-build.sh" "$trial" || fail 'no build for the trial'
  x systemctl stop saar
  x sh -c 'mv /usr/bin/saar /srv/saar-packaged; cat >/usr/bin/saar; chmod 755 /usr/bin/saar' <"$trial"
  rm "$trial"
  x sh -c 'sed -i -e "s|^database: .*|database: /var/lib/saar/clock.db|" \
    -e "s|^    schedule: .*|    schedule: \"$(TZ=Asia/Kolkata date -d "3 hours" "+%-M %-H") * * *\"|" /etc/saar/config.yaml'
  mark; x systemctl start saar || fail 'start of the build for the trial'; journal 'msg=collected sources=3 answered=3'

  mark; pid=$(mainpid); x kill -USR2 "$pid"; restarted "$pid" || fail 'no restart after a panic'
  journal 'panic: asked for by a trial'
  say 'panic: restarted'

  pid=$(mainpid)
  mark; x sh -c 'echo $((3 * 3600 + 120)) >/srv/clock'; journal 'msg=published digest=subah/' # past the edition's time
  x sh -c 'echo 9000 >/srv/clock'; eventually 'sleep 4'                                      # back before it, for some heartbeats
  mark; x sh -c 'echo $((3 * 3600 + 180)) >/srv/clock'; journal 'msg=published digest=subah/' # and there again: it is due, and done
  x rm /srv/clock
  [[ $(mainpid) == "$pid" && $(x systemctl is-active saar) == active ]] || fail 'a clock that was set ended the service'
  saarctl --scrape >/dev/null || fail 'a scrape after the clock was set back'
  posted=4
  x systemctl stop saar
  x sh -c 'mv /srv/saar-packaged /usr/bin/saar; cp /srv/good.yaml /etc/saar/config.yaml'
  x systemctl start saar || fail 'start of the packaged saar'
  say 'clock set ahead, back and ahead: the edition appeared at once, and once'
else
  posted=2
  say 'panic and clock: not tried, they need Go on this machine'
fi

# What the Bot API has seen of all this: two parts of each edition.
x systemctl kill -s INT playground
eventually "journalctl -b -u playground --no-pager | grep -q 'messages $posted\$'"
say "posted: $posted messages, none twice"

# A full disk: nothing is lost, the service lives, and goes on when there is room.
x systemctl stop saar
x sh -c 'cp -a /var/lib/saar /srv/state; mount -t tmpfs -o size=6m,mode=700,uid=$(id -u saar),gid=$(id -g saar) tmpfs /var/lib/saar
  cp -a /srv/state/. /var/lib/saar/; rm -f /var/lib/saar/saar.db*'
before=$(saarctl search बारिश | wc -l)
saarctl export /var/lib/saar/all.jsonl 2>/dev/null || fail 'export'
x sed -i -e 's|"url":"\([^"]*\)"|"url":"\1-again"|g' /var/lib/saar/all.jsonl # articles nobody knows
x systemctl start saar || fail 'start on a small disk'
x sh -c 'dd if=/dev/zero of=/var/lib/saar/filler bs=16k 2>/dev/null; true'
said=$(saarctl import /var/lib/saar/all.jsonl 2>&1) && fail 'all was written on a full disk'
[[ $said == *'make room'* ]] || fail "a full disk is not called one: $said"
pid=$(mainpid); eventually 'sleep 6' # three times the watchdog of this test
[[ $(mainpid) == "$pid" ]] || fail 'a full disk ended the service'
x rm /var/lib/saar/filler
[[ $(saarctl search बारिश | wc -l) -ge $before && $before -gt 0 ]] || fail 'articles are lost'
saarctl import /var/lib/saar/all.jsonl 2>/dev/null || fail 'no writing once there was room'
before=$(saarctl search बारिश | wc -l)
saarctl backup /var/lib/saar/copy.db >/dev/null || fail 'no backup once there was room'
x systemctl stop saar
saarctl restore /var/lib/saar/copy.db >/dev/null || fail 'no restore'
[[ $(saarctl search बारिश | wc -l) == "$before" ]] || fail 'the restored copy lacks articles'
x sh -c 'umount /var/lib/saar; systemctl start saar'
say 'full disk: said, survived, nothing lost; backup and restore'
