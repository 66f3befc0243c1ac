package store_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// A manual scrape beside the daemon writes at the same time; neither may fail with "database is locked".
func TestProcessesWriteAtTheSameTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	const each = 60
	var others []*process
	for i := range 3 { // they also make the file at the same time
		others = append(others, start(t, "read", path, fmt.Sprintf("p%d", i), strconv.Itoa(each)))
	}
	for _, p := range others {
		if got := len(p.lines()); got != each+1 {
			t.Errorf("a process saved %d of %d and failed", got-1, each)
		}
	}
	s := openAt(t, path)
	same(t, "articles", len(all(t, s)), len(others)*each)
	same(t, "damage", must[store.Report](t)(s.Check(t.Context())).Damage, []string(nil))
}

// Two services started together on a new machine both come up.
func TestProcessesOpenANewFileAtTheSameTime(t *testing.T) {
	for range 4 {
		path := filepath.Join(t.TempDir(), "saar.db")
		var others []*process
		for range 4 {
			others = append(others, start(t, "enlist", path))
		}
		for _, p := range others {
			if len(p.lines()) != 1 {
				t.Error("a process could not open the file")
			}
			check(t, p.Wait())
		}
	}
}

// A scrape killed anywhere loses nothing it has said it saved, and a second run saves nothing twice.
func TestKilledWhileReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	s := openAt(t, path)
	const total = 40
	said := -1
	for range 4 {
		p := start(t, "read", path, "k", strconv.Itoa(total))
		p.line()
		for range random.IntN(total / 2) {
			p.line()
		}
		check(t, p.Process.Kill())
		for _, line := range p.lines() {
			if n, err := strconv.Atoi(line); err == nil {
				said = max(said, n)
			}
		}
		if got := len(all(t, s)); got < said+1 {
			t.Fatalf("%d articles kept, %d were said to be", got, said+1)
		}
	}
	same(t, "ends", len(start(t, "read", path, "k", strconv.Itoa(total)).lines()), total+1)
	same(t, "articles", len(all(t, s)), total)
	same(t, "found by a word", len(must[[]saar.Hit](t)(s.Search(t.Context(), "नहर", 100))), total)
	same(t, "damage", must[store.Report](t)(s.Check(t.Context())).Damage, []string(nil))
}

// However often a sender is killed, a message that was posted is "sending" or "sent" afterwards, never "pending".
func TestKilledWhileDelivering(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	const total = 60
	var rows []saar.Delivery
	for part := 1; part <= total; part++ {
		rows = append(rows, row(-100, part))
	}
	check(t, s.Enlist(ctx, rows))
	posts := map[string]int{}
	for kills := 0; ; kills++ {
		p := start(t, "deliver", path, subah.String())
		p.line()
		for range 7 {
			posts[p.line()]++
		}
		check(t, p.Process.Kill())
		for _, line := range p.lines() {
			posts[line]++
		}
		_ = p.Wait()
		pending := 0
		for _, d := range must[[]saar.Delivery](t)(s.Deliveries(ctx, subah)) {
			post := "post " + strconv.Itoa(d.Key.Part)
			if d.State == saar.Pending {
				pending++
			}
			if posted := posts[post]; posted > 1 || (posted == 1) && d.State == saar.Pending || posted == 0 && d.State == saar.Sent {
				t.Errorf("after %d kills %s is %s and was posted %d times", kills, d.Key, d.State, posted)
			}
			if d.State == saar.Sending && s.OwnerAlive(d.Owner) {
				t.Errorf("%s: its sender %q counts as alive", d.Key, d.Owner)
			}
		}
		if pending == 0 {
			break
		}
	}
}
