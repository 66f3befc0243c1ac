package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/saar-news/saar"
)

// Memo returns what discovery remembers of a source: nothing, when it has not looked yet.
func (s *Store) Memo(ctx context.Context, source string) (saar.Memo, error) {
	var m saar.Memo
	var validators string
	var news, habit, looked, below int64
	err := s.view(ctx, "read memo of "+source, func(t tx) error {
		_, err := t.row(`SELECT step, address, validators, home, news, habit, last_success, below FROM sources WHERE id = ?`,
			[]any{source}, &m.Step, &m.Address, &validators, &m.Home, &news, &habit, &looked, &below)
		if err != nil || validators == "" {
			return err
		}
		return json.Unmarshal([]byte(validators), &m.Validators)
	})
	m.News, m.Looked, m.Below = instant(news), instant(looked), instant(below)
	m.Habit = time.Duration(habit) * time.Millisecond
	return m, err
}

// saveMemo writes nothing when nothing has changed.
func saveMemo(t tx, source string, m saar.Memo) error {
	validators, err := encode(m.Validators, len(m.Validators) == 0)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO sources (id, step, address, validators, home, news, habit, below)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (id) DO UPDATE SET step = ?2, address = ?3, validators = ?4, home = ?5, news = ?6, habit = ?7, below = ?8
		WHERE (step, address, validators, home, news, habit, below) <> (?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
		source, string(m.Step), m.Address, validators, m.Home, stamp(m.News), m.Habit.Milliseconds(), stamp(m.Below))
	return err
}

// SaveRun keeps a run and brings its source's health up to date. What is too old for Health it forgets: as much as has
// become so since the source's run before.
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
		if err != nil {
			return err
		}
		return forgetOld(t, r.Source, r.Finished)
	})
}

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
