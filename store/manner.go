package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/saar-news/saar"
)

// Pins returns what is pinned in a chat or thread, the newest message first.
func (s *Store) Pins(ctx context.Context, chat saar.Chat) ([]saar.Pin, error) {
	var pins []saar.Pin
	err := s.view(ctx, "read pins", func(t tx) error {
		return t.each(`SELECT message_id, refused FROM pins WHERE chat = ? AND thread = ? ORDER BY message_id DESC`,
			[]any{chat.ID, chat.Thread}, func(row *sql.Rows) error {
				var p saar.Pin
				err := row.Scan(&p.MessageID, &p.Refused)
				pins = append(pins, p)
				return err
			})
	})
	return pins, err
}

// SavePin keeps that a message is pinned in a chat or thread, or may not be.
func (s *Store) SavePin(ctx context.Context, chat saar.Chat, p saar.Pin) error {
	return s.change(ctx, "save pin", func(t tx) error {
		_, err := t.exec(`INSERT OR REPLACE INTO pins (chat, thread, message_id, refused) VALUES (?, ?, ?, ?)`,
			chat.ID, chat.Thread, p.MessageID, p.Refused)
		return err
	})
}

// ForgetPin keeps that a message is not pinned any more.
func (s *Store) ForgetPin(ctx context.Context, chat saar.Chat, message int) error {
	return s.change(ctx, "forget pin", func(t tx) error {
		_, err := t.exec(`DELETE FROM pins WHERE chat = ? AND thread = ? AND message_id = ?`, chat.ID, chat.Thread, message)
		return err
	})
}

// CloseThread keeps that a forum's thread is gone.
func (s *Store) CloseThread(ctx context.Context, thread saar.Chat) error {
	return s.change(ctx, "close thread "+thread.String(), func(t tx) error {
		_, err := t.exec(`INSERT INTO closed_threads (chat, thread, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			thread.ID, thread.Thread, stamp(time.Now()))
		return err
	})
}

// OpenThread forgets that a thread is gone.
func (s *Store) OpenThread(ctx context.Context, thread saar.Chat) error {
	return s.change(ctx, "open thread "+thread.String(), func(t tx) error {
		_, err := t.exec(`DELETE FROM closed_threads WHERE chat = ? AND thread = ?`, thread.ID, thread.Thread)
		return err
	})
}

// ThreadClosed reports whether a thread is gone.
func (s *Store) ThreadClosed(ctx context.Context, thread saar.Chat) (closed bool, err error) {
	err = s.view(ctx, "look for thread "+thread.String(), func(t tx) error {
		_, err := t.row(`SELECT EXISTS (SELECT 1 FROM closed_threads WHERE chat = ? AND thread = ?)`,
			[]any{thread.ID, thread.Thread}, &closed)
		return err
	})
	return closed, err
}
