package pipeline_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// deafen gives the office an admin chat that answers with an error while the switch it returns is on.
func (o *office) deafen(err error) *atomic.Bool {
	var down atomic.Bool
	o.post.onPreview = func(context.Context, saar.DigestID) error {
		if down.Load() {
			return err
		}
		return nil
	}
	return &down
}

// Operators whose chat could not be reached when an edition went out, or lapsed, see it when it can be, by themselves and
// after a restart; nothing is sent to them that they have seen.
func TestBoardIsMadeGood(t *testing.T) {
	for name, test := range map[string]struct {
		held    bool
		restart bool
		want    []string
	}{
		"out":              {false, false, []string{"06:45:00 open", "07:15:31 out"}},
		"out, restarted":   {false, true, []string{"06:45:00 open", "07:12:01 out"}},
		"held":             {true, false, []string{"06:45:00 open", "07:21:31 held", "13:00:01 lapsed"}},
		"lapsed meanwhile": {true, true, []string{"06:45:00 open", "07:12:01 held", "13:00:01 lapsed"}},
	} {
		t.Run(name, func(t *testing.T) {
			previewed(t, func(t *testing.T, o *office) {
				down := o.deafen(errors.New("no connection"))
				o.start()
				o.print("prabhat", 1)
				travel(at(t, "06:46:00"))
				down.Store(true)
				if test.held {
					o.decide(saar.RuleHold, 1)
				}
				travel(at(t, "07:12:00"))
				if test.restart {
					o.halt()
				}
				down.Store(false)
				if test.restart {
					o.start()
				}
				travel(at(t, "14:00:00"))
				o.halt()
				if diff := cmp.Diff(test.want, o.post.seen()); diff != "" {
					t.Errorf("shown (-want +got):\n%s", diff)
				}
				if got := o.log.with("WARN", "the operators do not see how an edition stands"); len(got) == 0 || len(got) > 8 {
					t.Errorf("log: %q", got)
				}
			})
		})
	}
}

// Operators who have seen parts of an edition, but not how it stands, are told that it is out.
func TestBoardThatWasBegunIsFinished(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.post.onPreview = func(ctx context.Context, id saar.DigestID) error { // killed before the board was posted
			return errors.Join(o.store.ShowPreview(ctx, id, 1, 0), errors.New("killed"))
		}
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "06:46:00"))
		o.halt()
		o.post.onPreview = nil
		travel(at(t, "07:01:00"))
		o.start()
		travel(at(t, "07:02:00"))
		o.halt()
		seen := o.post.seen()
		if len(seen) == 0 || seen[len(seen)-1] != "07:01:01 out" {
			t.Errorf("shown: %q", seen)
		}
	})
}
