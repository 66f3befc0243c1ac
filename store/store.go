// Package store keeps everything saar remembers in one SQLite file, which several processes may use at once.
//
// An exported method is one transaction. Writes go through one connection that takes the write lock when it begins, reads
// through a small pool that cannot write. A write runs to its end even when its context has been cancelled, within 30
// seconds, so that what has happened in the world ("sent") is never lost to a shutdown. Every commit is synced to disk
// before the method returns (synchronous=FULL): "sending" must survive a power cut, and so must everything else that
// somebody has acted on.
//
// Times in the file are UTC unix milliseconds, 0 for none: pacing and cut-offs need the fraction, and one unit for all
// leaves no doubt.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver
)

const (
	readers      = 4
	searchers    = 2                // searches at once: a search may take a second, and others read meanwhile
	cacheSize    = 8 << 10          // KiB a connection: the upper levels of the largest index fit in
	writeTimeout = 30 * time.Second // of one write, waiting for other processes included
	lockTimeout  = 15 * time.Second // how long one statement waits for another process's transaction
)

// Store is one open database. Its methods may be called at the same time. Close it once.
type Store struct {
	path   string
	write  *sql.DB // one connection
	read   *sql.DB
	owners *owners

	claims  sync.WaitGroup // the renewing goroutines
	closing chan struct{}
	mu      sync.Mutex
	mine    map[string]bool // the leases this process holds or is taking
	turns   map[int64]bool  // the turns it has

	searches  chan struct{} // places of searches under way
	broadcast prepared      // prepared at the first broadcast
}

// Open opens the database at path, makes it if there is none (only its owner may read it), and brings it to this
// version's schema. Beside it stands path-owners, by whose locks processes see one another.
func Open(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	s := &Store{path: path, closing: make(chan struct{}), mine: map[string]bool{}, turns: map[int64]bool{}, searches: make(chan struct{}, searchers)}
	if err := s.open(ctx); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("open database %s: %w", path, advise(err))
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) (err error) {
	if err := create(s.path); err != nil {
		return err
	}
	// First: Restore must see whoever has the file open.
	if s.owners, err = openOwners(s.path + "-owners"); err != nil {
		return err
	}
	if s.write, err = connect(s.path, "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"+
		"&_pragma=foreign_keys(1)&_pragma=journal_size_limit(67108864)", 1); err != nil {
		return err
	}
	if err := prepare(ctx, s.write); err != nil {
		return err
	}
	s.read, err = connect(s.path, "_pragma=query_only(1)", readers)
	return err
}

// create makes an empty file that only its owner may read. It must not open an existing one: closing it again would
// drop SQLite's locks on it in this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("make its folder first: %s: %w", filepath.Dir(path), fs.ErrNotExist)
	case err != nil:
		return fmt.Errorf("see that its folder may be written in by this user: %w", err)
	}
	return f.Close()
}

// connect opens a pool whose every connection has the pragmas of options: an Exec would reach only one of them.
func connect(path, options string, connections int) (*sql.DB, error) {
	file := url.URL{Scheme: "file", Path: path}
	dsn := fmt.Sprintf("%s?_pragma=busy_timeout(%d)&_pragma=cache_size(-%d)&%s",
		file.String(), lockTimeout.Milliseconds(), cacheSize, options)
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db, nil
}

// Close gives up the leases still held and closes the file.
func (s *Store) Close() error {
	close(s.closing)
	s.claims.Wait()
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.owners != nil {
		errs = append(errs, s.owners.close())
	}
	return errors.Join(errs...)
}

// tx is one transaction with its context, and the few ways in which this package asks.
type tx struct {
	*sql.Tx
	ctx context.Context
}

func (t tx) exec(query string, args ...any) (changed int64, err error) {
	result, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// row scans the first row into dest and reports whether there was one.
func (t tx) row(query string, args []any, dest ...any) (bool, error) {
	err := t.QueryRowContext(t.ctx, query, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each calls scan for every row.
func (t tx) each(query string, args []any, scan func(row *sql.Rows) error) error {
	rows, err := t.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// change runs f in a write transaction, whether or not ctx has been cancelled. step says in an error what was done.
func (s *Store) change(ctx context.Context, step string, f func(tx) error) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer stop()
	return within(ctx, s.write, step, f)
}

// view runs f in a read transaction: it sees one state of the database.
func (s *Store) view(ctx context.Context, step string, f func(tx) error) error {
	return within(ctx, s.read, step, f)
}

func within(ctx context.Context, db *sql.DB, step string, f func(tx) error) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", step, advise(err))
	}
	defer t.Rollback() //nolint:errcheck // after Commit it does nothing; after an error that error counts
	if err := f(tx{Tx: t, ctx: ctx}); err != nil {
		return fmt.Errorf("%s: %w", step, advise(err))
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("%s: %w", step, advise(err))
	}
	return nil
}

// stamp is how a time stands in the file.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the time that stands in the file.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
