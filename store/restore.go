package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// Restore puts a copy of file, a database as Backup makes it, in the place of the database at path, and returns where the
// one before was put; empty: there was none. It refuses, with saar.ErrHeld, while any process has the database open, and
// refuses a file that is damaged, another program's or a newer saar's before it touches anything. Killed at any moment
// it leaves either database whole at path.
//
// A backup knows nothing of what has been posted since. So that nothing is posted twice, parts that were not sent in it
// become uncertain, and editions that were due before now count as done.
func Restore(ctx context.Context, path, file string, now time.Time) (before string, err error) {
	step := fmt.Sprintf("restore %s from %s", path, file)
	for _, name := range []*string{&path, &file} {
		if *name, err = filepath.Abs(*name); err != nil {
			return "", fmt.Errorf("%s: %w", step, err)
		}
	}
	if before, err = restore(ctx, path, file, now); err != nil {
		return "", fmt.Errorf("%s: %w", step, advise(err))
	}
	return before, nil
}

func restore(ctx context.Context, path, file string, now time.Time) (before string, err error) {
	if _, err := os.Stat(file); err != nil {
		return "", err
	}
	owners, err := seize(path + "-owners")
	if err != nil {
		return "", err
	}
	defer owners.close() //nolint:errcheck // closing frees the lock, whatever it says
	made, err := os.MkdirTemp(filepath.Dir(path), filepath.Base(path)+".*.restore")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(made) //nolint:errcheck // a folder that is left over harms nobody
	fresh := filepath.Join(made, "saar.db")
	if err := take(ctx, file, fresh, now); err != nil {
		return "", err
	}
	if _, err := os.Stat(fresh + "-wal"); err == nil {
		return "", fmt.Errorf("the copy could not be written whole: see that its disk has room for it")
	}
	if before, err = keepBeside(ctx, path, now); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, path); err != nil {
		return "", err
	}
	return before, syncFolder(filepath.Dir(path))
}

// take copies the backup to a new file, examines it and settles what it cannot know.
func take(ctx context.Context, file, fresh string, now time.Time) error {
	source := &Store{path: file}
	if err := source.copyInto(ctx, fresh); err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o600); err != nil {
		return err
	}
	s, err := Open(ctx, fresh)
	if err != nil {
		return err
	}
	err = s.settle(ctx, now)
	return errors.Join(err, s.Close())
}

// settle examines a database that comes out of a backup and makes it one that posts nothing twice.
func (s *Store) settle(ctx context.Context, now time.Time) error {
	report, err := s.Check(ctx)
	if err != nil {
		return err
	}
	if len(report.Damage) > 0 {
		return fmt.Errorf("the copy is damaged, take another: %s", strings.Join(report.Damage, "; "))
	}
	return s.change(ctx, "settle", func(t tx) error {
		for _, step := range []struct {
			query string
			args  []any
		}{
			{`UPDATE deliveries SET state = ?, reason = ?, owner = '', updated = ? WHERE state IN (?, ?) OR state = 'uncertain' AND owner <> ''`, []any{
				string(saar.Uncertain), "restored from a backup: it may have been posted since", stamp(now), string(saar.Pending), string(saar.Sending),
			}},
			{`UPDATE schedules SET last = max(last, ?) WHERE job LIKE 'edition/%'`, []any{stamp(now)}},
			{`UPDATE subscribers SET since = max(since, ?)`, []any{stamp(now)}}, // no digest compiled before is theirs
			// What was about to go out may have gone out early since. Buttons made since must not mean other digests.
			{`UPDATE previews SET state = 'held', who = 'saar restore' WHERE state IN ('open', 'released') AND at > ?`, []any{stamp(now.AddDate(0, 0, -2))}},
			{`UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'previews'`, nil},
			{`DELETE FROM leases`, nil},
		} {
			if _, err := t.exec(step.query, step.args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepBeside gives the database at path a second name, with its write-ahead log if that could not be merged into it, and
// takes that log from the first name: it must never meet another database.
func keepBeside(ctx context.Context, path string, now time.Time) (aside string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	_ = checkpoint(ctx, path) // a damaged database keeps its log beside it
	aside = path + ".before-restore-" + now.UTC().Format("20060102-150405.000")
	for _, suffix := range []string{"", "-wal"} {
		if err := os.Link(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return "", err
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}

// checkpoint merges the write-ahead log into the database.
func checkpoint(ctx context.Context, path string) error {
	db, err := connect(path, "", 1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return errors.Join(err, db.Close())
}
