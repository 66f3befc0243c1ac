package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	lib "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// prepare makes db a database of this version, unless it is another program's or a newer saar's. Of several processes
// that do so at once one makes each step; the others meet what it has done as an error of theirs, and look again.
func prepare(ctx context.Context, db *sql.DB) error {
	for try := 0; ; try++ {
		err := ours(ctx, db)
		if err == nil {
			err = migrate(ctx, db)
		}
		final := errors.Is(err, errForeign) || errors.Is(err, errNewer)
		if err == nil || final || ctx.Err() != nil || try > 10 && !hasCode(err, lib.SQLITE_BUSY) || try > 100 {
			return err
		}
		select { // a little longer each time; SQLite does not wait itself while a file becomes WAL
		case <-ctx.Done():
		case <-time.After(time.Duration(try+1) * 5 * time.Millisecond):
		}
	}
}

// ours refuses a database that another program has made: nothing is written into it.
func ours(ctx context.Context, db *sql.DB) error {
	var tables, versions int
	err := db.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(name = 'goose_db_version'), 0) FROM sqlite_master WHERE type = 'table'`).
		Scan(&tables, &versions)
	if err == nil && tables > 0 && versions == 0 {
		return errForeign
	}
	return err
}

var (
	errForeign = errors.New("another program made this database: name another file by the key database")
	errNewer   = errors.New("this database was made by a newer saar: install that version, or restore a backup made before the upgrade")
)

// migrate brings db to the newest schema.
func migrate(ctx context.Context, db *sql.DB) error {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(database.DialectSQLite3, db, steps, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	version, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	switch {
	case version == newest:
		return nil
	case version > newest:
		return fmt.Errorf("%w (its schema is %d, this saar knows %d)", errNewer, version, newest)
	}
	_, err = provider.Up(ctx)
	return err
}
