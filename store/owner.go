package store

import (
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

// owners is this process's place among those that have the database open, for as long as it lives. Its id is
// "host:pid:place": host and pid are for people, place is the byte of the owners file that the process keeps locked.
type owners struct {
	id   string
	file *os.File // nil where the kernel cannot tell
}

// firstTurn is where in the owners file, behind the places of all owners, the bytes begin that stand for hosts.
const firstTurn = 1 << 62

// turnPlace is the byte by whose lock a process has the turn at a host.
func turnPlace(host string) int64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, host) // a hash takes everything
	return firstTurn + int64(h.Sum64()%(firstTurn-1))
}

func newOwnerID() (id string, place int64) {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "localhost"
	}
	place = rand.Int64N(firstTurn)
	return fmt.Sprintf("%s:%d:%x", host, os.Getpid(), place), place
}

func placeOf(owner string) (int64, bool) {
	_, hex, ok := cutLast(owner, ":")
	place, err := strconv.ParseInt(hex, 16, 64)
	return place, ok && err == nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// people renders an owner for a message: "process 123 on host".
func people(owner string) string {
	rest, _, _ := cutLast(owner, ":")
	host, pid, ok := cutLast(rest, ":")
	if !ok {
		return owner
	}
	return "process " + pid + " on " + host
}

func (o *owners) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}
