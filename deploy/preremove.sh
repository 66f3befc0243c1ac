#!/bin/sh
# Before a removal, not before an upgrade (dpkg says "upgrade", rpm says 1).
set -e
case "$1" in
remove | 0)
  if [ -d /run/systemd/system ]; then
    systemctl disable --now saar.service
  fi
  ;;
esac
