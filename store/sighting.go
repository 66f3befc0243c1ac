package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// Unwatched returns the digests compiled since a time that a channel or group has been sent a part of, and whose pages are
// not yet read again on account of that.
func (s *Store) Unwatched(ctx context.Context, since time.Time) ([]saar.DigestID, error) {
	var ids []saar.DigestID
	err := s.view(ctx, "read unwatched digests", func(t tx) error {
		return t.each(`SELECT edition, date FROM digests WHERE compiled >= ? AND NOT EXISTS
				(SELECT 1 FROM watched WHERE (watched.edition, watched.date) = (digests.edition, digests.date))
			AND EXISTS (SELECT 1 FROM deliveries AS d WHERE (d.edition, d.date) = (digests.edition, digests.date)
				AND state = 'sent' AND `+notReaders+`) ORDER BY date, edition`, []any{stamp(since)}, func(row *sql.Rows) error {
			var id saar.DigestID
			err := row.Scan(&id.Edition, &id.Date)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}

// Watch has the pages of a digest read again, first at due and last at until. A page that is read again anyway is read so
// often as a new one; at first all of it, for it may have changed before the digest was sent.
func (s *Store) Watch(ctx context.Context, id saar.DigestID, urls []string, due, until time.Time) error {
	return s.change(ctx, "watch the pages of "+id.String(), func(t tx) error {
		fresh, err := t.exec(`INSERT INTO watched (edition, date, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			id.Edition, id.Date, stamp(until))
		if err != nil || fresh == 0 {
			return err
		}
		for _, url := range urls {
			if _, err := t.exec(`INSERT INTO rereads (link, source, title, modified, times, due, early, until, etag, last_modified, told)
				SELECT id, source, title, max(published, modified), 0, ?2, ?2, ?3, '', '', 1 FROM links
				WHERE article = ?1 AND outcome <> 'duplicate' ORDER BY canonical = ?1 DESC LIMIT 1
				ON CONFLICT (link) DO UPDATE SET times = 0, due = coalesce(min(due, ?2), ?2), until = iif(told, max(until, ?3), ?3), told = 1,
					etag = '', last_modified = ''`,
				url, stamp(due), stamp(until)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Watching returns where a page is told by digests whose pages are read again at now: the digests and the stories' ids.
func (s *Store) Watching(ctx context.Context, url string, now time.Time) ([]saar.Sighting, error) {
	var places []saar.Sighting
	err := s.view(ctx, "read where "+url+" is told", func(t tx) error {
		return t.each(`SELECT edition, date, story FROM told JOIN watched USING (edition, date) WHERE url = ? AND until >= ?
			ORDER BY date, edition`, []any{url, stamp(now)}, func(row *sql.Rows) error {
			at := saar.Sighting{URL: url}
			err := row.Scan(&at.Digest.Edition, &at.Digest.Date, &at.Story)
			places = append(places, at)
			return err
		})
	})
	return places, err
}

// Sightings returns what was seen at the last look at a page that a story was told from.
func (s *Store) Sightings(ctx context.Context, id saar.DigestID, story, url string) ([]saar.Sighting, error) {
	var all []saar.Sighting
	err := s.view(ctx, "read sightings of "+url, func(t tx) (err error) {
		all, err = sightingsOf(t, id, story, url)
		return err
	})
	return all, err
}

func sightingsOf(t tx, id saar.DigestID, story, url string) ([]saar.Sighting, error) {
	var all []saar.Sighting
	err := t.each(`SELECT kind, old, new, first, done FROM sightings WHERE edition = ? AND date = ? AND story = ? AND url = ? ORDER BY first, kind, old`,
		[]any{id.Edition, id.Date, story, url}, func(row *sql.Rows) error {
			at := saar.Sighting{Digest: id, Story: story, URL: url}
			var first int64
			err := row.Scan(&at.Kind, &at.Change.Old, &at.Change.New, &first, &at.Done)
			at.First = instant(first)
			all = append(all, at)
			return err
		})
	return all, err
}

// See keeps what is seen at a look at a page that a story was told from, and forgets what is no longer so. What was seen
// before keeps the time when it was seen first. place names digest, story and page.
func (s *Store) See(ctx context.Context, place saar.Sighting, seen []saar.Sighting) error {
	return s.change(ctx, "save sightings of "+place.URL, func(t tx) error {
		before, err := sightingsOf(t, place.Digest, place.Story, place.URL)
		if err != nil {
			return err
		}
		for _, b := range before {
			if slices.ContainsFunc(seen, b.Same) {
				continue
			}
			if _, err := t.exec(`DELETE FROM sightings WHERE edition = ? AND date = ? AND story = ? AND url = ? AND kind = ? AND old = ?`, sightingKey(b)...); err != nil {
				return err
			}
		}
		for _, n := range seen {
			if _, err := t.exec(`INSERT INTO sightings (edition, date, story, url, kind, old, new, first, done)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING`, append(sightingKey(n), n.Change.New, stamp(n.First))...); err != nil {
				return err
			}
		}
		return nil
	})
}

func sightingKey(s saar.Sighting) []any {
	return []any{s.Digest.Edition, s.Digest.Date, s.Story, s.URL, string(s.Kind), s.Change.Old}
}

// Settle notes that sightings have been dealt with, in one step with the overlay that does it; without one, where the
// operator was told.
func (s *Store) Settle(ctx context.Context, seen []saar.Sighting, o *saar.Overlay) error {
	return s.change(ctx, "settle sightings", func(t tx) error {
		for _, n := range seen {
			if _, err := t.exec(`UPDATE sightings SET done = 1 WHERE edition = ? AND date = ? AND story = ? AND url = ? AND kind = ? AND old = ?`, sightingKey(n)...); err != nil {
				return err
			}
		}
		if o == nil {
			return nil
		}
		_, err := lay(t, *o)
		return err
	})
}
