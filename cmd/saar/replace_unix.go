//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// keepOwner gives a file the owner and group of another: a configuration that its service can no longer read is lost.
func keepOwner(f *os.File, was os.FileInfo) error {
	now, err := f.Stat()
	if err != nil {
		return err
	}
	want, ok := was.Sys().(*syscall.Stat_t)
	have, ok2 := now.Sys().(*syscall.Stat_t)
	if !ok || !ok2 || want.Uid == have.Uid && want.Gid == have.Gid {
		return nil
	}
	return f.Chown(int(want.Uid), int(want.Gid))
}

// syncFolder makes a renaming outlast a loss of power.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
