package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// A site must never see two requests of saar at once, be they of the daemon and of a scrape by hand; and a process that
// was killed in the middle of a request must not keep the site from the others.
func TestATurnIsOneProcesss(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	p := start(t, "turn", path, "prabhat.example")
	p.line()
	same(t, "child", p.line(), "at prabhat.example")
	if _, err := s.Turn(ctx, "prabhat.example"); !errors.Is(err, saar.ErrHeld) {
		t.Fatalf("two processes at one host: %v", err)
	}
	elsewhere, err := s.Turn(ctx, "setu.example")
	check(t, err)
	elsewhere()
	p.kill(t)
	done, err := s.Turn(ctx, "prabhat.example")
	check(t, err)
	done()
}

// Two users of one store, or of two in one process, are apart as well, with the kernel's locks or without them.
func TestATurnIsOnesWithinAProcess(t *testing.T) {
	for _, locks := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "saar.db")
		here, there, ctx := openAt(t, path), openAt(t, path), t.Context()
		if !locks {
			check(t, here.ForgetLocks())
			check(t, there.ForgetLocks())
		}
		done, err := here.Turn(ctx, "prabhat.example")
		check(t, err)
		for _, s := range []*store.Store{here, there} {
			if _, err := s.Turn(ctx, "prabhat.example"); !errors.Is(err, saar.ErrHeld) {
				t.Fatalf("locks %v: twice at one host: %v", locks, err)
			}
		}
		done()
		next, err := there.Turn(ctx, "prabhat.example")
		check(t, err)
		done() // once more changes nothing
		if _, err := here.Turn(ctx, "prabhat.example"); !errors.Is(err, saar.ErrHeld) {
			t.Fatalf("locks %v: a turn given back twice is another's: %v", locks, err)
		}
		next()
	}
}

// A source has news when it offers what nobody has seen; taken for news again, old links would keep a dead feed in use.
func TestUnseen(t *testing.T) {
	s, ctx := open(t), t.Context()
	must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("a", "b"), morning))
	must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("c"), morning.Add(time.Hour)))
	for _, tt := range []struct {
		since time.Time
		want  int
	}{{time.Time{}, 1}, {morning, 4}, {morning.Add(time.Minute), 2}, {morning.Add(2 * time.Hour), 1}} {
		got := must[int](t)(s.Unseen(ctx, []string{"a", "b", "c", "new", "new"}, tt.since))
		same(t, "unseen since "+tt.since.String(), got, tt.want)
	}
	same(t, "of none", must[int](t)(s.Unseen(ctx, nil, time.Time{})), 0)
}

// What a source's habit is takes weeks to learn: a restart must not lose it.
func TestTheMemoOfASource(t *testing.T) {
	s, ctx := open(t), t.Context()
	d := offered("a")
	d.Memo.Validators = map[string]saar.Validator{"https://prabhat.example/feed": {ETag: `"1"`}}
	d.Memo.Home = "https://www.prabhat.example/"
	d.Memo.News, d.Memo.Below, d.Memo.Habit = morning, morning.Add(time.Hour), 90*time.Minute
	must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning))
	same(t, "memo", must[saar.Memo](t)(s.Memo(ctx, "prabhat")), d.Memo)
	check(t, s.SaveRun(ctx, run("prabhat", morning, saar.Unchanged)))
	check(t, s.SaveRun(ctx, run("prabhat", morning.Add(time.Hour), saar.Timeout)))
	d.Memo.Looked = morning.Add(time.Minute)
	same(t, "memo after runs", must[saar.Memo](t)(s.Memo(ctx, "prabhat")), d.Memo)
	d.Memo.Home, d.Memo.News, d.Memo.Below, d.Memo.Habit = "", morning.Add(2*time.Hour), morning.Add(3*time.Hour), time.Hour
	must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning))
	same(t, "the newest memo", must[saar.Memo](t)(s.Memo(ctx, "prabhat")), d.Memo)
}
