package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// An operator who goes back to a copy has what was in it, posts nothing twice, and can still look at what he had.
func TestRestore(t *testing.T) {
	folder, ctx := t.TempDir(), t.Context()
	path, copied := filepath.Join(folder, "saar.db"), filepath.Join(folder, "copy.db")
	s := must[*store.Store](t)(store.Open(ctx, path))
	save(t, s, reading("kept", "prabhat"))
	check(t, s.Enlist(ctx, []saar.Delivery{row(-100, 1), row(-100, 2)}))
	sent := row(-100, 1)
	sent.State, sent.MessageID = saar.Sent, 7
	must[bool](t)(s.Move(ctx, sent, saar.Pending))
	check(t, s.SaveLastRun(ctx, "edition/subah", morning.AddDate(0, 0, -1)))
	check(t, s.SaveLastRun(ctx, "scrape", morning.AddDate(0, 0, -1)))
	check(t, s.Backup(ctx, copied))
	save(t, s, reading("lost", "prabhat"))

	if _, err := store.Restore(ctx, path, copied, morning); !errors.Is(err, saar.ErrHeld) || !strings.Contains(err.Error(), "systemctl stop saar") {
		t.Errorf("while saar runs: %v", err)
	}
	same(t, "articles while saar runs", len(all(t, s)), 2)
	check(t, s.Close())

	before := must[string](t)(store.Restore(ctx, path, copied, morning))
	restored := openAt(t, path)
	same(t, "articles", len(all(t, restored)), 1)
	same(t, "sent stays sent", must[saar.Delivery](t)(restored.Delivery(ctx, row(-100, 1).Key)).State, saar.Sent)
	same(t, "may have been sent", must[saar.Delivery](t)(restored.Delivery(ctx, row(-100, 2).Key)).State, saar.Uncertain)
	same(t, "edition is not due", must[time.Time](t)(restored.LastRun(ctx, "edition/subah")).Equal(morning), true)
	same(t, "scraping is", must[time.Time](t)(restored.LastRun(ctx, "scrape")).Before(morning), true)
	same(t, "mode", must[os.FileInfo](t)(os.Stat(path)).Mode().Perm(), os.FileMode(0o600))
	same(t, "articles of before", len(all(t, openAt(t, before))), 2)
	same(t, "articles of the copy", len(all(t, openAt(t, copied))), 1)
}

// A reader who had his digest after the copy was made must not get it again, and what was in doubt is for the operator now.
func TestRestoreSendsReadersNothingTwice(t *testing.T) {
	folder, ctx := t.TempDir(), t.Context()
	path, copied := filepath.Join(folder, "saar.db"), filepath.Join(folder, "copy.db")
	s := must[*store.Store](t)(store.Open(ctx, path))
	to := time.Now().Add(-time.Hour)
	id := saar.DigestID{Edition: "subah", Date: to.Format(time.DateOnly)}
	must[saar.Digest](t)(s.SaveDigest(ctx, told(id, to, "a", "b")))
	r := meena()
	r.Since = to.AddDate(0, -1, 0)
	subscribe(t, s, r)
	check(t, s.Enlist(ctx, []saar.Delivery{row(-100, 1)}))
	doubtful := row(-100, 1)
	doubtful.State, doubtful.Owner = saar.Uncertain, s.Owner()
	must[bool](t)(s.Move(ctx, doubtful, saar.Pending))
	same(t, "owed when the copy is made", len(must[[]saar.Reader](t)(s.Readers(ctx, id, 0, 1439, 0, 10))), 1)
	check(t, s.Backup(ctx, copied))
	check(t, s.Close())
	must[string](t)(store.Restore(ctx, path, copied, time.Now()))
	restored := openAt(t, path)
	same(t, "owed after the restore", len(must[[]saar.Reader](t)(restored.Readers(ctx, id, 0, 1439, 0, 10))), 0)
	same(t, "who looks for what is in doubt", must[saar.Delivery](t)(restored.Delivery(ctx, row(-100, 1).Key)).Owner, "")
}

