package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/saar-news/saar"
)

// Proceed keeps, in one transaction, what became of rows that this process was sending or had not begun (settled), and writes
// others (next): each in its state, sending or pending, as this process's. It does not touch a row of next that is there and
// not pending, nor one of a chat that is held or of a reader who has left. It returns the chats of the rows that are sending
// now. A transaction is synced to disk, whatever it holds: that is why there is one for many rows.
func (s *Store) Proceed(ctx context.Context, settled, next []saar.Delivery) (begun map[saar.Chat]bool, err error) {
	const step = "write deliveries to readers"
	conclude, begin, err := s.statements(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", step, advise(err))
	}
	begun = make(map[saar.Chat]bool, len(next))
	err = s.change(ctx, step, func(t tx) error {
		now := time.Now()
		if err := s.conclude(t, t.StmtContext(t.ctx, conclude), settled, now); err != nil {
			return err
		}
		return s.begin(t, t.StmtContext(t.ctx, begin), next, now, begun)
	})
	return begun, err
}

// prepared are the statements of Proceed. To parse them takes as long as to run them, so that they are prepared once.
type prepared struct {
	mu              sync.Mutex // never waited for within a transaction, since who has it may wait for one
	conclude, begin *sql.Stmt
}

//nolint:sqlclosecheck // they are closed with the database
func (s *Store) statements(ctx context.Context) (conclude, begin *sql.Stmt, err error) {
	p := &s.broadcast
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.begin != nil {
		return p.conclude, p.begin, nil
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer stop()
	conclude, err = s.write.PrepareContext(ctx, `UPDATE deliveries SET state = ?6, message_id = ?7, reason = ?8, owner = '',
		tries = ?9, not_before = ?10, updated = ?11 WHERE edition = ?1 AND date = ?2 AND chat = ?3 AND thread = ?4 AND part = ?5
		AND (state = 'pending' OR state = 'sending' AND owner = ?12)`)
	if err != nil {
		return nil, nil, err
	}
	begin, err = s.write.PrepareContext(ctx, `INSERT INTO deliveries (edition, date, chat, thread, part, rendering, state, owner, updated, version)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?11 WHERE EXISTS (SELECT 1 FROM subscribers WHERE chat = ?3)
			AND NOT EXISTS (SELECT 1 FROM holds WHERE scope = 'chat/' || ?3 AND until BETWEEN ?9 + 1 AND ?10) AND `+current+`
		ON CONFLICT DO UPDATE SET state = excluded.state, owner = excluded.owner, updated = excluded.updated, version = excluded.version,
			reason = '', not_before = 0 WHERE state = 'pending' AND excluded.state = 'sending' AND rendering = excluded.rendering`)
	if err != nil {
		_ = conclude.Close()
		return nil, nil, err
	}
	p.conclude, p.begin = conclude, begin
	return conclude, begin, nil
}

func (s *Store) conclude(t tx, update *sql.Stmt, rows []saar.Delivery, now time.Time) error {
	for _, d := range rows {
		if _, err := update.ExecContext(t.ctx, append(keyOf(d.Key), string(d.State), d.MessageID, clip(d.Reason), d.Tries,
			stamp(d.NotBefore), stamp(now), s.Owner())...); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) begin(t tx, insert *sql.Stmt, rows []saar.Delivery, now time.Time, begun map[saar.Chat]bool) error {
	for _, d := range rows {
		owner := ""
		if d.State == saar.Sending {
			owner = s.Owner()
		}
		result, err := insert.ExecContext(t.ctx,
			append(keyOf(d.Key), d.Rendering, string(d.State), owner, stamp(now), stamp(now.Add(farHold)), d.Version)...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n > 0 && d.State == saar.Sending {
			begun[d.Key.Chat] = true
		}
	}
	return nil
}
