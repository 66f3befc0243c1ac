package notify_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/store"
)

// clocked is a courier whose sends take no time; it notes when they are asked for and answers what answer says.
type clocked struct {
	*telegram.Client // for Plain only: there is no network in a synctest bubble
	began            time.Time
	times            map[saar.Chat][]time.Duration
	all              []time.Duration
	mu               sync.Mutex // of times and all; never held while anybody waits
	answer           func(n int, to saar.Chat) error
	looking          error
}

func (c *clocked) Send(_ context.Context, to saar.Chat, _ string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := time.Since(c.began)
	c.times[to], c.all = append(c.times[to], at), append(c.all, at)
	if c.answer != nil {
		if err := c.answer(len(c.all), to); err != nil {
			return 0, err
		}
	}
	return len(c.all), nil
}

// SendPlain takes the alarms.
func (c *clocked) SendPlain(context.Context, saar.Chat, string) (int, error) { return 1, nil }

// Channel and Forward answer for a channel that holds nothing, or for a network that swallows every answer.
func (c *clocked) Channel(context.Context, int64) (bool, error) { return true, c.looking }

func (c *clocked) Forward(context.Context, int64, int, int64) (int, string, error) {
	c.all = append(c.all, time.Since(c.began))
	return 0, "", &notify.SendError{Class: notify.Refused, Err: errors.New("message to forward not found")}
}

// bubble runs a test on a clock that jumps.
func bubble(t *testing.T, test func(t *testing.T, ledger *store.Store, courier *clocked)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "saar.db")
	synctest.Test(t, func(t *testing.T) {
		ledger, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := ledger.Close(); err != nil {
				t.Error(err)
			}
		}()
		test(t, ledger, &clocked{
			Client: telegram.New(telegram.DefaultConfig(), quiet), began: time.Now(), times: map[saar.Chat][]time.Duration{},
		})
	})
}

func defaults() notify.Config {
	cfg := notify.DefaultConfig()
	cfg.ChatInterval, cfg.Interval = 3*time.Second, 40*time.Millisecond
	return cfg
}

func near(a, b time.Duration) bool { return a >= b && a < b+10*time.Millisecond }

var sameTimes = cmp.Comparer(func(a, b time.Duration) bool { return near(a, b) || near(b, a) })

// Telegram forgives bursts for a while and then locks the bot out for hours.
func TestPace(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		var chats []saar.Chat
		for id := range int64(3) {
			chats = append(chats, saar.Chat{ID: -100 - id})
		}
		post := notify.New(defaults(), ledger, courier, quiet)
		got, err := post.Deliver(t.Context(), digest, parts(3), chats, time.Now().Add(time.Hour))
		if err != nil || got != (notify.Report{Sent: 9}) {
			t.Errorf("%+v, %v", got, err)
		}
		ms := time.Millisecond
		for i, c := range chats {
			begin := time.Duration(i) * 40 * ms
			want := []time.Duration{begin, begin + 3000*ms, begin + 6000*ms}
			if diff := cmp.Diff(want, courier.times[c], sameTimes); diff != "" {
				t.Errorf("chat %s (-want +got):\n%s", c, diff)
			}
		}
		for i := 1; i < len(courier.all); i++ {
			if gap := courier.all[i] - courier.all[i-1]; gap < 40*ms {
				t.Errorf("%v between two messages", gap)
			}
		}
	})
}

// retry_after is waited out to the second and counts as no try, in that chat only; a restart in between forgets nothing.
func TestFloodIsWaitedOutExactly(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		a, b := saar.Chat{ID: -101}, saar.Chat{ID: -102}
		courier.answer = func(_ int, to saar.Chat) error {
			if to == a && len(courier.times[a]) == 1 {
				return &notify.SendError{Class: notify.Flooded, Wait: 100 * time.Second, Err: errors.New("retry after 100")}
			}
			return nil
		}
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
		defer stop()
		until := time.Now().Add(time.Hour)
		got, err := notify.New(defaults(), ledger, courier, quiet).Deliver(ctx, digest, parts(2), []saar.Chat{a, b}, until)
		if !errors.Is(err, context.DeadlineExceeded) || got != (notify.Report{Sent: 2, Pending: 2}) {
			t.Errorf("%+v, %v", got, err)
		}
		post := notify.New(defaults(), ledger, courier, quiet) // the restarted process
		if got, err = post.Deliver(t.Context(), digest, parts(2), []saar.Chat{a, b}, until); err != nil || got != (notify.Report{Sent: 2, Already: 2}) {
			t.Errorf("%+v, %v", got, err)
		}
		want := []time.Duration{0, 100 * time.Second, 103 * time.Second}
		if diff := cmp.Diff(want, courier.times[a], sameTimes); diff != "" || courier.times[a][1] < 100*time.Second {
			t.Errorf("(-want +got):\n%s", diff)
		}
		d, err := ledger.Delivery(t.Context(), saar.DeliveryKey{Digest: digest, Chat: a, Part: 1})
		if err != nil || d.Tries != 0 {
			t.Errorf("%+v, %v", d, err)
		}
	})
}

