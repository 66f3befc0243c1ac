package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/saar-news/saar"
)

const (
	ofDoubt   = `(d.edition, d.date, d.chat, d.thread, d.part) = (doubts.edition, doubts.date, doubts.chat, doubts.thread, doubts.part)`
	doubtWith = `edition = ? AND date = ? AND chat = ? AND thread = ? AND part = ?`
)

// SaveDoubt keeps that an operator is asked about an uncertain delivery. Doubts that have been settled are forgotten.
func (s *Store) SaveDoubt(ctx context.Context, d saar.Doubt) error {
	return s.change(ctx, "save doubt of "+d.Key.String(), func(t tx) error {
		if _, err := t.exec(`DELETE FROM doubts WHERE NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE ` + ofDoubt +
			` AND d.state = 'uncertain')`); err != nil {
			return err
		}
		_, err := t.exec(`INSERT OR REPLACE INTO doubts (edition, date, chat, thread, part, next, until) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			append(keyOf(d.Key), stamp(d.Next), stamp(d.Until))...)
		return err
	})
}

// Doubts returns the uncertain deliveries that an operator is asked about, the one to be asked about first at the top.
// Those that somebody still looks for are none of them.
func (s *Store) Doubts(ctx context.Context) ([]saar.Doubt, error) {
	var all []saar.Doubt
	err := s.view(ctx, "read doubts", func(t tx) error {
		return t.each(`SELECT edition, date, chat, thread, part, next, until FROM doubts
			WHERE EXISTS (SELECT 1 FROM deliveries AS d WHERE `+ofDoubt+` AND d.state = 'uncertain' AND d.owner = '')
			ORDER BY next, edition, date, chat, thread, part`, nil, func(row *sql.Rows) error {
			var d saar.Doubt
			var next, until int64
			k := &d.Key
			err := row.Scan(&k.Digest.Edition, &k.Digest.Date, &k.Chat.ID, &k.Chat.Thread, &k.Part, &next, &until)
			d.Next, d.Until = instant(next), instant(until)
			all = append(all, d)
			return err
		})
	})
	return all, err
}

// Postpone moves when to ask about a delivery next, if that still is as d says, and reports whether it was: of several
// processes that would ask at once one does.
func (s *Store) Postpone(ctx context.Context, d saar.Doubt, next time.Time) (bool, error) {
	var moved bool
	err := s.change(ctx, "postpone doubt of "+d.Key.String(), func(t tx) error {
		n, err := t.exec(`UPDATE doubts SET next = ? WHERE `+doubtWith+` AND next = ?`,
			append(append([]any{stamp(next)}, keyOf(d.Key)...), stamp(d.Next))...)
		moved = n > 0
		return err
	})
	return moved, err
}

// EndDoubt keeps that nobody is asked about a delivery any more, with the reason that its row then has, and reports whether
// it was: once for each doubt. A row that is not uncertain any more stays as it is.
func (s *Store) EndDoubt(ctx context.Context, key saar.DeliveryKey, reason string) (ended bool, err error) {
	err = s.change(ctx, "end doubt of "+key.String(), func(t tx) error {
		n, err := t.exec(`DELETE FROM doubts WHERE `+doubtWith, keyOf(key)...)
		if err != nil || n == 0 {
			return err
		}
		n, err = t.exec(`UPDATE deliveries SET reason = ? WHERE `+doubtWith+` AND state = 'uncertain'`, append([]any{clip(reason)}, keyOf(key)...)...)
		ended = n > 0
		return err
	})
	return ended, err
}
