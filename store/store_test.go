package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// morning is when most things happen in these tests.
var morning = time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)

func open(t testing.TB) *store.Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "saar.db"))
}

func openAt(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// raw is the file seen by somebody who is not saar.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Others on the machine would read what the operator keeps, were the files open to them.
func TestOnlyTheOwnerReadsTheFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s := openAt(t, path)
	check(t, s.SaveLastRun(t.Context(), "scrape", morning))
	files := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path)))
	for _, f := range files {
		if mode := must[os.FileInfo](t)(f.Info()).Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", f.Name(), mode)
		}
	}
	if len(files) < 3 {
		t.Errorf("want the database, its log and the owners file, got %v", files)
	}
}

func TestOpenSaysWhatToDo(t *testing.T) {
	folder := t.TempDir()
	newer := filepath.Join(folder, "newer.db")
	check(t, must[*store.Store](t)(store.Open(t.Context(), newer)).Close())
	must[sql.Result](t)(raw(t, newer).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`))
	other := filepath.Join(folder, "notes.txt")
	check(t, os.WriteFile(other, []byte(strings.Repeat("this is a shopping list\n", 500)), 0o600))

	for _, test := range []struct{ name, path, want string }{
		{"no folder", filepath.Join(folder, "none", "saar.db"), "make its folder"},
		{"newer", newer, "made by a newer saar"},
		{"not a database", other, "not a saar database"},
		{"a folder", folder, "cannot be opened"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), test.path)
			if err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.path) {
				t.Errorf("got %q, want it to name the file and say %q", err, test.want)
			}
		})
	}
}

// A path is a name, not a query: "?" and "%" in it must not reach SQLite as options.
func TestAnyFileName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "सार 100%25 what?mode=memory#1.db")
	check(t, openAt(t, path).SaveLastRun(t.Context(), "scrape", morning))
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	same(t, "last run", must[time.Time](t)(openAt(t, path).LastRun(t.Context(), "scrape")), morning)
}

// Stopped in the middle of a delivery, saar must still note that the message was sent.
func TestWritesOutliveTheirContext(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	check(t, s.SaveLastRun(ctx, "scrape", morning))
	same(t, "last run", must[time.Time](t)(s.LastRun(t.Context(), "scrape")), morning)
	if _, err := s.LastRun(ctx, "scrape"); !errors.Is(err, context.Canceled) {
		t.Errorf("a read goes on though its context has ended: %v", err)
	}
}

func TestSchedulesAndHolds(t *testing.T) {
	s, ctx := open(t), t.Context()
	if _, err := s.LastRun(ctx, "edition/subah"); !errors.Is(err, saar.ErrNotFound) {
		t.Errorf("a job that never ran: %v", err)
	}
	check(t, s.SaveLastRun(ctx, "edition/subah", morning.Add(time.Hour)))
	check(t, s.SaveLastRun(ctx, "edition/subah", morning))
	same(t, "the clock was set back", must[time.Time](t)(s.LastRun(ctx, "edition/subah")), morning)

	same(t, "free", must[time.Time](t)(s.Held(ctx, "bot")), time.Time{})
	later := time.Now().Add(time.Minute).Truncate(time.Millisecond).UTC()
	check(t, s.Hold(ctx, "bot", later.Add(1500*time.Millisecond)))
	check(t, s.Hold(ctx, "bot", later))
	same(t, "the longer hold stays", must[time.Time](t)(s.Held(ctx, "bot")), later.Add(1500*time.Millisecond))
}
