package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/saar-news/saar"
)

// Yields returns how many articles each source gave on each of the days before now, the last 24 hours last. Sources
// that gave none are left out.
func (s *Store) Yields(ctx context.Context, now time.Time, days int) (map[string][]int, error) {
	yields := map[string][]int{}
	last := hourOf(now)
	err := s.view(ctx, "read yields of sources", func(t tx) error {
		return t.each(`SELECT source, (?1 - hour) / 24, sum(readings) FROM hours
			WHERE outcome = ?2 AND hour <= ?1 AND hour > ?1 - 24 * ?3 GROUP BY 1, 2`,
			[]any{last, string(saar.OK), days}, func(row *sql.Rows) error {
				var source string
				var ago, articles int
				if err := row.Scan(&source, &ago, &articles); err != nil {
					return err
				}
				if yields[source] == nil {
					yields[source] = make([]int, days)
				}
				yields[source][days-1-ago] = articles
				return nil
			})
	})
	return yields, err
}

// roomNeeded is how much of the disk must be free for the database to be written: the write-ahead log of a busy hour.
const roomNeeded = 32 << 20

// Free is how many bytes are free on the database's disk; -1: unknown.
func (s *Store) Free() int64 { return freeSpace(filepath.Dir(s.path)) }

// Writable returns an error, which says what to do, when nothing can be written now: no room is left, another process
// keeps the database to itself, or it may only be read. It leaves nothing behind.
func (s *Store) Writable(ctx context.Context) error {
	if free := freeSpace(filepath.Dir(s.path)); free >= 0 && free < roomNeeded {
		return fmt.Errorf("write to database %s: %d MB are free on its disk: make room", s.path, free>>20)
	}
	undone := errors.New("as meant")
	err := within(ctx, s.write, "write to database "+s.path, func(t tx) error {
		if _, err := t.exec(`INSERT INTO schedules (job, last) VALUES ('writable', 0)`); err != nil {
			return err
		}
		return undone
	})
	if errors.Is(err, undone) {
		return nil
	}
	return err
}
