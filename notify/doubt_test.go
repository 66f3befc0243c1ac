package notify_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// asked is a courier whose posts' answers are lost, with an admin chat that notes when it gets what.
type asked struct {
	*clocked
	alarms []time.Duration
	texts  []string
	deaf   error // what the admin chat answers
}

func (c *asked) SendPlain(_ context.Context, _ saar.Chat, text string) (int, error) {
	if c.deaf != nil {
		return 0, c.deaf
	}
	c.alarms, c.texts = append(c.alarms, time.Since(c.began)), append(c.texts, text)
	return 1, nil
}

// inDoubt delivers two parts of which the first is uncertain and held, with six hours of grace, and goes on from there.
func inDoubt(t *testing.T, test func(t *testing.T, ledger *store.Store, courier *asked, post func() *notify.Post)) {
	t.Helper()
	bubble(t, func(t *testing.T, ledger *store.Store, c *clocked) {
		courier := &asked{clocked: c}
		c.answer = func(n int, _ saar.Chat) error {
			if n == 1 {
				return errors.New("the answer was lost")
			}
			return nil
		}
		cfg := defaults()
		cfg.AdminChat = admin
		post := func() *notify.Post { return notify.New(cfg, ledger, courier, quiet) }
		got, err := post().Deliver(t.Context(), digest, parts(2), []saar.Chat{{ID: -101}}, time.Now().Add(6*time.Hour))
		if err != nil || got != (notify.Report{Sent: 1, Uncertain: 1}) {
			t.Fatalf("%+v, %v: later parts must go on", got, err)
		}
		test(t, ledger, courier, post)
	})
}

// attend has a process look after doubts until a time since the beginning.
func attend(t *testing.T, post *notify.Post, courier *asked, until time.Duration) {
	ctx, stop := context.WithDeadline(t.Context(), courier.began.Add(until))
	defer stop()
	post.Attend(ctx)
}

