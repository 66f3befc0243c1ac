package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// News that no reader got, because Telegram was down or there was no token, is still news the next morning.
func TestDigestThatReachedNobodyIsNotTold(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		told := func() (n int) {
			next := saar.DigestID{Edition: "subah", Date: time.Now().Add(24 * time.Hour).Format(time.DateOnly)}
			draft, err := o.pipeline.Draft(t.Context(), next, time.Now().Add(time.Hour))
			if err != nil || len(draft.Stories) == 0 {
				t.Fatalf("draft: %d stories, %v", len(draft.Stories), err)
			}
			for _, s := range draft.Stories {
				if s.Update {
					n++
				}
			}
			return n
		}
		o.post.onDeliver = func(context.Context, []saar.Message) error { return errors.New("unauthorized") }
		if _, err := o.publish(); err == nil {
			t.Fatal("published without Telegram")
		}
		if n := told(); n != 0 {
			t.Errorf("%d stories count as told that nobody got", n)
		}
		o.post.onDeliver = nil
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		if n := told(); n == 0 {
			t.Error("no story counts as told that was posted")
		}
	})
}

// One chat that cannot be found keeps neither the others waiting nor the edition from being tried again.
func TestChatThatCannotBeFound(t *testing.T) {
	desk(t, 1, func(t *testing.T, o *office) {
		o.config.Editions[0].Chats = []string{"@nobody", "-1001"}
		o.pipeline = pipeline.New(o.config, o.web, o.store, o.post, slog.New(o.log), nil)
		status, err := o.publish()
		if err == nil || status.Sent != status.Parts || status.Parts == 0 {
			t.Errorf("status %+v, error %v: want the other chat served and the error of this one", status, err)
		}
	})
}

// A site that hangs costs its own pages, and no more than three of them in a round.
func TestSiteThatIsDownIsLeftAlone(t *testing.T) {
	desk(t, 1, func(t *testing.T, o *office) {
		for n := range 9 {
			o.web.print(t, "prabhat", fmt.Sprintf("https://prabhat.example/slow-%d", n), 10+n)
		}
		before := len(o.web.fetched)
		o.web.onFetch = func(context.Context, saar.Link) error {
			return saar.Fail(saar.Timeout, errors.New("no answer"))
		}
		run, err := o.pipeline.Collect(t.Context(), "prabhat")
		if err != nil {
			t.Fatal(err)
		}
		if asked := len(o.web.fetched) - before; asked != 3 || run.Outcomes[saar.Timeout] != 3 {
			t.Errorf("%d pages asked for, outcomes %v: want 3", asked, run.Outcomes)
		}
	})
}

// The operator hears, once, of an edition that did not go out.
func TestMissedEditionIsAnAlarm(t *testing.T) {
	bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
		o.config.Heartbeat = 5 * time.Minute
		o.post.onDeliver = func(context.Context, []saar.Message) error { return errors.New("unauthorized") }
		o.start()
		o.print("prabhat", 1)
		travel(instant(t, "2026-11-20T14:00:00+05:30"))
		o.halt()
		if n := len(o.post.alarms); n != 1 || !strings.Contains(o.post.alarms[0], "subah/2026-11-20") {
			t.Errorf("alarms %q, want one that names the edition", o.post.alarms)
		}
	})
}

// A site that is down for a day is asked less and less often, never given up, and costs the others nothing. When nothing
// answers, it is our own network: everybody is asked in every round, so that the morning is not missed when it comes back.
func TestFailingSourceRests(t *testing.T) {
	for name, c := range map[string]struct {
		down        []string
		least, most int // looks at samvad in a day of 72 rounds
	}{
		"one site":    {[]string{"samvad"}, 6, 14},
		"our network": {[]string{"prabhat", "samvad"}, 71, 73},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, "2026-11-20T00:10:00+05:30", func(t *testing.T, o *office) {
				o.config.Sources = []saar.Source{prabhat("prabhat"), prabhat("samvad")}
				o.config.Editions = nil
				o.web.onDiscover = func(_ context.Context, s saar.Source) error {
					if slices.Contains(c.down, s.ID) {
						return saar.Fail(saar.DNS, errors.New("no such host"))
					}
					return nil
				}
				o.start()
				travel(instant(t, "2026-11-21T00:10:00+05:30"))
				if n := len(o.web.looks("samvad")); n < c.least || n > c.most {
					t.Errorf("samvad was asked %d times in a day, want %d to %d", n, c.least, c.most)
				}
				if n := len(o.web.looks("prabhat")); n < 71 {
					t.Errorf("prabhat was asked %d times in 72 rounds", n)
				}
				o.halt()
			})
		})
	}
}
