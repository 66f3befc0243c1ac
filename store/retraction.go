package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/saar-news/saar"
)

// Retract notes that an address is never told again, nor what repeats its text, and takes the stories that tell it out of
// all digests: it returns the overlays that did. An address is named by its canonical form. Repeated, it does what is
// missing and returns all of them again.
func (s *Store) Retract(ctx context.Context, r saar.Retraction) ([]saar.Overlay, error) {
	var overlays []saar.Overlay
	err := s.change(ctx, "retract "+r.URL, func(t tx) error {
		overlays = nil
		r.Original = r.URL
		var copyOf string
		if _, err := t.row(`SELECT copy_of FROM articles WHERE url = ?`, []any{r.URL}, &copyOf); err != nil {
			return err
		}
		r.Original = cmp.Or(copyOf, r.URL)
		if _, err := t.exec(`INSERT INTO retractions (url, original, reason, by, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET original = excluded.original`, r.URL, r.Original, clip(r.Reason), r.By, stamp(r.At)); err != nil {
			return err
		}
		told, err := toldOf(t, r.Original)
		if err != nil {
			return err
		}
		for _, o := range told {
			o.Kind, o.Reason, o.By, o.At = saar.Retracted, r.Reason, r.By, r.At
			laid, err := lay(t, o)
			if errors.Is(err, saar.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			overlays = append(overlays, laid)
		}
		return nil
	})
	return overlays, err
}

// toldOf are the digests and stories that tell an article or a copy of it; and, since a retracted story never returns, all
// further digests that tell one of those stories.
func toldOf(t tx, original string) ([]saar.Overlay, error) {
	var told []saar.Overlay
	err := t.each(`SELECT DISTINCT edition, date, story FROM told WHERE story IN (SELECT story FROM told
		WHERE url = ?1 OR url IN (SELECT url FROM articles WHERE copy_of = ?1)) ORDER BY date, edition, story`,
		[]any{original}, func(row *sql.Rows) error {
			var o saar.Overlay
			err := row.Scan(&o.Digest.Edition, &o.Digest.Date, &o.Story)
			told = append(told, o)
			return err
		})
	return told, err
}

// Retractions returns all retractions, by address. Original is what the address leads to by now.
func (s *Store) Retractions(ctx context.Context) ([]saar.Retraction, error) {
	var all []saar.Retraction
	err := s.view(ctx, "read retractions", func(t tx) error {
		return t.each(`SELECT r.url, coalesce(nullif(copy_of, ''), nullif(links.article, ''), original), reason, by, at
			FROM retractions AS r LEFT JOIN links ON links.canonical = r.url
			LEFT JOIN articles ON articles.url = coalesce(nullif(links.article, ''), r.url) ORDER BY r.url`, nil, func(row *sql.Rows) error {
			var r saar.Retraction
			var at int64
			err := row.Scan(&r.URL, &r.Original, &r.Reason, &r.By, &at)
			r.At = instant(at)
			all = append(all, r)
			return err
		})
	})
	return all, err
}

// Withdrawn returns the stories that were retracted from digests whose windows ended at since or later, as they were
// compiled: their articles tell which story it is that returns.
func (s *Store) Withdrawn(ctx context.Context, since time.Time) ([]saar.Story, error) {
	var stories []saar.Story
	err := s.view(ctx, "read retracted stories", func(t tx) error {
		digests, err := digestsWhere(t, `window_to >= ? AND EXISTS (SELECT 1 FROM overlays AS o
			WHERE (o.edition, o.date) = (digests.edition, digests.date) AND kind = 'retracted')`, stamp(since))
		if err != nil {
			return err
		}
		for _, d := range digests {
			overlays, err := overlaysOf(t, d.ID)
			if err != nil {
				return err
			}
			for _, story := range d.Stories {
				for _, o := range overlays {
					if o.Kind == saar.Retracted && o.Story == story.ID {
						stories = append(stories, story)
					}
				}
			}
		}
		return nil
	})
	return stories, err
}
