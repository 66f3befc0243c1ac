package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/saar-news/saar"
)

// ShowPreview keeps how much of a preview is in the admin chat: so many parts of its digest, and the message that is to have
// the buttons, 0 while there is none.
func (s *Store) ShowPreview(ctx context.Context, id saar.DigestID, parts, message int) error {
	return s.change(ctx, "note preview of "+id.String(), func(t tx) error {
		_, err := t.exec(`UPDATE previews SET shown = ?, message = ? WHERE edition = ? AND date = ?`, parts, message, id.Edition, id.Date)
		return err
	})
}

// DrawnPreview keeps that the message with the buttons shows a preview as it was after so many changes.
func (s *Store) DrawnPreview(ctx context.Context, id saar.DigestID, changes int) error {
	return s.change(ctx, "note the board of "+id.String(), func(t tx) error {
		_, err := t.exec(`UPDATE previews SET drawn = ? WHERE edition = ? AND date = ?`, changes, id.Edition, id.Date)
		return err
	})
}

// Undrawn lists the previews decided about since a time of which operators have seen something, and not how they stand now.
func (s *Store) Undrawn(ctx context.Context, since time.Time) ([]saar.DigestID, error) {
	var ids []saar.DigestID
	err := s.view(ctx, "read which boards are not drawn", func(t tx) error {
		return t.each(`SELECT edition, date FROM previews WHERE at >= ? AND (message <> 0 OR shown > 0) AND drawn <> changes ORDER BY number`,
			[]any{stamp(since)}, func(row *sql.Rows) error {
				var id saar.DigestID
				err := row.Scan(&id.Edition, &id.Date)
				ids = append(ids, id)
				return err
			})
	})
	return ids, err
}

// WipeBoards counts the previews that are undecided as not drawn: their messages tell times, which are others now.
func (s *Store) WipeBoards(ctx context.Context) error {
	return s.change(ctx, "wipe boards", func(t tx) error {
		_, err := t.exec(`UPDATE previews SET changes = changes + 1 WHERE state IN ('open', 'held')`)
		return err
	})
}

// touchPreview counts a change of what a preview says.
func touchPreview(t tx, id saar.DigestID) error {
	_, err := t.exec(`UPDATE previews SET changes = changes + 1 WHERE edition = ? AND date = ?`, id.Edition, id.Date)
	return err
}