// A command that starts while a restore is at work must not write into the database that is being put aside.
func TestNobodyOpensWhileRestoring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	done := must[func()](t)(store.Seize(path))
	if _, err := store.Open(t.Context(), path); !errors.Is(err, saar.ErrHeld) || !strings.Contains(err.Error(), "try again") {
		t.Errorf("%v", err)
	}
	done()
	check(t, openAt(t, path).Writable(t.Context()))
}

// What cannot be gone back to is refused before anything is touched.
func TestRestoreRefuses(t *testing.T) {
	folder, ctx := t.TempDir(), t.Context()
	path := filepath.Join(folder, "saar.db")
	s := must[*store.Store](t)(store.Open(ctx, path))
	save(t, s, reading("kept", "prabhat"))
	check(t, s.Close())
	damaged, text := filepath.Join(folder, "damaged.db"), filepath.Join(folder, "notes.txt")
	whole := must[[]byte](t)(os.ReadFile(path))
	for i := len(whole) / 2; i < len(whole)*3/4; i++ {
		whole[i] = 0xff
	}
	check(t, os.WriteFile(damaged, whole, 0o600))
	check(t, os.WriteFile(text, []byte("not a database, though long enough to be taken for one by its size alone"), 0o600))
	foreign := filepath.Join(folder, "foreign.db")
	_, err := raw(t, foreign).Exec(`CREATE TABLE notes (text)`)
	check(t, err)

	for file, cure := range map[string]string{
		damaged: "damaged", text: "not a saar database", foreign: "another program", filepath.Join(folder, "none.db"): "no such file",
	} {
		if _, err := store.Restore(ctx, path, file, morning); err == nil || !strings.Contains(err.Error(), cure) {
			t.Errorf("%s: %v, want %q", filepath.Base(file), err, cure)
		}
	}
	same(t, "articles", len(all(t, openAt(t, path))), 1)
	for _, e := range must[[]os.DirEntry](t)(os.ReadDir(folder)) {
		if strings.Contains(e.Name(), "restore") {
			t.Errorf("%s is left over", e.Name())
		}
	}
}

// On a new machine there is nothing yet to be replaced.
func TestRestoreWhereNothingIs(t *testing.T) {
	folder, ctx := t.TempDir(), t.Context()
	s, copied, path := open(t), filepath.Join(folder, "copy.db"), filepath.Join(folder, "saar.db")
	save(t, s, reading("kept", "prabhat"))
	check(t, s.Backup(ctx, copied))
	same(t, "before", must[string](t)(store.Restore(ctx, path, copied, morning)), "")
	same(t, "articles", len(all(t, openAt(t, path))), 1)
}

// A machine that loses power while an operator goes back to a copy has a whole database: the one of before or the copy's.
func TestKilledWhileRestoring(t *testing.T) {
	folder, ctx := t.TempDir(), t.Context()
	path := filepath.Join(folder, "saar.db")
	var copies []string
	for n := range 2 {
		s := open(t)
		for i := range 2 + 3*n {
			save(t, s, reading(fmt.Sprint("a", i), "prabhat"))
		}
		copies = append(copies, filepath.Join(folder, fmt.Sprint("copy", n, ".db")))
		check(t, s.Backup(ctx, copies[n]))
	}
	must[string](t)(store.Restore(ctx, path, copies[0], morning))
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 10 {
		p := start(t, "restore", filepath.Join(t.TempDir(), "own.db"), path, copies[0], copies[1])
		p.line() // open
		for range random.IntN(3) {
			p.line()
		}
		time.AfterFunc(time.Duration(random.IntN(40))*time.Millisecond, func() { _ = p.Process.Kill() })
		p.lines()
		_ = p.Wait()
		s := must[*store.Store](t)(store.Open(ctx, path))
		if n := len(all(t, s)); n != 2 && n != 5 {
			t.Errorf("%d articles, want 2 or 5", n)
		}
		same(t, "damage", must[store.Report](t)(s.Check(ctx)).Damage, []string(nil))
		check(t, s.Close())
	}
}
