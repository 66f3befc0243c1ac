package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// A backup taken while the daemon writes must hold every article whole, or it is none.
func TestBackupWhileOthersWrite(t *testing.T) {
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "saar.db"), filepath.Join(folder, "copy.db")
	s := openAt(t, path)
	writer := start(t, "read", path, "writer", "60")
	writer.line()
	for writer.line() != "20" {
	}
	check(t, s.Backup(t.Context(), copied))
	same(t, "written meanwhile", len(writer.lines()) > 0, true)
	info := must[os.FileInfo](t)(os.Stat(copied))
	same(t, "mode", info.Mode().Perm(), os.FileMode(0o600))

	backup := openAt(t, copied)
	n := len(all(t, backup))
	if n < 20 || n > 60 {
		t.Errorf("%d articles", n)
	}
	same(t, "searchable", len(must[[]saar.Hit](t)(backup.Search(t.Context(), "नहर", 100))), n)
	report := must[store.Report](t)(backup.Check(t.Context()))
	same(t, "damage", report.Damage, []string(nil))
	same(t, "articles", report.Articles, n)

	entries := must[[]os.DirEntry](t)(os.ReadDir(folder))
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".part") {
			t.Errorf("%s is left over", e.Name())
		}
	}
}

func TestBackupOverwritesNothing(t *testing.T) {
	folder := t.TempDir()
	s := open(t)
	there := filepath.Join(folder, "there.db")
	check(t, os.WriteFile(there, []byte("precious"), 0o600))
	if err := s.Backup(t.Context(), there); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "name another") {
		t.Error(err)
	}
	same(t, "the file", string(must[[]byte](t)(os.ReadFile(there))), "precious")
	if err := s.Backup(t.Context(), filepath.Join(folder, "none", "x.db")); err == nil || !strings.Contains(err.Error(), "make it") {
		t.Error(err)
	}
}

func TestCheckReportsSizesAndDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, err := store.Open(t.Context(), path)
	check(t, err)
	for i := range 50 {
		save(t, s, reading(string(rune('a'+i)), "prabhat"))
	}
	r := must[store.Report](t)(s.Check(t.Context()))
	if r.Path != path || r.Schema < 1 || r.Articles != 50 || r.Bytes < 100_000 || r.Free <= 0 || r.Damage != nil {
		t.Errorf("report of a sound database: %+v", r)
	}
	check(t, s.Close())

	content := must[[]byte](t)(os.ReadFile(path))
	for i := len(content) / 3; i < len(content)/3*2; i++ {
		content[i] = 'x'
	}
	check(t, os.WriteFile(path, content, 0o600))
	damaged, err := store.Open(t.Context(), path)
	if err == nil {
		r, err = damaged.Check(t.Context())
		check(t, damaged.Close())
	}
	if err == nil && len(r.Damage) == 0 {
		t.Error("a damaged database passes")
	}
	if err != nil && !strings.Contains(err.Error(), "put a copy made by") {
		t.Errorf("the error does not say what to do: %v", err)
	}
}
