package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy of the database, as it is now, to file, while others go on reading and writing. The
// file appears whole or not at all, only its owner may read it, and an existing file is never overwritten.
func (s *Store) Backup(ctx context.Context, file string) error {
	if err := s.backup(ctx, file); err != nil {
		return fmt.Errorf("backup to %s: %w", file, advise(err))
	}
	return nil
}

func (s *Store) backup(ctx context.Context, file string) error {
	if err := absent(file); err != nil {
		return err
	}
	made, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.part")
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder does not exist: make it, or name another: %w", err)
	}
	if err != nil {
		return err
	}
	defer os.Remove(made.Name()) //nolint:errcheck // once it has its name there is nothing to remove
	defer made.Close()           //nolint:errcheck // Sync has told whether it is on disk
	if err := s.copyInto(ctx, made.Name()); err != nil {
		return err
	}
	if err := made.Sync(); err != nil {
		return err
	}
	if err := absent(file); err != nil {
		return err
	}
	if err := os.Rename(made.Name(), file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// copyInto fills an empty file. It has a connection of its own, so that neither writers nor readers wait.
func (s *Store) copyInto(ctx context.Context, file string) error {
	db, err := connect(s.path, "", 1)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only read
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, file)
	return err
}

func absent(file string) error {
	_, err := os.Lstat(file)
	if err == nil {
		return fmt.Errorf("the file is there already: name another, or move it away: %w", fs.ErrExist)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close() //nolint:errcheck // it was only synced
	return folder.Sync()
}
