package store_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar/store"
)

// An operator who names another program's database by mistake must get it back as it was.
func TestForeignDatabaseIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "photos.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE photos (name TEXT)`); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), path)
	if err == nil {
		_ = s.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "another program made this database") {
		t.Errorf("open: %v", err)
	}
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table'`).Scan(&tables); err != nil || tables != 1 {
		t.Errorf("%d tables, %v: want the one that was there", tables, err)
	}
}
