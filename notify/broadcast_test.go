package notify_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// Killed before or after any single write or request and started again, a broadcast posts no reader any part twice; who has not
// got one is uncertain in the ledger, and those are no more than are marked at once.
func TestBroadcastKilledAnywhere(t *testing.T) {
	const most = 4 // one of 25
	cuts := map[string]int{}
	for _, after := range []bool{false, true} {
		for n := 1; ; n += 31 {
			r := newRig(t)
			var readers []saar.Chat
			for id := range int64(100) {
				readers = append(readers, r.reader(5001+id))
			}
			k := &knife{left: n, after: after}
			post := notify.New(r.cfg, &killedLedger{r.ledger, k}, &killedCourier{r.client, k}, quiet)
			_, _ = post.DeliverMail(t.Context(), digest, mail(2, readers...), time.Time{})
			cuts[k.last]++
			report := r.broadcast(mail(2, readers...))
			missing := 0
			for _, c := range readers {
				for part, text := range want(2) {
					posted := 0
					for _, got := range r.posted(c) {
						if got == text {
							posted++
						}
					}
					state := r.row(c, part+1).State
					if posted > 1 || posted == 0 && state != saar.Uncertain || state != saar.Sent && state != saar.Uncertain {
						t.Errorf("part %d was posted %d times in chat %s and is %s", part+1, posted, c, state)
					}
					missing += 1 - posted
				}
			}
			if missing > report.Uncertain || report.Uncertain > most {
				t.Errorf("%d are missing, %+v", missing, report)
			}
			if t.Failed() {
				t.Fatalf("cut %d at %s, after %v\n%s", n, k.last, after, r.log.String())
			}
			if !k.dead {
				break
			}
		}
	}
	t.Log(cuts)
	for _, what := range []string{"proceed", "send"} {
		if cuts[what] < 2 {
			t.Errorf("%s was cut %d times", what, cuts[what])
		}
	}
}

// counted is a ledger that counts its writes, each of which waits for the disk.
type counted struct {
	notify.Ledger
	writes int
}

func (l *counted) Enlist(ctx context.Context, rows []saar.Delivery) error {
	l.writes++
	return l.Ledger.Enlist(ctx, rows)
}

func (l *counted) Move(ctx context.Context, d saar.Delivery, from saar.DeliveryState) (bool, error) {
	l.writes++
	return l.Ledger.Move(ctx, d, from)
}

func (l *counted) Hold(ctx context.Context, scope string, until time.Time) error {
	l.writes++
	return l.Ledger.Hold(ctx, scope, until)
}

func (l *counted) Proceed(ctx context.Context, settled, next []saar.Delivery) (map[saar.Chat]bool, error) {
	l.writes++
	return l.Ledger.Proceed(ctx, settled, next)
}

// A hundred thousand messages must not wait for the disk three hundred thousand times.
func TestManyReadersShareASync(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		readers := readersOf(500)
		join(t, ledger, readers...)
		l := &counted{Ledger: ledger}
		got, err := notify.New(defaults(), l, courier, quiet).DeliverMail(t.Context(), digest, mail(1, readers...), time.Time{})
		if err != nil || got != (notify.Report{Sent: 500}) || l.writes > 500/8 {
			t.Errorf("%+v, %v, %d writes", got, err, l.writes)
		}
	})
}

// slowly answers after a while, as Telegram does.
type slowly struct {
	notify.Courier
	mu    sync.Mutex
	began time.Time
	sends []time.Duration
	order []int64
	now   int
	most  int
}

func (c *slowly) Send(_ context.Context, to saar.Chat, _ string) (int, error) {
	c.mu.Lock()
	c.sends, c.order = append(c.sends, time.Since(c.began)), append(c.order, to.ID)
	c.now++
	c.most = max(c.most, c.now)
	c.mu.Unlock()
	<-time.After(130 * time.Millisecond)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now--
	return len(c.sends), nil
}

