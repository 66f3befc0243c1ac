package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

// phase is how far saar had come when it was killed, as the disk tells.
type phase int

const (
	scraping  phase = iota // links and pages
	compiling              // up to the first part's "sending": the digest, its parts, the ledger's rows
	sending                // between "sending" and "sent" on disk
	looking                // what became of a part is uncertain and is being found out
	between                // one part is sent and the next one not begun
	after                  // all is sent
	phases
)

func (p phase) String() string {
	return [...]string{"scrape", "compile and render", "sending", "looking for evidence", "between two parts", "after"}[p]
}

// moment is when a request kills, seen from the server.
type moment int

const (
	untouched moment = iota // it has come in, and is not carried out
	done                    // it is carried out, and not answered
	answered                // it is answered, a little while ago
)

// cut is a planned kill.
type cut struct {
	aim    phase
	method string        // with looking: of the call that kills
	nth    int           // how many calls are let through first; with scraping: which request kills, from 1
	when   moment        // of that request
	delay  time.Duration // after that; with compiling: after the scrape, 0: when it turns to Telegram
}

func (c cut) String() string {
	return fmt.Sprintf("cut at %s (%s %d, %d, %v)", c.aim, c.method, c.nth, c.when, c.delay)
}

// leastDeliveries is how many parts in chats a digest must have, so that however its kills fall, something is left to be
// sent for the next one.
const leastDeliveries = 6

// planCuts plans the kills of one digest: during the scrape, the compiling, the sending, the looking for evidence after
// that, the sending twice more, and after everything.
func planCuts(chance *rand.Rand, digest, requests int) []cut {
	first := []moment{untouched, done}[digest%2]
	plan := []cut{
		{aim: scraping, nth: 1 + chance.IntN(requests*3/4), when: moment(2 * chance.IntN(2)), delay: microseconds(chance, 3000)},
		{aim: compiling, delay: microseconds(chance, 20000)},
		{aim: sending, nth: chance.IntN(2), when: first},
		lookCut(chance, first),
		{aim: sending, nth: chance.IntN(2), when: moment(chance.IntN(2))},
		{aim: sending, when: moment(chance.IntN(3)), delay: microseconds(chance, 5000)},
		{aim: after},
	}
	if digest%3 == 2 {
		plan[1].delay = 0
	}
	return plan
}

// lookCut kills while a part is looked for that was, or was not, posted: it is the next message of the channel or none.
func lookCut(chance *rand.Rand, sent moment) cut {
	c := cut{aim: looking, method: "forwardMessage", when: moment(chance.IntN(2))}
	switch {
	case sent == untouched:
		c.nth = chance.IntN(20)
	case chance.IntN(2) == 0:
		c.method = "deleteMessage"
	}
	return c
}

func microseconds(chance *rand.Rand, most int) time.Duration {
	return time.Duration(1+chance.IntN(most)) * time.Microsecond
}

// histogram counts kills by phase.
type histogram struct {
	mu    sync.Mutex
	count [phases]int
}

func (h *histogram) add(p phase) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count[p]++
}

func (h *histogram) total() (n int) {
	for _, c := range h.count {
		n += c
	}
	return n
}

func (h *histogram) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d kills\n", h.total())
	for p, n := range h.count {
		fmt.Fprintf(&b, "%22s %4d %s\n", phase(p), n, strings.Repeat("#", n))
	}
	return b.String()
}

// check fails when a phase was not hit, or too few kills fell between "sending" and "sent". Between two parts there is no
// request to kill at, so that kills fall there by chance only.
func (h *histogram) check(t *testing.T) {
	t.Helper()
	for p, n := range h.count {
		if n == 0 && phase(p) != between {
			t.Errorf("no kill fell into the phase %q", phase(p))
		}
	}
	if h.count[sending]*3 < h.total() {
		t.Errorf("%d of %d kills fell between sending and sent, want a third", h.count[sending], h.total())
	}
}