func uncertainRow(t *testing.T, ledger *store.Store) saar.Delivery {
	t.Helper()
	d, err := ledger.Delivery(t.Context(), saar.DeliveryKey{Digest: digest, Chat: saar.Chat{ID: -101}, Part: 1})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sameMinutes compares when the operator is asked: saar looks once a minute.
var sameMinutes = cmp.Comparer(func(a, b time.Duration) bool { return (a - b).Abs() < 2*time.Minute })

// An operator who does not answer is asked every hour, as often whether saar runs all the while or is started again at any
// time, and told when the edition's time is over; then the part is left as it is.
func TestHeldPartIsAskedForHourly(t *testing.T) {
	for name, restarts := range map[string][]time.Duration{
		"one process": {}, "restarts": {30 * time.Minute, 59 * time.Minute, 61 * time.Minute, 2 * time.Hour, 2*time.Hour + time.Minute},
		"off for two hours": {65 * time.Minute, -185 * time.Minute}, // negative: not running until then
	} {
		t.Run(name, func(t *testing.T) {
			inDoubt(t, func(t *testing.T, ledger *store.Store, courier *asked, post func() *notify.Post) {
				for _, at := range append(restarts, 9*time.Hour) {
					if at < 0 {
						<-time.After(time.Until(courier.began.Add(-at)))
						continue
					}
					attend(t, post(), courier, at)
				}
				h := time.Hour
				want := []time.Duration{0, h, 2 * h, 3 * h, 4 * h, 5 * h, 6 * h}
				if len(restarts) == 2 {
					want = []time.Duration{0, h, 3*h + 5*time.Minute, 4*h + 5*time.Minute, 5*h + 5*time.Minute, 6 * h}
				}
				if diff := cmp.Diff(want, courier.alarms, sameMinutes); diff != "" {
					t.Errorf("alarms (-want +got):\n%s", diff)
				}
				for i, text := range courier.texts {
					if last := i == len(courier.texts)-1; strings.Contains(text, "unresolved") != last ||
						!strings.Contains(text, "saar deliveries resolve subah/2026-11-22/-101/0/1 resend") {
						t.Errorf("alarm %d: %s", i, text)
					}
				}
				d := uncertainRow(t, ledger)
				if d.State != saar.Uncertain || !strings.HasPrefix(d.Reason, "uncertain, unresolved: the answer was lost") {
					t.Errorf("%+v", d)
				}
				if err := post().Resolve(t.Context(), d.Key, true); err != nil {
					t.Errorf("an answer that comes late: %v", err)
				}
			})
		})
	}
}

// Who has answered is left in peace.
func TestAnsweredPartIsNotAskedForAgain(t *testing.T) {
	for _, posted := range []bool{true, false} {
		inDoubt(t, func(t *testing.T, ledger *store.Store, courier *asked, post func() *notify.Post) {
			attend(t, post(), courier, 90*time.Minute)
			if err := post().Resolve(t.Context(), uncertainRow(t, ledger).Key, posted); err != nil {
				t.Fatal(err)
			}
			attend(t, post(), courier, 9*time.Hour)
			if d := uncertainRow(t, ledger); len(courier.alarms) != 2 || d.State == saar.Uncertain {
				t.Errorf("alarms at %v, %+v", courier.alarms, d)
			}
		})
	}
}

// answered is a ledger in which an operator answers just after it was asked what is in doubt.
type answered struct {
	notify.Ledger
	answer func()
}

func (l *answered) Doubts(ctx context.Context) ([]saar.Doubt, error) {
	all, err := l.Ledger.Doubts(ctx)
	l.answer()
	return all, err
}

// Nor is who answers in this very moment.
func TestAnswerInTheMomentOfTheAlarm(t *testing.T) {
	inDoubt(t, func(t *testing.T, ledger *store.Store, courier *asked, post func() *notify.Post) {
		<-time.After(61 * time.Minute)
		cfg := defaults()
		cfg.AdminChat = admin
		attend(t, notify.New(cfg, &answered{ledger, func() {
			if d := uncertainRow(t, ledger); d.State == saar.Uncertain {
				if err := post().Resolve(t.Context(), d.Key, true); err != nil {
					t.Error(err)
				}
			}
		}}, courier, quiet), courier, 3*time.Hour)
		if len(courier.alarms) != 1 {
			t.Errorf("alarms at %v", courier.alarms)
		}
	})
}

// Of several processes that look after doubts one asks.
func TestOneProcessAsks(t *testing.T) {
	inDoubt(t, func(t *testing.T, ledger *store.Store, courier *asked, post func() *notify.Post) {
		var running []chan bool
		for range 3 {
			done := make(chan bool)
			running = append(running, done)
			go func() { defer close(done); attend(t, post(), courier, 150*time.Minute) }()
		}
		for _, done := range running {
			<-done
		}
		if diff := cmp.Diff([]time.Duration{0, time.Hour, 2 * time.Hour}, courier.alarms, sameMinutes); diff != "" {
			t.Errorf("alarms (-want +got):\n%s", diff)
		}
	})
}

// An alarm that provably did not arrive is not counted for the hour.
func TestAlarmThatDidNotArriveIsRepeatedSoon(t *testing.T) {
	inDoubt(t, func(t *testing.T, _ *store.Store, courier *asked, post func() *notify.Post) {
		courier.deaf = &notify.SendError{Class: notify.NotSent, Err: errors.New("connection refused")}
		attend(t, post(), courier, 70*time.Minute)
		courier.deaf = nil
		attend(t, post(), courier, 80*time.Minute)
		if n := len(courier.alarms); n != 2 || courier.alarms[1] > 77*time.Minute {
			t.Errorf("alarms at %v", courier.alarms)
		}
	})
}

// A lost part is looked for where it can be, although another edition has gone out since by the same bot: that one's posts
// are not asked for, and come after it.
func TestLookedForBehindWhatWasKnownThen(t *testing.T) {
	r := newRig(t)
	r.deliver(1, first)
	stop, cancel := context.WithCancel(t.Context())
	r.server.OnPosted(func(m telegramtest.Message) { cancel() })
	r.server.Inject(telegramtest.Fault{Method: "sendMessage", Reply: telegramtest.LoseReply})
	morning := digest
	if _, err := r.post().Deliver(stop, morning, parts(2), []saar.Chat{first}, time.Time{}); err == nil {
		t.Fatal("not stopped")
	}
	r.server.OnPosted(nil)
	r.cfg.OnUncertain = notify.Resend
	evening := parts(3)
	for i := range evening {
		evening[i].Digest, evening[i].Text = saar.DigestID{Edition: "shaam", Date: digest.Date}, "शाम"
	}
	if _, err := r.post().Deliver(t.Context(), evening[0].Digest, evening, []saar.Chat{first}, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if got := r.deliver(3, first); got != (notify.Report{Sent: 2, Already: 1}) {
		t.Errorf("%+v", got)
	}
	if got := r.posted(first); len(got) != 6 || r.server.Count("forwardMessage") != 1 {
		t.Errorf("%d forwards, posted %q", r.server.Count("forwardMessage"), got)
	}
}

// Twenty messages are looked at and no more; those that are known to be others are not among them.
func TestTwentyMessagesAreLookedAt(t *testing.T) {
	for strangers, found := range map[int]bool{19: true, 20: false} {
		r := newRig(t)
		r.deliver(1, first)
		dead, err := store.Open(t.Context(), r.path)
		if err != nil {
			t.Fatal(err)
		}
		lost := saar.Delivery{
			Key: saar.DeliveryKey{Digest: digest, Chat: first, Part: 2}, Rendering: "telegram", State: saar.Sending,
			Owner: dead.Owner(), Behind: r.row(first, 1).MessageID,
		}
		if err := dead.Enlist(t.Context(), []saar.Delivery{lost}); err != nil {
			t.Fatal(err)
		}
		if ok, err := dead.Move(t.Context(), lost, saar.Pending); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if err := dead.Close(); err != nil {
			t.Fatal(err)
		}
		evening := parts(3)
		for i := range evening {
			evening[i].Digest, evening[i].Text = saar.DigestID{Edition: "shaam", Date: digest.Date}, "शाम"
		}
		if _, err := r.post().Deliver(t.Context(), evening[0].Digest, evening, []saar.Chat{first}, time.Time{}); err != nil {
			t.Fatal(err)
		}
		for range strangers {
			if _, err := r.client.SendPlain(t.Context(), first, "किसी और की पोस्ट"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.client.Send(t.Context(), first, parts(2)[1].Text); err != nil {
			t.Fatal(err)
		}
		r.deliver(2, first)
		if got := r.row(first, 2).State == saar.Sent; got != found || r.server.Count("forwardMessage") != 20 {
			t.Errorf("behind %d: found %v after %d forwards", strangers, got, r.server.Count("forwardMessage"))
		}
		if n := r.server.Count("editMessageText") + r.server.Count("editMessageReplyMarkup"); n != 0 {
			t.Errorf("%d edits", n)
		}
	}
}

// Copies of what is looked at come into the admin chat at its pace, and alarms do.
func TestAdminChatKeepsItsPace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	synctest.Test(t, func(t *testing.T) {
		ledger, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer ledger.Close() //nolint:errcheck // the test is over
		began := time.Now()
		var times []time.Duration
		courier := &strangers{clocked: &clocked{began: began, times: map[saar.Chat][]time.Duration{}}, at: &times}
		courier.answer = func(int, saar.Chat) error { return errors.New("the answer was lost") }
		cfg := defaults()
		cfg.AdminChat = -200 // a group
		post := notify.New(cfg, ledger, courier, quiet)
		if _, err := post.Deliver(t.Context(), digest, parts(1), []saar.Chat{{ID: -101}}, time.Time{}); err != nil {
			t.Fatal(err)
		}
		post.Alarm(t.Context(), "और एक")
		if len(times) != 22 {
			t.Fatalf("%d messages", len(times))
		}
		for i := 1; i < len(times); i++ {
			if gap := times[i] - times[i-1]; gap < 3*time.Second {
				t.Errorf("%v between two messages", gap)
			}
		}
	})
}

// strangers is a channel full of others' posts; it notes what comes into the admin chat.
type strangers struct {
	*clocked
	at *[]time.Duration
}

func (c *strangers) Plain(html string) string { return html }

func (c *strangers) SendPlain(context.Context, saar.Chat, string) (int, error) {
	*c.at = append(*c.at, time.Since(c.began))
	return 1, nil
}

func (c *strangers) Forward(context.Context, int64, int, int64) (int, string, error) {
	*c.at = append(*c.at, time.Since(c.began))
	return len(*c.at), "किसी और की पोस्ट", nil
}

func (c *strangers) Delete(context.Context, int64, int) error { return nil }
