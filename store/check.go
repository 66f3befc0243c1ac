package store

import (
	"context"
	"database/sql"
	"path/filepath"
)

// Report is the state of the database.
type Report struct {
	Path     string
	Schema   int      // version of its tables, which is this program's
	Bytes    int64    // on disk, the write-ahead log included
	Free     int64    // bytes free on that disk; -1 when the system does not say
	Articles int      // kept, copies included
	Damage   []string // what SQLite's quick_check found; nothing in a sound database
}

// Check reads the whole database and looks for damage. On a large one that takes as long as reading it from disk; it
// ends when ctx does.
func (s *Store) Check(ctx context.Context) (Report, error) {
	r := Report{Path: s.path, Bytes: sizeOf(s.path), Free: freeSpace(filepath.Dir(s.path))}
	err := s.view(ctx, "check database "+s.path, func(t tx) error {
		if _, err := t.row(`SELECT max(version_id) FROM goose_db_version WHERE is_applied`, nil, &r.Schema); err != nil {
			return err
		}
		if _, err := t.row(`SELECT count(*) FROM articles`, nil, &r.Articles); err != nil {
			return err
		}
		return t.each(`PRAGMA quick_check`, nil, func(row *sql.Rows) error {
			var found string
			err := row.Scan(&found)
			if found != "ok" {
				r.Damage = append(r.Damage, found)
			}
			return err
		})
	})
	return r, err
}
