//go:build proof

package main

import (
	"testing"
	"time"
)

// TestProofOfKills kills saar at twelve times as many moments, other ones every time.
func TestProofOfKills(t *testing.T) {
	proveKills(t, 24, uint64(time.Now().UnixNano()))
}
