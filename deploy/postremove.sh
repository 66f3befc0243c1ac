#!/bin/sh
# After a removal of the .deb. Only `apt purge` takes the database and the token away; the user stays, so that its
# number is never given to somebody else's files.
set -e
if [ "$1" = purge ]; then
  rm -rf /var/lib/saar /etc/saar
fi
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
fi
