package notify_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

var _ notify.Ledger = (*store.Store)(nil)

// Readers get every part once and in order, however often the job runs.
func TestDeliverPostsEveryPartOnce(t *testing.T) {
	r := newRig(t)
	thread := saar.Chat{ID: forum, Thread: 7}
	if got := r.deliver(3, first, second, thread, first); got != (notify.Report{Sent: 9}) {
		t.Errorf("%+v", got)
	}
	if got := r.deliver(3, first, second, thread); got != (notify.Report{Already: 9}) {
		t.Errorf("again: %+v", got)
	}
	r.once(3, first, second, thread)
	if d := r.state(second, 3, saar.Sent); d.MessageID != r.server.Messages(second.ID)[2].ID || d.Owner != "" {
		t.Errorf("%+v", d)
	}
}

// A chat added to the edition later gets what the others have had.
func TestDeliverToANewChat(t *testing.T) {
	r := newRig(t)
	r.deliver(2, first)
	if got := r.deliver(2, first, second); got != (notify.Report{Sent: 2, Already: 2}) {
		t.Errorf("%+v", got)
	}
	r.once(2, first, second)
}

// Two processes, as with `saar --digest` beside the daemon.
func TestOneSenderAtATime(t *testing.T) {
	r := newRig(t)
	other := open(t, r.path)
	var both sync.WaitGroup
	for _, ledger := range []notify.Ledger{r.ledger, other, r.ledger} {
		post := notify.New(r.cfg, ledger, r.client, quiet)
		both.Go(func() {
			got, err := post.Deliver(t.Context(), digest, parts(3), []saar.Chat{first, second}, time.Time{})
			if err != nil || got.Sent+got.Already != 6 {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	both.Wait()
	r.once(3, first, second)
}

// What a killed process was sending is looked for by the next one.
func TestDeadSendersPartIsLookedFor(t *testing.T) {
	r := newRig(t)
	r.deliver(1, first)
	dead, err := store.Open(t.Context(), r.path)
	if err != nil {
		t.Fatal(err)
	}
	d := saar.Delivery{Key: saar.DeliveryKey{Digest: digest, Chat: first, Part: 2}, Rendering: "telegram", State: saar.Pending}
	if err := dead.Enlist(t.Context(), []saar.Delivery{d}); err != nil {
		t.Fatal(err)
	}
	d.State, d.Owner = saar.Sending, dead.Owner()
	if ok, err := dead.Move(t.Context(), d, saar.Pending); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, err := r.client.Send(t.Context(), first, parts(2)[1].Text); err != nil {
		t.Fatal(err)
	}
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	if got := r.deliver(3, first); got != (notify.Report{Sent: 2, Already: 1}) {
		t.Errorf("%+v", got)
	}
	r.once(3, first)
}

// While another process sends, a second one waits; it does not wait beyond the deadline.
func TestWaitsForTheOtherSender(t *testing.T) {
	r := newRig(t)
	_, release, err := open(t, r.path).Claim(t.Context(), "sender")
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.post().Deliver(t.Context(), digest, parts(1), []saar.Chat{first}, time.Now().Add(20*time.Millisecond))
	if err != nil || got != (notify.Report{Pending: 1}) || !strings.Contains(r.log.String(), "another saar is sending") {
		t.Errorf("%+v, %v\n%s", got, err, r.log.String())
	}
	release()
	r.deliver(1, first)
	r.once(1, first)
}

// A morning's digest must not arrive in the evening: what the deadline cut off stays visible.
func TestNothingIsSentAfterTheDeadline(t *testing.T) {
	r := newRig(t)
	late := time.Now().Add(-time.Second)
	for range 2 {
		got, err := r.post().Deliver(t.Context(), digest, parts(2), []saar.Chat{first}, late)
		if err != nil || got != (notify.Report{Lapsed: 2}) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if d := r.state(first, 2, saar.Pending); strings.Count(d.Reason, "lapsed") != 1 {
		t.Errorf("reason %q", d.Reason)
	}
	r.once(0, first)
	r.deliver(2, first) // the operator gives it more time
	if d := r.state(first, 2, saar.Sent); d.Reason != "" {
		t.Errorf("reason %q", d.Reason)
	}
}

// A wait that ends after the deadline is not begun, and other chats are served.
func TestWaitBeyondTheDeadlineLapses(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Flood(3600), first, 0, 1)
	got := r.deliver(2, first, second)
	if got != (notify.Report{Sent: 2, Lapsed: 2}) {
		t.Errorf("%+v", got)
	}
	if d := r.state(first, 1, saar.Pending); d.Tries != 0 || !strings.Contains(d.Reason, "retry after 3600") {
		t.Errorf("%+v", d)
	}
}

// systemctl stop must not make a part uncertain: the request under way may finish.
func TestStopLetsTheRequestFinish(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	r.fault(telegramtest.Hold(release), first, 1, 1)
	ctx, stop := context.WithCancel(t.Context())
	count := 0
	r.server.OnPosted(func(telegramtest.Message) {
		if count++; count == 2 {
			stop()
			close(release)
		}
	})
	got, err := r.post().Deliver(ctx, digest, parts(3), []saar.Chat{first}, time.Time{})
	if !errors.Is(err, context.Canceled) || got != (notify.Report{Sent: 2, Pending: 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	r.state(first, 2, saar.Sent)
	r.deliver(3, first)
	r.once(3, first)
}

// One that does not finish in time is looked for after the restart.
func TestStopGivesUpAfterAWhile(t *testing.T) {
	r := newRig(t)
	r.cfg.Finish = time.Millisecond
	r.fault(telegramtest.Hold(nil), first, 1, 1)
	ctx, stop := context.WithCancel(t.Context())
	count := 0
	r.server.OnPosted(func(telegramtest.Message) {
		if count++; count == 2 {
			stop()
		}
	})
	got, err := r.post().Deliver(ctx, digest, parts(3), []saar.Chat{first}, time.Time{})
	if !errors.Is(err, context.Canceled) || got != (notify.Report{Sent: 1, Uncertain: 1, Pending: 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got := r.deliver(3, first); got != (notify.Report{Sent: 2, Already: 1}) {
		t.Errorf("after the restart: %+v", got)
	}
	r.once(3, first)
}

// What the operator answers for an uncertain part counts.
func TestResolve(t *testing.T) {
	for _, posted := range []bool{true, false} {
		r := newRig(t)
		r.cfg.AdminChat = 0
		r.fault(telegramtest.LoseReply, first, 0, 1)
		if posted == false {
			r.server.Heal()
			r.fault(telegramtest.Reset, first, 0, 1)
		}
		if got := r.deliver(2, first); got != (notify.Report{Sent: 1, Uncertain: 1}) {
			t.Errorf("%+v", got)
		}
		key := saar.DeliveryKey{Digest: digest, Chat: first, Part: 1}
		if err := r.post().Resolve(t.Context(), key, posted); err != nil {
			t.Error(err)
		}
		r.deliver(2, first)
		r.state(first, 1, saar.Sent)
		if got := r.posted(first); len(got) != 2 {
			t.Errorf("posted %q", got)
		}
		if err := r.post().Resolve(t.Context(), key, posted); err == nil || !strings.Contains(err.Error(), "it is sent") {
			t.Errorf("answering twice: %v", err)
		}
		key.Part = 9
		if err := r.post().Resolve(t.Context(), key, posted); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("no such part: %v", err)
		}
	}
}

// After the operator has put a chat right, its parts go out.
func TestReopen(t *testing.T) {
	r := newRig(t)
	r.fault(telegramtest.Refuse(403, "Forbidden: bot is not a member of the channel chat"), first, 0, 1)
	if got := r.deliver(3, first, second); got != (notify.Report{Sent: 3, Failed: 3}) {
		t.Errorf("%+v", got)
	}
	if got := r.deliver(3, first, second); got != (notify.Report{Already: 3, Failed: 3}) {
		t.Errorf("failed is final for the daemon: %+v", got)
	}
	if n, err := r.post().Reopen(t.Context(), digest); n != 3 || err != nil {
		t.Errorf("reopened %d, %v", n, err)
	}
	r.deliver(3, first, second)
	r.once(3, first, second)
}

func TestConfig(t *testing.T) {
	if err := notify.DefaultConfig().Validate(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*notify.Config){
		"on_uncertain": func(c *notify.Config) { c.OnUncertain = "perhaps" },
		"interval":     func(c *notify.Config) { c.Interval = -1 },
		"backoff":      func(c *notify.Config) { c.Backoff = 0 },
	} {
		cfg := notify.DefaultConfig()
		change(&cfg)
		if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
