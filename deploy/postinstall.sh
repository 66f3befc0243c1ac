#!/bin/sh
# After an installation or an upgrade: the user, then the unit. A service that ran goes on with the new binary; one that
# is new waits until its configuration has been written.
set -e
if command -v systemd-sysusers >/dev/null; then
  systemd-sysusers saar.conf
fi
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl try-restart saar.service
fi
