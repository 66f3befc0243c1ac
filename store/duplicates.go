package store

import (
	"context"
	"database/sql"

	"github.com/saar-news/saar"
)

// Duplicates returns the addresses that were offered and turned out to be an article kept under another, oldest first. It
// looks through all links: it is for a person who asks.
func (s *Store) Duplicates(ctx context.Context, article string) ([]string, error) {
	var all []string
	err := s.view(ctx, "find duplicates of "+article, func(t tx) error {
		return t.each(`SELECT canonical FROM links WHERE article = ?1 AND canonical <> ?1 AND outcome = ?2 ORDER BY id`,
			[]any{article, string(saar.Duplicate)}, func(row *sql.Rows) error {
				var address string
				err := row.Scan(&address)
				all = append(all, address)
				return err
			})
	})
	return all, err
}
