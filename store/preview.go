package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/saar-news/saar"
)

// Preview returns how the edition of a date stands before it goes out, or saar.ErrNotFound when nobody looks at it.
func (s *Store) Preview(ctx context.Context, id saar.DigestID) (saar.Preview, error) {
	return s.preview(ctx, "read preview of "+id.String(), `edition = ? AND date = ?`, id.Edition, id.Date)
}

// PreviewNumbered returns the preview that a button names, or saar.ErrNotFound.
func (s *Store) PreviewNumbered(ctx context.Context, number int64) (saar.Preview, error) {
	return s.preview(ctx, "read preview", `number = ?`, number)
}

func (s *Store) preview(ctx context.Context, step, where string, args ...any) (p saar.Preview, err error) {
	err = s.view(ctx, step, func(t tx) error {
		found, err := previewsWhere(t, where, args...)
		if err == nil && len(found) == 0 {
			return saar.ErrNotFound
		}
		if err == nil {
			p = found[0]
		}
		return err
	})
	return p, err
}

// OpenPreview lets operators look at an edition before it goes out, and returns how it stands: one that is known already
// stays as it is.
func (s *Store) OpenPreview(ctx context.Context, id saar.DigestID) (p saar.Preview, err error) {
	err = s.change(ctx, "open preview of "+id.String(), func(t tx) error {
		if err := addPreview(t, id, saar.PreviewOpen, ""); err != nil {
			return err
		}
		p, err = previewOf(t, id)
		return err
	})
	return p, err
}

// MovePreview brings a preview from one state into another, and reports whether it was in the first: of several who move
// it at once one does.
func (s *Store) MovePreview(ctx context.Context, id saar.DigestID, from, to saar.PreviewState, by string) (moved bool, err error) {
	err = s.change(ctx, "move preview of "+id.String(), func(t tx) error {
		moved, err = movePreview(t, id, from, to, by)
		return err
	})
	return moved, err
}

// Withheld lists the digests that readers may not see.
func (s *Store) Withheld(ctx context.Context) (withheld map[saar.DigestID]bool, err error) {
	withheld = map[saar.DigestID]bool{}
	err = s.view(ctx, "read what is withheld", func(t tx) error {
		found, err := previewsWhere(t, whereWithheld)
		for _, p := range found {
			withheld[p.Digest] = true
		}
		return err
	})
	return withheld, err
}

// whereWithheld is saar.Preview.Withheld as a condition.
const whereWithheld = `state IN ('open', 'held', 'lapsed')`

func previewOf(t tx, id saar.DigestID) (saar.Preview, error) {
	found, err := previewsWhere(t, `edition = ? AND date = ?`, id.Edition, id.Date)
	if err != nil || len(found) == 0 {
		return saar.Preview{Digest: id}, err
	}
	return found[0], nil
}

func previewsWhere(t tx, where string, args ...any) ([]saar.Preview, error) {
	var all []saar.Preview
	err := t.each(`SELECT number, edition, date, state, who, at, shown, message, changes, drawn FROM previews WHERE `+where, args, func(row *sql.Rows) error {
		var p saar.Preview
		var at int64
		err := row.Scan(&p.Number, &p.Digest.Edition, &p.Digest.Date, &p.State, &p.By, &at, &p.Shown, &p.Message, &p.Changes, &p.Drawn)
		p.At = instant(at)
		all = append(all, p)
		return err
	})
	return all, err
}

// addPreview adds a preview unless there is one.
func addPreview(t tx, id saar.DigestID, state saar.PreviewState, by string) error {
	_, err := t.exec(`INSERT INTO previews (edition, date, state, who, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id.Edition, id.Date, string(state), by, stamp(time.Now()))
	return err
}

func movePreview(t tx, id saar.DigestID, from, to saar.PreviewState, by string) (bool, error) {
	n, err := t.exec(`UPDATE previews SET state = ?, who = ?, at = ?, changes = changes + 1 WHERE edition = ? AND date = ? AND state = ?`,
		string(to), by, stamp(time.Now()), id.Edition, id.Date, string(from))
	return n > 0, err
}
