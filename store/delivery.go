package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// Enlist writes a pending row for each delivery that has none; rows that are there stay as they are. A reader who has left
// meanwhile gets none, nor does a rendering made before a story was taken out of the digest (saar.Digest.RenderingOf).
func (s *Store) Enlist(ctx context.Context, deliveries []saar.Delivery) error {
	return s.change(ctx, "enlist deliveries", func(t tx) error {
		now := stamp(time.Now())
		for _, d := range deliveries {
			if _, err := t.exec(`INSERT INTO deliveries (edition, date, chat, thread, part, rendering, state, not_before, updated)
				SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?8
				WHERE (substr(?6, 1, 7) <> 'reader/' OR EXISTS (SELECT 1 FROM subscribers WHERE chat = ?3))
				AND `+current+` ON CONFLICT DO NOTHING`,
				append(keyOf(d.Key), d.Rendering, stamp(d.NotBefore), now)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// current is the condition that a rendering (?6) of a digest (?1, ?2) was made after the last story was taken out of it.
const current = `(SELECT count(*) = 0 OR substr(?6, -1 - length(count(*))) = '/' || count(*)
	FROM overlays WHERE edition = ?1 AND date = ?2 AND early)`

// Move writes d, if its row is in the state from, and reports whether it was: of several that move a row at once one
// does. A row in "sending" moves only for who knows its sender: d.Owner is the owner the row was read with, or empty for
// this process. The row's owner becomes d.Owner; a row moved to "sending" without one gets this process.
func (s *Store) Move(ctx context.Context, d saar.Delivery, from saar.DeliveryState) (bool, error) {
	sender, owner := cmp.Or(d.Owner, s.Owner()), d.Owner
	if d.State == saar.Sending {
		owner = sender
	}
	var moved bool
	err := s.change(ctx, "move delivery "+d.Key.String(), func(t tx) error {
		n, err := t.exec(`UPDATE deliveries SET state = ?, message_id = ?, behind = ?, reason = ?, owner = ?, tries = ?, not_before = ?, version = ?, updated = ?
			WHERE edition = ? AND date = ? AND chat = ? AND thread = ? AND part = ? AND state = ? AND (state <> 'sending' OR owner = ?)`,
			append(append([]any{
				string(d.State), d.MessageID, d.Behind, clip(d.Reason), owner, d.Tries, stamp(d.NotBefore), d.Version, stamp(time.Now()),
			}, keyOf(d.Key)...), string(from), sender)...)
		moved = n > 0
		return err
	})
	return moved, err
}

// Migrate gives all rows of one chat to another, as when a group becomes a supergroup. Of two rows for the same part the
// one that got further stays.
func (s *Store) Migrate(ctx context.Context, from, to int64) error {
	if from == to {
		return nil
	}
	return s.change(ctx, fmt.Sprintf("migrate chat %d to %d", from, to), func(t tx) error {
		for _, statement := range []string{
			`DELETE FROM deliveries AS there WHERE chat = ?2 AND EXISTS (SELECT 1 FROM deliveries AS here WHERE here.chat = ?1
				AND (here.edition, here.date, here.thread, here.part) = (there.edition, there.date, there.thread, there.part)
				AND ` + further("here") + ` > ` + further("there") + `)`,
			`UPDATE OR IGNORE deliveries SET chat = ?2 WHERE chat = ?1`,
			`UPDATE OR REPLACE edits SET chat = ?2 WHERE chat = ?1`,
			`DELETE FROM deliveries WHERE chat = ?1 AND ?2 <> 0`,
			`UPDATE deliveries SET behind = 0 WHERE chat = ?2 AND ?1 <> 0 AND state <> 'sent'`, // messages are counted anew there
			`UPDATE OR REPLACE doubts SET chat = ?2 WHERE chat = ?1`,
			`DELETE FROM pins WHERE chat = ?1 AND ?2 <> 0`,
			`DELETE FROM closed_threads WHERE chat = ?1 AND ?2 <> 0`,
		} {
			if _, err := t.exec(statement, from, to); err != nil {
				return err
			}
		}
		return nil
	})
}

// further orders states by how much would be lost by forgetting them.
func further(row string) string {
	return `CASE ` + row + `.state WHEN 'sent' THEN 5 WHEN 'uncertain' THEN 4 WHEN 'sending' THEN 3 WHEN 'failed' THEN 2 ELSE 1 END`
}

func keyOf(k saar.DeliveryKey) []any {
	return []any{k.Digest.Edition, k.Digest.Date, k.Chat.ID, k.Chat.Thread, k.Part}
}

// Deliveries returns the rows of a digest by chat, thread and part: those in the given chats, or all when none is given.
func (s *Store) Deliveries(ctx context.Context, digest saar.DigestID, chats ...saar.Chat) ([]saar.Delivery, error) {
	if len(chats) == 0 {
		return s.deliveries(ctx, `edition = ? AND date = ? ORDER BY chat, thread, part`, digest.Edition, digest.Date)
	}
	args := []any{digest.Edition, digest.Date}
	for _, c := range chats {
		args = append(args, c.ID)
	}
	rows, err := s.deliveries(ctx, `edition = ? AND date = ? AND chat IN (?`+strings.Repeat(`, ?`, len(chats)-1)+
		`) ORDER BY chat, thread, part`, args...)
	return slices.DeleteFunc(rows, func(d saar.Delivery) bool { return !slices.Contains(chats, d.Key.Chat) }), err
}

// Interrupted returns the rows of a digest that are being sent, or were when their sender died.
func (s *Store) Interrupted(ctx context.Context, digest saar.DigestID) ([]saar.Delivery, error) {
	return s.deliveries(ctx, `edition = ? AND date = ? AND state = 'sending' ORDER BY chat, thread, part`, digest.Edition, digest.Date)
}

// Failed returns the failed rows of a digest in the configured chats, by chat, thread and part. Those of readers may be many.
func (s *Store) Failed(ctx context.Context, digest saar.DigestID) ([]saar.Delivery, error) {
	return s.deliveries(ctx, `edition = ? AND date = ? AND state = 'failed' AND `+notReaders+` ORDER BY chat, thread, part`,
		digest.Edition, digest.Date)
}

// Reached reports whether any part of a digest was, or may have been, posted anywhere.
func (s *Store) Reached(ctx context.Context, digest saar.DigestID) (reached bool, err error) {
	err = s.view(ctx, "ask whom "+digest.String()+" reached", func(t tx) error {
		_, err := t.row(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE edition = ? AND date = ? AND state IN ('sent', 'uncertain'))`,
			[]any{digest.Edition, digest.Date}, &reached)
		return err
	})
	return reached, err
}

// notReaders tells the rows of the configured chats, which an operator answers for, from those of the bot's readers
// (saar.PersonalRendering). It is the condition of an index.
const notReaders = `substr(rendering, 1, 7) <> 'reader/'`

// AllDeliveries returns the rows of the configured chats that changed last, newest first, at most limit.
func (s *Store) AllDeliveries(ctx context.Context, limit int) ([]saar.Delivery, error) {
	return s.deliveries(ctx, notReaders+` ORDER BY updated DESC, rowid DESC LIMIT ?`, limit)
}

// Doubtful returns the rows of the configured chats that wait for an operator's answer, newest first, of those that changed
// since a time.
func (s *Store) Doubtful(ctx context.Context, since time.Time) ([]saar.Delivery, error) {
	return s.deliveries(ctx, notReaders+` AND updated > ? AND state = 'uncertain' ORDER BY updated DESC, rowid DESC`, stamp(since))
}

// Tally counts the rows of a digest by state: those of the configured chats, and those of the bot's readers.
func (s *Store) Tally(ctx context.Context, digest saar.DigestID) (chats, readers map[saar.DeliveryState]int, err error) {
	chats, readers = map[saar.DeliveryState]int{}, map[saar.DeliveryState]int{}
	err = s.view(ctx, "count deliveries of "+digest.String(), func(t tx) error {
		return t.each(`SELECT state, `+notReaders+`, count(*) FROM deliveries WHERE edition = ? AND date = ? GROUP BY 1, 2`,
			[]any{digest.Edition, digest.Date}, func(row *sql.Rows) error {
				var state saar.DeliveryState
				var theirs bool
				var rows int
				err := row.Scan(&state, &theirs, &rows)
				if theirs {
					chats[state] = rows
				} else {
					readers[state] = rows
				}
				return err
			})
	})
	return chats, readers, err
}

// Unsent reports whether parts of a digest that changed since a time wait to be sent to its configured chats.
func (s *Store) Unsent(ctx context.Context, digest saar.DigestID, since time.Time) (unsent bool, err error) {
	err = s.view(ctx, "ask what of "+digest.String()+" is not sent", func(t tx) error {
		_, err := t.row(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE `+notReaders+` AND updated > ? AND edition = ? AND date = ?
			AND state = 'pending')`, []any{stamp(since), digest.Edition, digest.Date}, &unsent)
		return err
	})
	return unsent, err
}

// Delivery returns one row, or saar.ErrNotFound.
func (s *Store) Delivery(ctx context.Context, key saar.DeliveryKey) (saar.Delivery, error) {
	rows, err := s.deliveries(ctx, `edition = ? AND date = ? AND chat = ? AND thread = ? AND part = ?`, keyOf(key)...)
	if err != nil {
		return saar.Delivery{}, err
	}
	if len(rows) == 0 {
		return saar.Delivery{}, fmt.Errorf("delivery %s: %w", key, saar.ErrNotFound)
	}
	return rows[0], nil
}

func (s *Store) deliveries(ctx context.Context, where string, args ...any) ([]saar.Delivery, error) {
	var all []saar.Delivery
	err := s.view(ctx, "read deliveries", func(t tx) error {
		return t.each(`SELECT edition, date, chat, thread, part, rendering, state, message_id, behind, reason, owner, tries, not_before, version, updated
			FROM deliveries WHERE `+where, args, func(row *sql.Rows) error {
			var d saar.Delivery
			var notBefore, updated int64
			k := &d.Key
			err := row.Scan(&k.Digest.Edition, &k.Digest.Date, &k.Chat.ID, &k.Chat.Thread, &k.Part, &d.Rendering, &d.State,
				&d.MessageID, &d.Behind, &d.Reason, &d.Owner, &d.Tries, &notBefore, &d.Version, &updated)
			d.NotBefore, d.Updated = instant(notBefore), instant(updated)
			all = append(all, d)
			return err
		})
	})
	return all, err
}

// MessageIDs returns the ids of the messages known in a chat that are above after, in order.
func (s *Store) MessageIDs(ctx context.Context, chat int64, after int) ([]int, error) {
	var ids []int
	err := s.view(ctx, "read message ids", func(t tx) error {
		return t.each(`SELECT message_id FROM deliveries WHERE chat = ? AND message_id > ? ORDER BY message_id`,
			[]any{chat, after}, func(row *sql.Rows) error {
				var id int
				err := row.Scan(&id)
				ids = append(ids, id)
				return err
			})
	})
	return ids, err
}

// LastMessageID returns the highest id of a message known in a chat, 0 if none is.
func (s *Store) LastMessageID(ctx context.Context, chat int64) (int, error) {
	var id int
	err := s.view(ctx, "read last message id", func(t tx) error {
		_, err := t.row(`SELECT coalesce(max(message_id), 0) FROM deliveries WHERE chat = ?`, []any{chat}, &id)
		return err
	})
	return id, err
}
