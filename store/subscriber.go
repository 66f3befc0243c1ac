package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// Apply keeps what an update of a bot does to the subscriber of a chat, and that the update has been heard, in one
// transaction. It reports false, and changes nothing, when that update or a later one was heard before. change gets the
// subscriber, or nil when there is none, and returns what it becomes: nil forgets the chat. A nil change changes nobody.
func (s *Store) Apply(
	ctx context.Context, bot int64, update int, chat int64, change func(*saar.Subscriber) *saar.Subscriber,
) (fresh bool, err error) {
	err = s.change(ctx, fmt.Sprintf("apply update %d", update), func(t tx) error {
		if fresh, err = hear(t, bot, update); err != nil || !fresh || change == nil {
			return err
		}
		before, err := subscriberOf(t, chat)
		if err != nil {
			return err
		}
		after := change(before)
		switch {
		case after != nil:
			return saveSubscriber(t, *after)
		case before != nil:
			return forget(t, chat)
		}
		return nil
	})
	return fresh && err == nil, err
}

// heardFor is how long an update's id says something about later ones. After a week without updates Telegram begins to
// count anywhere (https://core.telegram.org/bots/api#update).
const heardFor = 6 * 24 * time.Hour

// Heard returns the id of the last update of a bot that was applied; 0 when there is none, or when it is so old that the
// next one may have any id.
func (s *Store) Heard(ctx context.Context, bot int64) (last int, err error) {
	err = s.view(ctx, "read the last update", func(t tx) (err error) {
		last, err = heard(t, bot)
		return err
	})
	return last, err
}

func heard(t tx, bot int64) (last int, err error) {
	_, err = t.row(`SELECT last FROM updates WHERE bot = ? AND at > ?`, []any{bot, stamp(time.Now().Add(-heardFor))}, &last)
	return last, err
}

const subscriberColumns = `chat, editions, topics, places, muted, followed, time, language, since, paused`

func saveSubscriber(t tx, s saar.Subscriber) error {
	lists := make([]any, 0, 5)
	for _, list := range []any{s.Editions, s.Topics, s.Places, s.Muted, s.Followed} {
		text, err := json.Marshal(list)
		if err != nil {
			return err
		}
		lists = append(lists, string(text))
	}
	joined, err := joinedBy(t, s)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT OR REPLACE INTO subscribers (`+subscriberColumns+`, joined) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append(append([]any{s.Chat}, lists...), s.Time, s.Language, stamp(s.Since), stamp(s.Paused), joined)...)
	return err
}

// Subscriber returns the subscriber of a chat, or saar.ErrNotFound.
func (s *Store) Subscriber(ctx context.Context, chat int64) (saar.Subscriber, error) {
	var found *saar.Subscriber
	err := s.view(ctx, "read subscriber", func(t tx) (err error) {
		found, err = subscriberOf(t, chat)
		if err == nil && found == nil {
			return saar.ErrNotFound
		}
		return err
	})
	if err != nil {
		return saar.Subscriber{}, err
	}
	return *found, nil
}

// subscriberOf returns the subscriber of a chat, nil when there is none.
func subscriberOf(t tx, chat int64) (*saar.Subscriber, error) {
	var found *saar.Subscriber
	err := t.each(`SELECT `+subscriberColumns+` FROM subscribers WHERE chat = ?`, []any{chat}, func(row *sql.Rows) error {
		r, err := scanSubscriber(row)
		found = &r
		return err
	})
	return found, err
}

// scanSubscriber reads the columns of a subscriber, and whatever the query has after them into more.
func scanSubscriber(row *sql.Rows, more ...any) (saar.Subscriber, error) {
	var s saar.Subscriber
	var since, paused int64
	var texts [5][]byte
	dest := []any{&s.Chat, &texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &s.Time, &s.Language, &since, &paused}
	if err := row.Scan(append(dest, more...)...); err != nil {
		return s, err
	}
	s.Since, s.Paused = instant(since), instant(paused)
	var errs []error
	for i, list := range []any{&s.Editions, &s.Topics, &s.Places, &s.Muted, &s.Followed} {
		errs = append(errs, json.Unmarshal(texts[i], list))
	}
	return s, errors.Join(errs...)
}

// Pause keeps that a subscriber's chat refuses messages. A chat of nobody's is none to pause.
func (s *Store) Pause(ctx context.Context, chat int64) error {
	return s.change(ctx, "pause subscriber", func(t tx) error {
		_, err := t.exec(`UPDATE subscribers SET paused = ? WHERE chat = ? AND paused = 0`, stamp(time.Now()), chat)
		return err
	})
}