// Slow answers do not slow a broadcast down, nor does it hurry: it goes on at Telegram's pace, in order.
func TestSlowAnswersKeepThePace(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, _ *clocked) {
		readers := readersOf(500)
		join(t, ledger, readers...)
		courier := &slowly{began: time.Now()}
		if _, err := notify.New(defaults(), ledger, courier, quiet).DeliverMail(t.Context(), digest, mail(1, readers...), time.Time{}); err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(courier.sends); i++ {
			if gap := courier.sends[i] - courier.sends[i-1]; gap < 40*time.Millisecond {
				t.Errorf("%v between two messages", gap)
			}
		}
		if last := courier.sends[len(courier.sends)-1]; last > 22*time.Second || courier.most > 4 {
			t.Errorf("the last of %d went out after %v, %d at once", len(courier.sends), last, courier.most)
		}
		if !slices.IsSorted(courier.order) {
			t.Errorf("order %v", courier.order)
		}
	})
}

// A revoked token ends a broadcast at once, and nobody has lost anything by it.
func TestRevokedTokenEndsABroadcast(t *testing.T) {
	r := newRig(t)
	var readers []saar.Chat
	for id := range int64(30) {
		readers = append(readers, r.reader(5001+id))
	}
	r.server.Inject(telegramtest.Fault{Method: "sendMessage", Skip: 5, Times: -1, Reply: telegramtest.Refuse(401, "Unauthorized")})
	report, err := r.post().DeliverMail(t.Context(), digest, mail(1, readers...), time.Time{})
	if notify.ClassOf(err) != notify.Unauthorized || report != (notify.Report{Sent: 5, Pending: 25}) {
		t.Errorf("%+v, %v", report, err)
	}
	r.server.Heal()
	if got := r.broadcast(mail(1, readers...)); got != (notify.Report{Sent: 25, Already: 5}) {
		t.Errorf("%+v", got)
	}
}

// A reply and a broadcast's message to one reader keep their distance, whichever is first.
func TestReplyAndBroadcastKeepTheirDistance(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		meena := saar.Chat{ID: 5001}
		join(t, ledger, meena)
		post := notify.New(defaults(), ledger, courier, quiet)
		reply := func() (at time.Duration) {
			err := post.Reply(t.Context(), meena.ID, func(context.Context) error {
				at = time.Since(courier.began)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			return at
		}
		first := reply()
		if _, err := post.DeliverMail(t.Context(), digest, mail(1, meena), time.Time{}); err != nil {
			t.Fatal(err)
		}
		posted, last := courier.times[meena][0], reply()
		if posted-first < time.Second || last-posted < time.Second {
			t.Errorf("a reply at %v, the broadcast at %v, a reply at %v", first, posted, last)
		}
	})
}

// What is not posted before the deadline is not posted after it.
func TestBroadcastEndsAtItsDeadline(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		readers := readersOf(100)
		join(t, ledger, readers...)
		until := time.Now().Add(time.Second)
		got, err := notify.New(defaults(), ledger, courier, quiet).DeliverMail(t.Context(), digest, mail(1, readers...), until)
		if err != nil || got.Sent < 20 || got.Sent+got.Lapsed != 100 || courier.all[len(courier.all)-1] > time.Second {
			t.Errorf("%+v, %v, the last at %v", got, err, courier.all[len(courier.all)-1])
		}
	})
}

// A private chat that is said to be another one now is not followed there: it is nobody's who asked for anything.
func TestAReadersChatIsNotFollowed(t *testing.T) {
	bubble(t, func(t *testing.T, ledger *store.Store, courier *clocked) {
		meena := saar.Chat{ID: 5001}
		join(t, ledger, meena)
		courier.answer = func(int, saar.Chat) error {
			return &notify.SendError{Class: notify.Migrated, To: forum, Err: errors.New("upgraded to a supergroup")}
		}
		got, err := notify.New(defaults(), ledger, courier, quiet).DeliverMail(t.Context(), digest, mail(1, meena), time.Time{})
		d, err2 := ledger.Delivery(t.Context(), saar.DeliveryKey{Digest: digest, Chat: meena, Part: 1})
		if got != (notify.Report{Failed: 1}) || err != nil || err2 != nil || !strings.Contains(d.Reason, "supergroup") || len(courier.all) != 1 {
			t.Errorf("%+v, %+v, %v", got, d, fmt.Sprint(err, err2))
		}
	})
}
