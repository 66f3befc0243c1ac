package main

import (
	"bytes"
	"context"
	"os"
	"runtime/debug"
	"strconv"
)

// restless is how many bytes more than at the last rest are worth another: less is what heartbeats and readers need.
const restless = 4 << 20

// rest gives memory back to the machine that work has left behind. Go does so by itself, but over many minutes, and SQLite
// keeps the pages it has read for as long as its connection lives: a digest of a busy day would take its 200 MB until the
// next round. It costs a garbage collection, so that it only comes after work, and once more at the next heartbeat after one
// that was worth it: what was under way meanwhile has kept its pages. Where the system has no /proc/self/statm it does nothing.
func (a *app) rest(ctx context.Context) {
	now, last := anonymousBytes(), a.rested.Load()
	if now > last+restless {
		if err := a.store.Shrink(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("memory of the database not given back", "error", err)
		}
		debug.FreeOSMemory()
		forgetProgram()
		if last = anonymousBytes(); now > last+restless {
			last = 0
		}
	}
	a.rested.Store(min(now, last))
}

// anonymousBytes is what this process has in memory beside the files it runs from, which the system drops as it likes; 0 if
// that is unknown.
func anonymousBytes() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) < 3 {
		return 0
	}
	resident, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	shared, err := strconv.ParseInt(string(fields[2]), 10, 64)
	if err != nil {
		return 0
	}
	return (resident - shared) * int64(os.Getpagesize())
}