// Readers returns the subscribers of a stored digest's edition who are still owed it, by chat: at most limit of those
// behind the chat after. Theirs is a time from from to to, in minutes after midnight; they had begun, and joined the edition,
// when the digest's window ended, take messages, and the ledger has no rows for them or some that are not settled.
func (s *Store) Readers(ctx context.Context, digest saar.DigestID, from, to int, after int64, limit int) ([]saar.Reader, error) {
	const theirs = ` FROM deliveries WHERE edition = ?1 AND date = ?2 AND deliveries.chat = subscribers.chat AND thread = 0`
	var all []saar.Reader
	err := s.view(ctx, "read readers of "+digest.String(), func(t tx) error {
		return t.each(`SELECT `+subscriberColumns+`, coalesce((SELECT rendering`+theirs+` LIMIT 1), '') FROM subscribers
			WHERE chat > ?3 AND paused = 0 AND time BETWEEN ?4 AND ?5
				AND max(since, coalesce(json_extract(joined, '$."' || ?1 || '"'), 0))
					<= (SELECT window_to FROM digests WHERE edition = ?1 AND date = ?2)
				AND EXISTS (SELECT 1 FROM json_each(editions) WHERE value = ?1)
				AND (NOT EXISTS (SELECT 1`+theirs+`)
					OR EXISTS (SELECT 1`+theirs+` AND (state IN ('pending', 'sending') OR state = 'uncertain' AND owner <> '')))
			ORDER BY chat LIMIT ?6`,
			[]any{digest.Edition, digest.Date, after, from, to, limit}, func(row *sql.Rows) (err error) {
				var r saar.Reader
				r.Subscriber, err = scanSubscriber(row, &r.Rendering)
				all = append(all, r)
				return err
			})
	})
	return all, err
}

// forget deletes all that leads to a reader: the subscriber, the chat's hold, and its id in the ledger, where a number
// takes its place that only this file's key can make again. What has not been posted will not be.
func forget(t tx, chat int64) error {
	veiled, err := veil(t, chat)
	if err != nil {
		return err
	}
	for _, q := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM subscribers WHERE chat = ?`, []any{chat}},
		{`DELETE FROM holds WHERE scope = ?`, []any{fmt.Sprintf("chat/%d", chat)}},
		{`DELETE FROM edits WHERE chat = ? AND chat > 0`, []any{chat}},
		{
			`UPDATE deliveries SET state = 'failed', reason = 'the reader left' WHERE chat = ? AND state = 'pending' AND rendering LIKE ?`,
			[]any{chat, saar.PersonalRendering + "%"},
		},
		{
			`UPDATE OR REPLACE deliveries SET chat = ? WHERE chat = ? AND rendering LIKE ?`,
			[]any{veiled, chat, saar.PersonalRendering + "%"},
		},
	} {
		if _, err := t.exec(q.statement, q.args...); err != nil {
			return err
		}
	}
	return nil
}

// aboveChats is more than any chat id, which has at most 52 bits (https://core.telegram.org/bots/api#chat).
const aboveChats = 1 << 62

// veil is the number that stands for a forgotten chat: a keyed hash, with a key made when the first reader is forgotten.
func veil(t tx, chat int64) (int64, error) {
	fresh := make([]byte, sha256.Size)
	rand.Read(fresh) //nolint:errcheck // it never fails
	if _, err := t.exec(`INSERT OR IGNORE INTO keys (name, key) VALUES ('chats', ?)`, fresh); err != nil {
		return 0, err
	}
	var key []byte
	if _, err := t.row(`SELECT key FROM keys WHERE name = 'chats'`, nil, &key); err != nil {
		return 0, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(chat)))
	return int64(binary.BigEndian.Uint64(mac.Sum(nil))%aboveChats | aboveChats), nil
}

// ForgetPersonal deletes the parts rendered for readers of an edition's digests before a date (YYYY-MM-DD), in all their
// versions: they have been sent or never will be.
func (s *Store) ForgetPersonal(ctx context.Context, edition, before string) error {
	return s.change(ctx, "delete old personal messages", func(t tx) error {
		for _, table := range []string{"messages", "revisions"} {
			if _, err := t.exec(`DELETE FROM `+table+` WHERE edition = ? AND date < ? AND rendering LIKE ?`,
				edition, before, saar.PersonalRendering+"%"); err != nil {
				return err
			}
		}
		return nil
	})
}
