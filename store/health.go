package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

const (
	aDay       = 24 // hours
	aWeek      = 7 * aDay
	remembered = 5 * aWeek // how long runs and the counts of readings are kept: one more than Health looks back
	mostWeeks  = 4
	leastWeeks = 2 // fewer say nothing about what is usual
	mostDays   = 7
	leastDays  = 3
)

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
			if all[i].Usual24h, err = usual(t, all[i].Source, now); err != nil {
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
		[]any{h.Source, last - aDay, last}, func(row *sql.Rows) error {
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

// usual is what the source yielded in these hours of the weeks before, or of the days before while it has not been read
// for long enough; nil when neither says anything yet.
func usual(t tx, source string, now time.Time) (*saar.Usual, error) {
	weeks, err := yields(t, source, now, aWeek, mostWeeks)
	if err != nil {
		return nil, err
	}
	if len(weeks) >= leastWeeks {
		return &saar.Usual{Articles: median(weeks), Weeks: len(weeks)}, nil
	}
	days, err := yields(t, source, now, aDay, mostDays)
	if err != nil || len(days) < leastDays {
		return nil, err
	}
	return &saar.Usual{Articles: median(days), Days: len(days)}, nil
}

// yields counts the articles of the 24 hours that end with this hour of each of so many periods before. Those before the
// source's first day was over, and those in which it did not answer or saar was off, say nothing and are left out.
func yields(t tx, source string, now time.Time, period, periods int) ([]int, error) {
	var counts []int
	err := t.each(`WITH RECURSIVE ago (n, last) AS (SELECT 1, ?2 - ?3 UNION ALL SELECT n + 1, last - ?3 FROM ago WHERE n < ?4)
		SELECT (SELECT coalesce(sum(readings), 0) FROM hours WHERE source = ?1 AND hour > last - ?5 AND hour <= last AND outcome = ?6)
		FROM ago WHERE EXISTS (SELECT 1 FROM runs WHERE source = ?1 AND finished >= (last - ?5 + 1) * ?8
			AND finished < (last + 1) * ?8 AND outcome IN (?6, ?7))
		AND EXISTS (SELECT 1 FROM runs WHERE source = ?1 AND finished < (last - ?5 + 1) * ?8)`,
		[]any{source, hourOf(now), period, periods, aDay, string(saar.OK), string(saar.Unchanged), time.Hour.Milliseconds()},
		func(row *sql.Rows) error {
			var n int
			err := row.Scan(&n)
			counts = append(counts, n)
			return err
		})
	return counts, err
}

// median is the middle one of some counts, or the mean of the middle two.
func median(counts []int) int {
	slices.Sort(counts)
	n := len(counts)
	return (counts[(n-1)/2] + counts[n/2]) / 2
}

// forgetOld deletes what no question about the source goes back to any more, and the articles of all sources that are not
// young any more.
func forgetOld(t tx, source string, now time.Time) error {
	oldest := hourOf(now) - remembered
	if _, err := t.exec(`DELETE FROM hours WHERE source = ? AND hour < ?`, source, oldest); err != nil {
		return err
	}
	if _, err := t.exec(`DELETE FROM runs WHERE source = ? AND finished < ?`, source, oldest*time.Hour.Milliseconds()); err != nil {
		return err
	}
	_, err := t.exec(`DELETE FROM rereads WHERE until < ?`, stamp(now))
	return err
}

func hourOf(t time.Time) int64 { return t.Unix() / 3600 }
