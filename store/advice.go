package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// cures says for SQLite's result codes (https://www.sqlite.org/rescode.html) what the operator can do.
var cures = map[int]string{
	lib.SQLITE_FULL: "the disk is full: nothing was lost, but nothing can be kept; make room, and saar goes on by itself",
	lib.SQLITE_READONLY: "the database cannot be written: run saar as the user that owns the file, " +
		"and see that its folder is writable and not mounted read-only",
	lib.SQLITE_CANTOPEN: "the database cannot be opened: see that its folder exists and that this user may write in it",
	lib.SQLITE_BUSY: "another process has kept the database busy for too long: " +
		"see whether a backup tool or an sqlite3 shell has it open",
	lib.SQLITE_CORRUPT: "the database is damaged: stop saar, keep a copy of the file, and put a copy made by `saar backup` in its place",
	lib.SQLITE_NOTADB:  "this file is not a saar database: see `database` in the configuration",
	lib.SQLITE_IOERR:   "the disk reports errors or has no room: see the system's log (`journalctl -k`)",
}

// advise adds to an error of SQLite what to do about it.
func advise(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	cure, known := cures[failed.Code()&0xff]
	if !known {
		return err
	}
	return fmt.Errorf("%s (%w)", cure, err)
}

func hasCode(err error, code int) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code()&0xff == code
}
