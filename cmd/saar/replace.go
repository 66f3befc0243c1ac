package main

import (
	"errors"
	"os"
	"path/filepath"
)

// replaceFile puts text in the place of a file at once, with its mode and owner. accept sees the draft in the same
// folder first; when it objects, or anything else goes wrong, the file stays as it was.
func replaceFile(path string, text []byte, accept func(draft string) error) error {
	was, err := os.Stat(path)
	if err != nil {
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".saar-*"+filepath.Ext(path))
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }() // after the renaming there is none
	_, err = draft.Write(text)
	if err == nil {
		err = keepOwner(draft, was)
	}
	err = errors.Join(err, draft.Chmod(was.Mode().Perm()), draft.Sync(), draft.Close())
	if err == nil {
		err = accept(draft.Name())
	}
	if err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
