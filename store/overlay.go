package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// Lay lays an overlay over a stored digest and returns it as it is kept, with its number; an At that is zero becomes now.
// While no part of the digest is being sent, what waits to be sent is forgotten: it was rendered before, and the digest is
// rendered anew. Once one is, saar.ErrSending is the answer to who takes a story out. A story that has left already stays
// as it left: the overlay that did it is returned. saar.ErrNotFound means that there is no such digest, or no such story
// in it, or none any more that could be corrected.
func (s *Store) Lay(ctx context.Context, o saar.Overlay) (saar.Overlay, error) {
	err := s.change(ctx, fmt.Sprintf("lay over %s", o.Digest), func(t tx) (err error) {
		o, err = lay(t, o)
		return err
	})
	return o, err
}

func lay(t tx, o saar.Overlay) (saar.Overlay, error) {
	compiled, err := compiledAt(t, o.Digest)
	if err != nil {
		return o, err
	}
	if !has(compiled, o.Story) {
		return o, fmt.Errorf("story %s: %w", o.Story, saar.ErrNotFound)
	}
	before, err := overlaysOf(t, o.Digest)
	if err != nil {
		return o, err
	}
	if left := slices.IndexFunc(before, func(b saar.Overlay) bool { return b.Story == o.Story && b.Kind != saar.Corrected }); left >= 0 {
		if o.Kind == saar.Corrected {
			return o, fmt.Errorf("story %s has left: %w", o.Story, saar.ErrNotFound)
		}
		return before[left], nil
	}
	sending := false
	if _, err := t.row(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE edition = ? AND date = ? AND state <> 'pending')`,
		[]any{o.Digest.Edition, o.Digest.Date}, &sending); err != nil {
		return o, err
	}
	if sending && o.Kind == saar.TakenOut {
		return o, fmt.Errorf("story %s: %w", o.Story, saar.ErrSending)
	}
	o.Early, o.Number = !sending, len(before)+1
	if o.Early {
		if _, err := t.exec(`DELETE FROM deliveries WHERE edition = ? AND date = ?`, o.Digest.Edition, o.Digest.Date); err != nil {
			return o, err
		}
		if err := touchPreview(t, o.Digest); err != nil {
			return o, err
		}
	}
	return o, saveOverlay(t, &o)
}

func has(d saar.Digest, story string) bool {
	return slices.ContainsFunc(d.Stories, func(s saar.Story) bool { return s.ID == story })
}

func saveOverlay(t tx, o *saar.Overlay) error {
	if o.At.IsZero() {
		o.At = time.Now()
	}
	o.At, o.Reason, o.Change.At = instant(stamp(o.At)), clip(o.Reason), time.Time{}
	change := ""
	if o.Kind == saar.Corrected {
		text, err := json.Marshal(o.Change)
		if err != nil {
			return err
		}
		change = string(text)
	}
	_, err := t.exec(`INSERT INTO overlays (edition, date, number, story, kind, early, change, reason, by, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, o.Digest.Edition, o.Digest.Date, o.Number, o.Story, string(o.Kind), o.Early,
		change, o.Reason, o.By, stamp(o.At))
	return err
}

// Overlays returns what is laid over a digest, in the order in which it was laid.
func (s *Store) Overlays(ctx context.Context, id saar.DigestID) ([]saar.Overlay, error) {
	var all []saar.Overlay
	err := s.view(ctx, "read overlays of "+id.String(), func(t tx) (err error) {
		all, err = overlaysOf(t, id)
		return err
	})
	return all, err
}

func overlaysOf(t tx, id saar.DigestID) ([]saar.Overlay, error) {
	var all []saar.Overlay
	err := t.each(`SELECT number, story, kind, early, change, reason, by, at FROM overlays WHERE edition = ? AND date = ? ORDER BY number`,
		[]any{id.Edition, id.Date}, func(row *sql.Rows) error {
			o := saar.Overlay{Digest: id}
			var change []byte
			var at int64
			if err := row.Scan(&o.Number, &o.Story, &o.Kind, &o.Early, &change, &o.Reason, &o.By, &at); err != nil {
				return err
			}
			o.At = instant(at)
			if len(change) > 0 {
				if err := json.Unmarshal(change, &o.Change); err != nil {
					return fmt.Errorf("overlay %d of %s: %w", o.Number, id, err)
				}
			}
			all = append(all, o)
			return nil
		})
	return all, err
}

// CountOverlays returns how many overlays are laid over all digests: who keeps digests in memory reads them again when it
// grows.
func (s *Store) CountOverlays(ctx context.Context) (n int, err error) {
	err = s.view(ctx, "count overlays", func(t tx) error {
		_, err := t.row(`SELECT count(*) FROM overlays`, nil, &n)
		return err
	})
	return n, err
}
