package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"

	"github.com/saar-news/saar"
)

// Record is an article as it leaves this database for another. Exact is the hash of its body, which outlives the body.
type Record struct {
	saar.Article
	Exact string // hex
}

// recordsAtOnce is how many articles are read in one transaction, so that a long export holds nothing up.
const recordsAtOnce = 200

// Records goes through all articles, in the order in which they were kept: an original comes before its copies. It ends
// with the first error.
func (s *Store) Records(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for from := int64(0); ; {
			var records []Record
			to, err := s.records(ctx, from, &records)
			if err != nil {
				yield(Record{}, err)
				return
			}
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
			if to == from {
				return
			}
			from = to
		}
	}
}

// records appends the next articles behind a row number and returns that of the last one.
func (s *Store) records(ctx context.Context, from int64, records *[]Record) (to int64, err error) {
	to = from
	err = s.view(ctx, "read articles", func(t tx) error {
		if _, err := t.row(`SELECT coalesce(max(id), ?1) FROM (SELECT id FROM articles WHERE id > ?1 ORDER BY id LIMIT ?2)`,
			[]any{from, recordsAtOnce}, &to); err != nil {
			return err
		}
		articles, err := articlesWhere(t, `articles.id > ? AND articles.id <= ? ORDER BY articles.id`, from, to)
		if err != nil {
			return err
		}
		for _, a := range articles {
			k, _, err := articleAt(t, a.URL)
			if err != nil {
				return err
			}
			*records = append(*records, Record{Article: a, Exact: hex.EncodeToString(k.exact)})
		}
		return nil
	})
	return to, err
}

// SaveRecord keeps an article of another database, with the fingerprint of its body, and reports whether it was new: one
// whose address is known is left as it is. It counts in no yield, and only an edition whose window has its FirstSeen tells it.
func (s *Store) SaveRecord(ctx context.Context, r Record, f saar.Fingerprint) (fresh bool, err error) {
	if r.URL == "" || r.FirstSeen.IsZero() || r.Outlet.ID == "" {
		return false, fmt.Errorf("import %q: %w", r.URL, errors.New("an article needs an address, an outlet and the time when it was first seen"))
	}
	if f.Exact == "" {
		f.Exact = r.Exact
	}
	a := r.Article
	reading := saar.Reading{
		Link: saar.Link{URL: a.URL, Canonical: a.URL, Source: a.Source, Title: a.Title, Published: a.Published}, Outcome: saar.OK,
		Article: &a, Fingerprint: f, Read: a.FirstSeen,
	}
	err = s.change(ctx, "import "+a.URL, func(t tx) error {
		fresh = false
		if _, known, err := articleAt(t, a.URL); err != nil || known {
			return err
		}
		id, last, err := linkID(t, reading)
		if err != nil {
			return err
		}
		if err := saveArticle(t, &reading, last); err != nil {
			return err
		}
		fresh = reading.Outcome == saar.OK
		if err := endLink(t, id, reading); err != nil {
			return err
		}
		_, err = t.exec(`UPDATE schedules SET last = min(last, ?) WHERE job LIKE 'pruned/%'`, stamp(a.FirstSeen))
		return err
	})
	return fresh, err
}
