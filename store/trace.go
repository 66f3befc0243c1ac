package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// Trace is all that is known of an address.
type Trace struct {
	Link     saar.Link
	Found    time.Time    // when the link was first offered
	Due      time.Time    // when it is read (again); zero once it is read to an end
	Readings []Attempt    // oldest first
	Outcome  saar.Outcome // of the last reading; empty before the first
	Article  saar.Article // the article it led to, or with Duplicate the one kept instead; without a URL if there is none
	Version  int          // of the article, from 1; it counts changed bodies
	Copies   []string     // addresses of articles that repeat its body
	Told     []Telling    // newest first
}

// Attempt is one reading of a link.
type Attempt struct {
	Read    time.Time
	Outcome saar.Outcome
	Detail  string
}

// Telling is a place in a digest: the rank of the story, from 1, that has the article, and whether a channel shows it.
type Telling struct {
	Digest saar.DigestID
	Rank   int
	Shown  bool
	Story  string // id
}

// Trace returns what is known of an address, given as it was found or in its canonical form, or saar.ErrNotFound.
func (s *Store) Trace(ctx context.Context, address string) (Trace, error) {
	var trace Trace
	err := s.view(ctx, "trace "+address, func(t tx) error {
		article, err := traceLink(t, address, &trace)
		if err != nil {
			return err
		}
		if err := traceArticle(t, article, &trace); err != nil {
			return err
		}
		if trace.Link.URL == "" && trace.Article.URL == "" {
			return fmt.Errorf("%w: no source has offered this address", saar.ErrNotFound)
		}
		return nil
	})
	return trace, err
}

// traceLink returns the address of the article the link led to, which may be known without a link.
func traceLink(t tx, address string, trace *Trace) (article string, err error) {
	canonical := address
	if c, err := saar.CanonicalURL(address); err == nil {
		canonical = c
	}
	var id, published, first int64
	var due sql.NullInt64
	l := &trace.Link
	found, err := t.row(`SELECT id, canonical, url, source, title, published, found, due, tries, outcome, article
		FROM links WHERE canonical IN (?1, ?2) ORDER BY canonical = ?1 DESC LIMIT 1`, []any{address, canonical},
		&id, &l.Canonical, &l.URL, &l.Source, &l.Title, &published, &first, &due, &l.Tries, &trace.Outcome, &article)
	if err != nil || !found {
		return canonical, err
	}
	l.Published, trace.Found, trace.Due = instant(published), instant(first), instant(due.Int64)
	return cmp.Or(article, canonical), t.each(`SELECT read, outcome, detail FROM readings WHERE link = ? ORDER BY id`, []any{id},
		func(row *sql.Rows) error {
			var a Attempt
			var read int64
			err := row.Scan(&read, &a.Outcome, &a.Detail)
			a.Read = instant(read)
			trace.Readings = append(trace.Readings, a)
			return err
		})
}

func traceArticle(t tx, url string, trace *Trace) error {
	found, err := articlesWhere(t, `url = ?`, url)
	if err != nil || len(found) == 0 {
		return err
	}
	trace.Article = found[0]
	if _, err := t.row(`SELECT version FROM articles WHERE url = ?`, []any{url}, &trace.Version); err != nil {
		return err
	}
	if err := t.each(`SELECT url FROM articles WHERE copy_of = ? AND copy_of <> '' ORDER BY id`, []any{url}, func(row *sql.Rows) error {
		var copied string
		err := row.Scan(&copied)
		trace.Copies = append(trace.Copies, copied)
		return err
	}); err != nil {
		return err
	}
	return t.each(`SELECT edition, date, rank, rank <= show, story FROM told JOIN digests USING (edition, date)
		WHERE url = ? ORDER BY window_to DESC, edition`, []any{url}, func(row *sql.Rows) error {
		var told Telling
		err := row.Scan(&told.Digest.Edition, &told.Digest.Date, &told.Rank, &told.Shown, &told.Story)
		trace.Told = append(trace.Told, told)
		return err
	})
}
