#!/usr/bin/env bash
# Writes dist/saar_VERSION_ARCH.deb and .rpm with a static binary.
#   usage: deploy/package.sh [ARCH]     amd64, arm64, …; without it this machine's
#   VERSION=1.2.3                       without it the newest tag, or 0.1.0 before the first
set -euo pipefail
cd "$(dirname "$0")/.."
nfpm=github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.4

export ARCH=${1:-$(go env GOARCH)}
version=${VERSION:-$(git describe --tags --abbrev=0 2>/dev/null || echo 0.1.0)}
export VERSION=${version#v}
BUILD=$(mktemp -d)
export BUILD
trap 'rm -rf "$BUILD"' EXIT

CGO_ENABLED=0 GOOS=linux GOARCH=$ARCH go build -trimpath -ldflags "-s -w -X main.release=$VERSION" -o "$BUILD/saar" ./cmd/saar
sed 's|^database: saar\.db |database: /var/lib/saar/saar.db |' config.yaml >"$BUILD/config.yaml"
grep -q '^database: /var/lib/saar/saar.db ' "$BUILD/config.yaml" || { echo "config.yaml has no line 'database: saar.db' to replace" >&2; exit 1; }

mkdir -p dist
for format in deb rpm; do
  go run "$nfpm" package --config deploy/nfpm.yaml --packager "$format" --target "dist/saar_${VERSION}_$ARCH.$format"
done
