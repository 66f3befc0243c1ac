package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Shrink gives back the memory in which pages of the file are kept for the next question, and closes the connections that
// only a busy time needs. What is under way is not disturbed. Questions after it are a little slower at first.
func (s *Store) Shrink(ctx context.Context) error {
	s.read.SetMaxIdleConns(1) // the surplus is closed at once
	s.read.SetMaxIdleConns(readers)
	for _, db := range []*sql.DB{s.write, s.read} {
		if _, err := db.ExecContext(ctx, `PRAGMA shrink_memory`); err != nil {
			return fmt.Errorf("shrink: %w", advise(err))
		}
	}
	return nil
}
