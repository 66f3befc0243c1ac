package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"time"

	"github.com/saar-news/saar"
)

// Figures are what a monitor draws its curves from. Reading them costs the same however much is stored.
type Figures struct {
	Bytes, Free int64                      // of the file with its write-ahead log, and of its disk; -1: unknown
	Ledger      map[saar.DeliveryState]int // rows of the configured chats that changed within the last 24 hours
	Rounds      map[string]time.Duration   // how long each source's last run took
	Editions    []EditionFigures           // the newest digest of each edition
}

// EditionFigures are of one digest, from the end of its window: until it was compiled, and until a channel or group had
// its last part so far, 0 for not yet.
type EditionFigures struct {
	Digest              saar.DigestID
	Compiled, Delivered time.Duration
	Stories             int
}

// Figures reads the figures at now.
func (s *Store) Figures(ctx context.Context, now time.Time) (Figures, error) {
	f := Figures{Ledger: map[saar.DeliveryState]int{}, Rounds: map[string]time.Duration{}}
	f.Bytes, f.Free = sizeOf(s.path), freeSpace(filepath.Dir(s.path))
	err := s.view(ctx, "read figures", func(t tx) error {
		err := t.each(`SELECT state, count(*) FROM deliveries WHERE updated > ? AND `+notReaders+` GROUP BY state`,
			[]any{stamp(now.AddDate(0, 0, -1))}, func(row *sql.Rows) error {
				var state saar.DeliveryState
				var rows int
				err := row.Scan(&state, &rows)
				f.Ledger[state] = rows
				return err
			})
		if err != nil {
			return err
		}
		if err := t.each(`SELECT id, (SELECT finished - started FROM runs WHERE source = sources.id ORDER BY finished DESC LIMIT 1)
			FROM sources WHERE last_run > 0`, nil, func(row *sql.Rows) error {
			var source string
			var took sql.NullInt64
			err := row.Scan(&source, &took)
			f.Rounds[source] = time.Duration(took.Int64) * time.Millisecond
			return err
		}); err != nil {
			return err
		}
		f.Editions, err = editionFigures(t, now)
		return err
	})
	return f, err
}

// editionFigures looks at the digests of the last week: an edition that did not appear for longer has no figures.
func editionFigures(t tx, now time.Time) ([]EditionFigures, error) {
	var all []EditionFigures
	err := t.each(`SELECT edition, date, max(window_to), compiled - window_to, min(show, json_array_length(stories)),
			coalesce((SELECT max(updated) - window_to FROM deliveries
				WHERE deliveries.edition = digests.edition AND deliveries.date = digests.date AND state = 'sent' AND chat < 0), 0)
		FROM digests WHERE window_to > ? GROUP BY edition ORDER BY edition`, []any{stamp(now.AddDate(0, 0, -7))}, func(row *sql.Rows) error {
		var e EditionFigures
		var to, compiled, delivered int64
		err := row.Scan(&e.Digest.Edition, &e.Digest.Date, &to, &compiled, &e.Stories, &delivered)
		e.Compiled, e.Delivered = time.Duration(compiled)*time.Millisecond, time.Duration(delivered)*time.Millisecond
		all = append(all, e)
		return err
	})
	return all, err
}

// Bytes is what the database takes of the disk.
func (s *Store) Bytes() int64 { return sizeOf(s.path) }

// sizeOf is what the database at path takes of the disk.
func sizeOf(path string) (bytes int64) {
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(path + suffix); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
