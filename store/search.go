package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// ranked is how many articles that match are weighed at most. Weighing 500,000 takes seconds, and memory for their order.
const ranked = 5_000

// Search returns the articles that have every word of query in their title or body, the best match first, at most limit.
// Spelling variants match (हिन्दी, हिंदी); matras do matter (मोदी, मादा). Nothing in query is syntax. A query without
// words finds nothing, and what is retracted is not found. Of many searches two are made at once, the others wait, so that
// nobody else's reading does. Of words that stand in very many articles the 5,000 kept last are looked at.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]saar.Hit, error) {
	words := wordsOf(hindi.Normalize(query))
	if len(words) == 0 {
		return nil, nil
	}
	select {
	case s.searches <- struct{}{}:
		defer func() { <-s.searches }()
	case <-ctx.Done():
		return nil, fmt.Errorf("search: %w", ctx.Err())
	}
	var hits []saar.Hit
	err := s.view(ctx, "search", func(t tx) error {
		return t.each(`SELECT url, title, outlets.id, outlets.name, outlets.owner,
				CASE published WHEN 0 THEN first_seen ELSE published END, coalesce(paragraphs, '[]'),
				coalesce((SELECT story FROM told WHERE told.url = articles.url AND NOT EXISTS (SELECT 1 FROM overlays AS o
					WHERE (o.edition, o.date, o.story) = (told.edition, told.date, told.story) AND kind <> 'corrected') ORDER BY date DESC LIMIT 1), '')
			FROM (SELECT rowid, rank FROM search WHERE search MATCH ?1 AND rank MATCH 'bm25(4.0, 1.0)' AND rowid >= coalesce(
				(SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?3), 0) ORDER BY rank LIMIT ?2) AS hit
			JOIN articles ON articles.id = hit.rowid JOIN outlets ON outlets.id = outlet
			LEFT JOIN bodies ON bodies.article = articles.id
			WHERE coalesce(nullif(copy_of, ''), url) NOT IN (SELECT original FROM retractions) ORDER BY hit.rank, articles.id DESC`,
			[]any{`"` + strings.Join(words, `" "`) + `"`, limit, ranked}, func(row *sql.Rows) error {
				var h saar.Hit
				var published int64
				var paragraphs []byte
				if err := row.Scan(&h.URL, &h.Title, &h.Outlet.ID, &h.Outlet.Name, &h.Outlet.Owner, &published, &paragraphs, &h.Story); err != nil {
					return err
				}
				var body []saar.Paragraph
				if err := json.Unmarshal(paragraphs, &body); err != nil {
					return err
				}
				h.Published, h.Snippet = instant(published), snippet(body, words)
				hits = append(hits, h)
				return nil
			})
	})
	return hits, err
}

// index makes the article's words searchable, in place of those it had.
func index(t tx, id int64, title string, body []saar.Paragraph) error {
	texts := make([]string, 0, len(body))
	for _, p := range body {
		texts = append(texts, hindi.Normalize(p.Text))
	}
	_, err := t.exec(`INSERT OR REPLACE INTO search (rowid, title, body) VALUES (?, ?, ?)`,
		id, hindi.Normalize(title), strings.Join(texts, "\n"))
	return err
}