// A long wait for one edition's chat must not keep another edition from going out.
func TestLongWaitGivesOthersTheirTurn(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		slow, other := saar.Chat{ID: -101}, saar.Chat{ID: -102}
		courier.answer = func(n int, _ saar.Chat) error {
			if n == 1 {
				return &notify.SendError{Class: notify.Flooded, Wait: time.Hour, Err: errors.New("retry after 3600")}
			}
			return nil
		}
		post := notify.New(defaults(), ledger, courier, quiet)
		done := make(chan error)
		go func() {
			_, err := post.Deliver(t.Context(), digest, parts(1), []saar.Chat{slow}, time.Now().Add(2*time.Hour))
			done <- err
		}()
		synctest.Wait()
		evening := saar.DigestID{Edition: "shaam", Date: "2026-11-22"}
		if _, err := post.Deliver(t.Context(), evening, parts(1), []saar.Chat{other}, time.Time{}); err != nil {
			t.Error(err)
		}
		if at := time.Since(courier.began); at > time.Second {
			t.Errorf("the other edition went out after %v", at)
		}
		third := saar.DigestID{Edition: "raat", Date: "2026-11-22"} // to the chat that has to wait
		if _, err := post.Deliver(t.Context(), third, parts(1), []saar.Chat{slow}, time.Time{}); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		if got := courier.times[slow]; len(got) != 3 || got[1] < time.Hour {
			t.Errorf("the chat that had to wait an hour was written to at %v", got)
		}
	})
}

// Tries come less and less often, and never stop within the grace time.
func TestBackoff(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		courier.answer = func(int, saar.Chat) error {
			return &notify.SendError{Class: notify.NotSent, Err: errors.New("connection refused")}
		}
		post := notify.New(defaults(), ledger, courier, quiet)
		got, err := post.Deliver(t.Context(), digest, parts(1), []saar.Chat{{ID: -101}}, time.Now().Add(6*time.Hour))
		if err != nil || got != (notify.Report{Lapsed: 1}) {
			t.Errorf("%+v, %v", got, err)
		}
		if n := len(courier.all); n < 6*60/5 || n > 6*60/5*2+20 {
			t.Errorf("%d tries in six hours", n)
		}
		for i := 10; i < len(courier.all); i++ {
			if gap := courier.all[i] - courier.all[i-1]; gap < 150*time.Second || gap > 301*time.Second {
				t.Errorf("%v between tries %d and %d", gap, i, i+1)
			}
		}
	})
}

// Looking for an uncertain message makes up to twenty requests; they keep the pace too.
func TestSearchKeepsThePace(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		courier.answer = func(int, saar.Chat) error { return errors.New("the answer was lost") }
		cfg := defaults()
		cfg.AdminChat = admin
		got, err := notify.New(cfg, ledger, courier, quiet).Deliver(t.Context(), digest, parts(1), []saar.Chat{{ID: -101}}, time.Time{})
		if err != nil || got != (notify.Report{Uncertain: 1}) || len(courier.all) != 21 {
			t.Errorf("%+v, %v, %d requests", got, err, len(courier.all))
		}
		for i := 1; i < len(courier.all); i++ {
			if gap := courier.all[i] - courier.all[i-1]; gap < cfg.Interval {
				t.Errorf("%v between two requests", gap)
			}
		}
	})
}

// Evidence that cannot be had before the deadline leaves the part uncertain, whatever the policy: nothing is sent late.
func TestUncertainAtTheDeadline(t *testing.T) {
	for _, policy := range []notify.Policy{notify.Hold, notify.Resend} {
		bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
			courier.answer = func(int, saar.Chat) error { return errors.New("the answer was lost") }
			courier.looking = errors.New("the answer was lost, too")
			cfg := defaults()
			cfg.AdminChat, cfg.OnUncertain = admin, policy
			post := notify.New(cfg, ledger, courier, quiet)
			got, err := post.Deliver(t.Context(), digest, parts(2), []saar.Chat{{ID: -101}}, time.Now().Add(time.Hour))
			if err != nil || got != (notify.Report{Uncertain: 1, Lapsed: 1}) || len(courier.all) != 1 {
				t.Errorf("%s: %+v, %v, sends at %v", policy, got, err, courier.all)
			}
			d, err := ledger.Delivery(t.Context(), saar.DeliveryKey{Digest: digest, Chat: saar.Chat{ID: -101}, Part: 1})
			if err != nil || d.Owner != "" || !strings.Contains(d.Reason, "lost, too") {
				t.Errorf("%s: %+v, %v", policy, d, err)
			}
		})
	}
}
