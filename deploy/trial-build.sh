#!/usr/bin/env bash
# Builds saar with two powers more, for trials of the service: its wall clock is as many seconds ahead as the file
# /srv/clock says, or the one that SAAR_TRIAL_CLOCK names (a clock that is set, without touching the machine's own, which a
# container shares with its host), and it panics on SIGUSR2. Everything else is as packaged. Both are laid over the sources for this build alone.
#   usage: deploy/trial-build.sh OUT
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "$0")/.."
overlay=$(mktemp -d)
trap 'rm -rf "$overlay"' EXIT

clock=$(go env GOROOT)/src/time/time.go
sed 's|^\tsec, nsec, mono := runtimeNow()$|&\n\tsec += Ahead|' "$clock" >"$overlay/time.go"
printf '\n// Ahead is by how many seconds the wall clock has been set ahead.\nvar Ahead int64\n' >>"$overlay/time.go"
grep -q '^	sec += Ahead$' "$overlay/time.go" || { echo 'time.Now is not what it was: mend deploy/trial-build.sh' >&2; exit 1; }

cat >"$overlay/trial.go" <<'END'
package main

import (
	"cmp"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

func init() {
	setClock()
	go func() {
		for range time.Tick(50 * time.Millisecond) {
			setClock()
		}
	}()
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR2)
	go func() {
		<-asked
		panic("asked for by a trial")
	}()
}

func setClock() {
	text, _ := os.ReadFile(cmp.Or(os.Getenv("SAAR_TRIAL_CLOCK"), "/srv/clock"))
	seconds, _ := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	atomic.StoreInt64(&time.Ahead, seconds)
}
END
printf '{"Replace": {"%s": "%s", "%s": "%s"}}' "$clock" "$overlay/time.go" "$PWD/cmd/saar/trial.go" "$overlay/trial.go" >"$overlay/overlay.json"
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -overlay "$overlay/overlay.json" -o "$out" ./cmd/saar
