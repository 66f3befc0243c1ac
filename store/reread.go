package store

import (
	"database/sql"
	"time"

	"github.com/saar-news/saar"
)

// rereadsDue returns the source's articles that are to be read again, those that have waited longest first.
func rereadsDue(t tx, source string, now time.Time, limit int) ([]saar.Link, error) {
	var links []saar.Link
	err := t.each(`SELECT canonical, url, links.title, published, links.modified, tries, article, times, etag, last_modified,
			rereads.due, early, until, told FROM rereads JOIN links ON links.id = link
		WHERE rereads.source = ?1 AND rereads.due <= ?2 AND until >= ?2 ORDER BY rereads.due, link LIMIT ?3`,
		[]any{source, stamp(now), limit}, func(row *sql.Rows) error {
			l := saar.Link{Source: source}
			again := &l.Again
			var published, modified, due, early, until int64
			err := row.Scan(&l.Canonical, &l.URL, &l.Title, &published, &modified, &l.Tries, &again.Article, &again.Times,
				&again.Validator.ETag, &again.Validator.LastModified, &due, &early, &until, &again.Told)
			l.Published, l.Modified = instant(published), instant(modified)
			again.Due, again.Early, again.Until = instant(due), instant(early), instant(until)
			links = append(links, l)
			return err
		})
	return links, err
}

// saveReread notes when the article that a link has is read again, or that it is not. What the source says of it stays as
// it was when that was last looked at.
func saveReread(t tx, link int64, r saar.Reading) error {
	again := r.Again
	if again.Article == "" {
		_, err := t.exec(`DELETE FROM rereads WHERE link = ?`, link)
		return err
	}
	due := sql.NullInt64{Int64: stamp(again.Due), Valid: !again.Due.IsZero()}
	_, err := t.exec(`INSERT INTO rereads (link, source, title, modified, times, due, early, until, etag, last_modified)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
		ON CONFLICT (link) DO UPDATE SET times = ?5, due = ?6, early = ?7, until = ?8, etag = ?9, last_modified = ?10`,
		link, r.Link.Source, clip(r.Link.Title), latest(r.Link), again.Times, due, stamp(again.Early), stamp(again.Until),
		again.Validator.ETag, again.Validator.LastModified)
	return err
}

// noticeChanges has those of the source's young articles read again of which it says by a later time or another title that
// they have changed.
func noticeChanges(t tx, source string, known []standing) error {
	for _, k := range known {
		later := max(k.Published, k.Modified) > k.modified
		renamed := k.Title != "" && k.title != "" && k.Title != k.title
		if k.rereader.String != source || !later && !renamed {
			continue
		}
		if _, err := t.exec(`UPDATE rereads SET title = coalesce(nullif(?2, ''), title), modified = max(modified, ?3), due = coalesce(min(due, early), early)
			WHERE link = ?1`, k.id, k.Title, max(k.Published, k.Modified)); err != nil {
			return err
		}
	}
	return nil
}

// latest is the latest time that the source gives with a link.
func latest(l saar.Link) int64 { return max(stamp(l.Published), stamp(l.Modified)) }
