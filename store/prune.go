package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/saar-news/saar"
)

// What one Prune removes at most: some ten milliseconds of work.
const (
	bodiesAtOnce   = 20
	bandsAtOnce    = 50
	readingsAtOnce = 500
)

// Prune removes some of what is older at now than it is kept, in one short transaction, and reports whether there is
// more. Called again and again between other work it keeps nobody waiting; killed, it goes on where it was. The single
// readings of a link go with the bodies.
func (s *Store) Prune(ctx context.Context, keep saar.Retention, now time.Time) (more bool, err error) {
	err = s.change(ctx, "prune", func(t tx) error {
		more = false
		if _, err := t.exec(`DELETE FROM holds WHERE until <= ?`, stamp(now)); err != nil {
			return err
		}
		for _, step := range []struct {
			age   time.Duration
			prune func(tx, time.Time) (bool, error)
		}{{keep.Bodies, pruneBodies}, {keep.Bodies, pruneReadings}, {keep.Bands, pruneBands}} {
			if step.age <= 0 {
				continue
			}
			some, err := step.prune(t, now.Add(-step.age))
			if err != nil {
				return err
			}
			more = more || some
		}
		return nil
	})
	return more, err
}

func pruneBodies(t tx, before time.Time) (more bool, err error) {
	return pruneArticles(t, "bodies", before, bodiesAtOnce, func(id int64, title string) error {
		if _, err := t.exec(`DELETE FROM bodies WHERE article = ?`, id); err != nil {
			return err
		}
		return index(t, id, title, nil)
	})
}

func pruneBands(t tx, before time.Time) (more bool, err error) {
	return pruneArticles(t, "signatures", before, bandsAtOnce, func(id int64, _ string) error { return forgetFingerprint(t, id) })
}

// pruneReadings goes by the order of rows, which is that of time.
func pruneReadings(t tx, before time.Time) (more bool, err error) {
	n, err := t.exec(`DELETE FROM readings WHERE id IN
		(SELECT id FROM (SELECT id, read FROM readings ORDER BY id LIMIT ?) WHERE read < ?)`, readingsAtOnce, stamp(before))
	return n == readingsAtOnce, err
}

// pruneArticles prunes the oldest articles that have a row in a table, of those first seen before a time. It begins where
// it ended last, so that its cost does not depend on how many have been pruned before.
func pruneArticles(t tx, table string, before time.Time, limit int, prune func(id int64, title string) error) (more bool, err error) {
	mark, from := "pruned/"+table, int64(0)
	if _, err := t.row(`SELECT last FROM schedules WHERE job = ?`, []any{mark}, &from); err != nil {
		return false, err
	}
	type article struct {
		id, seen int64
		title    string
	}
	var articles []article
	err = t.each(`SELECT id, first_seen, title FROM articles CROSS JOIN `+table+` ON article = id
		WHERE first_seen >= ? AND first_seen < ? ORDER BY first_seen LIMIT ?`, []any{from, stamp(before), limit}, func(row *sql.Rows) error {
		var a article
		err := row.Scan(&a.id, &a.seen, &a.title)
		articles = append(articles, a)
		return err
	})
	if err != nil {
		return false, err
	}
	done := stamp(before)
	if len(articles) == limit {
		done = articles[limit-1].seen
	}
	for _, a := range articles {
		if err := prune(a.id, a.title); err != nil {
			return false, err
		}
	}
	if done > from {
		_, err = t.exec(`INSERT INTO schedules (job, last) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET last = excluded.last`, mark, done)
	}
	return len(articles) == limit, err
}
