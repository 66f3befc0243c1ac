package pipeline_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// morning is the edition that these tests are about.
var morning = saar.DigestID{Edition: "subah", Date: "2026-11-20"}

// previewed is a bubble that begins at 06:00, with a preview of a quarter of an hour, and heartbeats as they are usually.
func previewed(t *testing.T, f func(t *testing.T, o *office)) {
	t.Helper()
	bubble(t, "2026-11-20T06:00:00+05:30", func(t *testing.T, o *office) {
		o.config.Editions[0].Preview = 15 * time.Minute
		o.config.Heartbeat = 30 * time.Second
		f(t, o)
	})
}

// decide is an operator's decision about the morning, who then wakes the pipeline.
func (o *office) decide(kind saar.RulingKind, update int) saar.Ruled {
	o.t.Helper()
	ruled, err := o.store.Rule(o.t.Context(), 1, update, saar.Ruling{Kind: kind, Digest: morning, By: "अनिता"})
	if err != nil {
		o.t.Fatal(err)
	}
	o.pipeline.Wake()
	return ruled
}

// state is how the morning stands.
func (o *office) state() saar.PreviewState {
	o.t.Helper()
	p, err := o.store.Preview(o.t.Context(), morning)
	if err != nil {
		o.t.Fatal(err)
	}
	return p.State
}

// seen lists when operators were shown the edition, and how it stood; not that it was being sent, which passes in no time.
func (b *postbox) seen() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []string
	for _, s := range b.shown {
		if s.state == saar.PreviewReleased {
			continue
		}
		all = append(all, s.at.In(kolkata).Format("15:04:05 ")+string(s.state))
	}
	return all
}

func (b *postbox) alarmed() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.alarms)
}

func at(t *testing.T, clock string) time.Time {
	t.Helper()
	return instant(t, "2026-11-20T"+clock+"+05:30")
}

// Operators see the edition a quarter of an hour before its time, and readers get what they saw at its time: what comes in
// between falls to the next edition.
func TestPreviewedEditionGoesOutAtItsTime(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "06:46:00"))
		o.print("prabhat", 2)
		if _, err := o.store.Newest(t.Context(), "subah"); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("readers may see it: %v", err)
		}
		travel(at(t, "07:10:00"))
		first := o.digest("2026-11-20")
		travel(instant(t, "2026-11-21T07:10:00+05:30"))
		second := o.digest("2026-11-21")
		o.halt()

		if diff := cmp.Diff([]string{"06:45:00 open", "07:00:00 out"}, o.post.seen()[:2]); diff != "" {
			t.Errorf("shown (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"07:00:00", "07:00:00"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("posted (-want +got):\n%s", diff)
		}
		if !tells(first, 1) || tells(first, 2) || !tells(second, 2) || first.Late {
			t.Errorf("the first tells %d stories, the second %d, late: %v", len(first.Stories), len(second.Stories), first.Late)
		}
		if !first.Window.To.Equal(at(t, "06:45:00")) || !second.Window.From.Equal(first.Window.To) {
			t.Errorf("windows %v and %v", first.Window, second.Window)
		}
	})
}

// A held edition waits, also over a restart, and goes out once it is released.
func TestHeldEditionGoesOutWhenReleased(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "06:50:00"))
		o.decide(saar.RuleHold, 1)
		travel(at(t, "07:30:00"))
		o.halt()
		o.start()
		travel(at(t, "08:00:10"))
		if got := o.post.times(); len(got) > 0 {
			t.Fatalf("posted at %v", got)
		}
		if jobs, err := o.pipeline.Jobs(t.Context(), time.Now()); err != nil || jobs[1].Lag != 0 {
			t.Errorf("a held edition is not late: %+v, %v", jobs, err)
		}
		o.decide(saar.RuleSend, 2)
		travel(at(t, "08:01:00"))
		o.halt()
		if diff := cmp.Diff([]string{"08:00:10"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("posted (-want +got):\n%s", diff)
		}
		if got := o.post.alarmed(); len(got) > 0 {
			t.Errorf("alarms: %q", got)
		}
	})
}

// A held edition that nobody releases lapses when its grace time is over. The operator is told once, and its articles are
// in the next one.
func TestHeldEditionLapses(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.start()
		yesterday := saar.Digest{
			ID: saar.DigestID{Edition: "subah", Date: "2026-11-19"}, Zone: "Asia/Kolkata", Show: 12,
			Window: saar.Window{To: at(t, "06:45:00").AddDate(0, 0, -1)}, Compiled: at(t, "06:45:00").AddDate(0, 0, -1),
		}
		if _, err := o.store.SaveDigest(t.Context(), yesterday); err != nil {
			t.Fatal(err)
		}
		o.print("prabhat", 1)
		travel(at(t, "06:50:00"))
		o.decide(saar.RuleHold, 1)
		travel(at(t, "13:00:31"))
		if got := o.state(); got != saar.PreviewLapsed {
			t.Errorf("it is %s", got)
		}
		if ruled := o.decide(saar.RuleSend, 2); ruled.Changed {
			t.Error("sent although it had lapsed")
		}
		travel(instant(t, "2026-11-21T07:10:00+05:30"))
		next := o.digest("2026-11-21")
		o.halt()
		if diff := cmp.Diff([]string{"subah/2026-11-21"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
		if got := o.post.alarmed(); len(got) != 1 || !strings.Contains(got[0], "held by अनिता") || !strings.Contains(got[0], "saar --digest --edition subah --date 2026-11-20") {
			t.Errorf("alarms: %q", got)
		}
		if !tells(next, 1) {
			t.Error("the next edition does not have its articles")
		}
	})
}

