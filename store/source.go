package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// Memo returns what discovery remembers of a source: nothing, when it has not looked yet.
func (s *Store) Memo(ctx context.Context, source string) (saar.Memo, error) {
	var m saar.Memo
	var validators string
	err := s.view(ctx, "read memo of "+source, func(t tx) error {
		_, err := t.row(`SELECT step, address, validators FROM sources WHERE id = ?`, []any{source},
			&m.Step, &m.Address, &validators)
		if err != nil || validators == "" {
			return err
		}
		return json.Unmarshal([]byte(validators), &m.Validators)
	})
	return m, err
}

// saveMemo writes nothing when nothing has changed.
func saveMemo(t tx, source string, m saar.Memo) error {
	validators, err := encode(m.Validators, len(m.Validators) == 0)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO sources (id, step, address, validators) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET step = excluded.step, address = excluded.address, validators = excluded.validators
		WHERE (step, address, validators) <> (excluded.step, excluded.address, excluded.validators)`,
		source, string(m.Step), m.Address, validators)
	return err
}

// SaveRun keeps a run and brings its source's health up to date.
func (s *Store) SaveRun(ctx context.Context, r saar.Run) error {
	outcomes, err := encode(r.Outcomes, len(r.Outcomes) == 0)
	if err != nil {
		return fmt.Errorf("save run of %s: %w", r.Source, err)
	}
	return s.change(ctx, "save run of "+r.Source, func(t tx) error {
		_, err := t.exec(`INSERT INTO runs (source, started, finished, step, found, fresh, outcomes, outcome, detail)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Source, stamp(r.Started), stamp(r.Finished), string(r.Step), r.Found, r.New,
			outcomes, string(r.Outcome), clip(r.Detail))
		if err != nil {
			return err
		}
		failing := stamp(r.Finished)
		success := int64(0)
		if r.Available() {
			failing, success = 0, failing
		}
		_, err = t.exec(`INSERT INTO sources (id, last_run, last_success, failing_from, last_outcome, last_detail, last_step)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (id) DO UPDATE SET last_run = ?2, last_success = max(last_success, ?3),
				failing_from = CASE WHEN ?4 = 0 OR failing_from = 0 THEN ?4 ELSE failing_from END,
				last_outcome = ?5, last_detail = ?6, last_step = ?7`,
			r.Source, stamp(r.Finished), success, failing, string(r.Outcome), clip(r.Detail), string(r.Step))
		return err
	})
}

// Health returns how every source known to the database has been doing, in the order of their ids. Its cost depends on
// the number of sources and of links pending, not on what has been read.
func (s *Store) Health(ctx context.Context, now time.Time) ([]saar.SourceHealth, error) {
	var all []saar.SourceHealth
	err := s.view(ctx, "read health of sources", func(t tx) error {
		err := t.each(`SELECT id, last_run, last_success, last_article, failing_from, last_outcome, last_detail, last_step,
				(SELECT count(*) FROM links WHERE links.source = sources.id AND due IS NOT NULL)
			FROM sources ORDER BY id`, nil, func(row *sql.Rows) error {
			var h saar.SourceHealth
			var run, success, article, failing int64
			err := row.Scan(&h.Source, &run, &success, &article, &failing, &h.Outcome, &h.Detail, &h.Step, &h.Pending)
			h.LastRun, h.LastSuccess = instant(run), instant(success)
			h.LastArticle, h.FailingFrom = instant(article), instant(failing)
			all = append(all, h)
			return err
		})
		if err != nil {
			return err
		}
		for i := range all {
			if err := lastDay(t, &all[i], now); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// lastDay counts readings in the hour of now and the 23 before it.
func lastDay(t tx, h *saar.SourceHealth, now time.Time) error {
	last := hourOf(now)
	return t.each(`SELECT outcome, sum(readings) FROM hours WHERE source = ? AND hour > ? AND hour <= ? GROUP BY outcome`,
		[]any{h.Source, last - 24, last}, func(row *sql.Rows) error {
			var outcome saar.Outcome
			var readings int
			if err := row.Scan(&outcome, &readings); err != nil {
				return err
			}
			if h.Outcomes24h == nil {
				h.Outcomes24h = map[saar.Outcome]int{}
			}
			h.Outcomes24h[outcome] = readings
			if outcome == saar.OK {
				h.Articles24h = readings
			}
			return nil
		})
}

func hourOf(t time.Time) int64 { return t.Unix() / 3600 }

// Available counts those of the sources that answered in a run that began before the window's end and finished within
// or after it began.
func (s *Store) Available(ctx context.Context, sources []string, w saar.Window) (int, error) {
	ids, err := encode(sources, false)
	if err != nil {
		return 0, err
	}
	var n int
	err = s.view(ctx, "count available sources", func(t tx) error {
		_, err := t.row(`SELECT count(DISTINCT value) FROM json_each(?) AS id WHERE EXISTS (
				SELECT 1 FROM runs WHERE source = id.value AND finished > ? AND started <= ? AND outcome IN (?, ?))`,
			[]any{ids, stamp(w.From), stamp(w.To), string(saar.OK), string(saar.Unchanged)}, &n)
		return err
	})
	return n, err
}

// encode is JSON, or nothing for an empty value.
func encode(v any, empty bool) (string, error) {
	if empty {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}
