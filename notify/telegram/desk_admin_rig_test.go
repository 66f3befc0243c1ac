package telegram_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify"
	"github.com/saar-news/saar/notify/telegram"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

const headquarters int64 = -1001000000999

var (
	anita = telegramtest.User{ID: 5003, FirstName: "अनिता", LastName: "<शर्मा>"} // an operator
	vijay = telegramtest.User{ID: 5004, FirstName: "विजय"}                       // in the operators' group, and none of them
)

// desktop is what operators decide about, as cmd/saar puts it together: the store, and an edition whose time a test sets.
type desktop struct {
	*store.Store
	passed atomic.Bool
	report atomic.Pointer[telegram.Report]
}

var (
	due   = time.Date(2026, 11, 22, 7, 0, 0, 0, time.FixedZone("IST", 19800))
	until = due.Add(6 * time.Hour)
)

// when tells when editions are due: the one that is shown, one that is under way, and one whose time is over.
func when(id saar.DigestID) (time.Time, time.Time) {
	switch id.Edition {
	case underWay:
		return time.Now(), time.Now().Add(time.Hour)
	case "subah":
		return due, until
	}
	return time.Now().Add(-2 * time.Hour), time.Now().Add(-time.Hour)
}

// underWay is an edition's id as long as any.
var underWay = strings.Repeat("x", 64)

func (o *desktop) Issue(ctx context.Context, edition string) (telegram.Issue, error) {
	id := saar.DigestID{Edition: edition, Date: "2026-11-22"}
	p, err := o.Store.Preview(ctx, id)
	if errors.Is(err, saar.ErrNotFound) {
		p, err = saar.Preview{Digest: id}, nil
	}
	return telegram.Issue{Preview: p, Due: due, Until: until, Passed: o.passed.Load()}, err
}

func (o *desktop) Preview(ctx context.Context, number int64) (saar.Preview, error) {
	return o.PreviewNumbered(ctx, number)
}

func (o *desktop) Doubtful(ctx context.Context) ([]saar.Delivery, error) {
	return o.Store.Doubtful(ctx, time.Now().Add(-time.Hour))
}

func (o *desktop) Report(context.Context) (telegram.Report, error) { return *o.report.Load(), nil }

// newHeadquarters is a town whose bot has operators, and their group.
func newHeadquarters(t *testing.T) (*town, *desktop) {
	t.Helper()
	w, office := newTown(t), &desktop{}
	w.server.SetChat(telegramtest.Chat{ID: headquarters, Type: telegramtest.Supergroup, Title: "दफ़्तर"})
	w.operators = func(s *store.Store, post *notify.Post) telegram.Operators {
		if office.Store == nil {
			office.Store = s
		}
		return telegram.Operators{
			Chat: headquarters, Users: []int64{anita.ID}, Editions: w.cfg.Editions, Office: office,
			Board: telegram.NewBoard(headquarters, w.client, post, s, when),
		}
	}
	return w, office
}

// preview puts the sample digest before the operators.
func (w *town) preview() {
	w.Helper()
	w.publish()
	if _, err := w.store.OpenPreview(w.Context(), sample().ID); err != nil {
		w.Fatal(err)
	}
	w.desk(w.store)
	if err := w.cfg.Operators.Board.Show(w.Context(), sample().ID); err != nil {
		w.Fatal(err)
	}
}

// board is the message with the buttons, as the operators see it.
func (w *town) board() telegramtest.Message {
	w.Helper()
	all := w.said(headquarters)
	if len(all) == 0 {
		w.Fatal("nothing is shown")
	}
	return all[len(all)-1]
}

func (w *town) standing() saar.Preview {
	w.Helper()
	p, err := w.store.Preview(w.Context(), sample().ID)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

// presses has somebody press a button on the board, and returns what they are told.
func (w *town) presses(who telegramtest.User, label string) string {
	w.Helper()
	m := w.board()
	for _, b := range slices.Concat(m.Buttons...) {
		if strings.Contains(b.Text, label) {
			return w.told(w.server.Press(who, headquarters, m.ID, b.CallbackData))
		}
	}
	w.Fatalf("no button %q on %q", label, shown(m))
	return ""
}

// told is what the bot answers to a pressed button.
func (w *town) told(query string) string {
	w.Helper()
	w.until(func() bool { _, ok := w.server.Answered(query); return ok })
	answer, _ := w.server.Answered(query)
	return answer.Text
}