// An operator who likes what he sees sends it early, and once.
func TestPreviewedEditionIsSentEarly(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "06:50:00"))
		o.decide(saar.RuleSend, 1)
		travel(at(t, "07:30:00"))
		if ruled := o.decide(saar.RuleHold, 2); ruled.Changed {
			t.Error("held although it was out")
		}
		o.halt()
		if diff := cmp.Diff([]string{"06:50:00"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("posted (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]saar.DigestID{morning}, o.post.whole); diff != "" {
			t.Errorf("said to be out (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"06:45:00 open", "06:50:00 out"}, o.post.seen()); diff != "" {
			t.Errorf("shown (-want +got):\n%s", diff)
		}
	})
}

// An edition may be held before there is anything to see. At its time the operators see what they hold.
func TestEditionIsHeldBeforeItIsMade(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		o.config.Editions[0].Preview = 0
		o.start()
		o.print("prabhat", 1)
		o.decide(saar.RuleHold, 1)
		travel(at(t, "08:00:00"))
		o.decide(saar.RuleSend, 2)
		travel(at(t, "08:00:01"))
		o.halt()
		if diff := cmp.Diff([]string{"07:00:00 held", "08:00:00 out"}, o.post.seen()); diff != "" {
			t.Errorf("shown (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"08:00:00"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
			t.Errorf("posted (-want +got):\n%s", diff)
		}
	})
}

// A machine that comes back late shows the edition for as long as is left, if that is long enough to look at it; one that
// comes back after its time does not make it later still.
func TestPreviewOfALateMachine(t *testing.T) {
	for name, test := range map[string]struct {
		back   string
		shown  []string
		posted string
	}{
		"shortened":      {"06:55:00", []string{"06:55:01 open", "07:00:00 out"}, "07:00:00"},
		"too late":       {"06:59:20", nil, "07:00:00"},
		"after its time": {"08:00:00", nil, "08:00:01"},
	} {
		t.Run(name, func(t *testing.T) {
			previewed(t, func(t *testing.T, o *office) {
				o.start()
				o.print("prabhat", 1)
				travel(at(t, "06:30:00"))
				o.halt()
				travel(at(t, test.back))
				o.start()
				travel(at(t, "09:00:00"))
				o.halt()
				if diff := cmp.Diff(test.shown, o.post.seen()); diff != "" {
					t.Errorf("shown (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff([]string{test.posted}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
					t.Errorf("posted (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// An admin chat that cannot be reached, or takes for ever, costs the preview and not a second of the edition's time.
func TestEditionWaitsForNoAdminChat(t *testing.T) {
	for name, fail := range map[string]func(context.Context) error{
		"refuses": func(context.Context) error { return errors.New("no connection") },
		"hangs":   func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			previewed(t, func(t *testing.T, o *office) {
				o.post.onPreview = func(ctx context.Context, _ saar.DigestID) error { return fail(ctx) }
				o.start()
				o.print("prabhat", 1)
				travel(at(t, "07:00:00"))
				o.halt()
				if diff := cmp.Diff([]string{"07:00:00"}, clock(o.post.times(), kolkata, time.TimeOnly)); diff != "" {
					t.Errorf("posted (-want +got):\n%s", diff)
				}
				if got := o.log.with("WARN", "not shown to its operators"); len(got) == 0 || len(got) > 6 {
					t.Errorf("log: %q", got)
				}
			})
		})
	}
}

// Killed between any two of its steps, saar goes on with the preview where it was, and a decision that was taken stands. What
// operators have not seen of how it stands they see after the start.
func TestPreviewSurvivesARestart(t *testing.T) {
	previewed(t, func(t *testing.T, o *office) {
		down := o.deafen(errors.New("killed"))
		o.start()
		o.print("prabhat", 1)
		travel(at(t, "06:46:00"))
		o.halt()
		o.start()
		travel(at(t, "06:50:00"))
		down.Store(true)
		o.decide(saar.RuleHold, 1)
		travel(at(t, "06:50:01"))
		o.halt()
		down.Store(false)
		travel(at(t, "07:00:30"))
		o.start()
		travel(at(t, "07:05:00"))
		o.decide(saar.RuleSend, 2)
		travel(at(t, "07:06:00"))
		o.halt()
		want := []string{"06:45:00 open", "06:46:01 open", "07:00:31 held", "07:05:00 out"}
		if diff := cmp.Diff(want, o.post.seen()); diff != "" {
			t.Errorf("shown (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"subah/2026-11-20"}, o.post.dates(t)); diff != "" {
			t.Errorf("published (-want +got):\n%s", diff)
		}
	})
}
