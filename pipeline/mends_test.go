package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
