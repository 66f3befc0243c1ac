package scraper

import (
	"context"
	"math"
	"time"

	"github.com/saar-news/saar"
)

const (
	patience     = 2                   // a source is quiet when it has had no news for so many times its habit
	habitHalves  = 14 * 24 * time.Hour // in which a habit is half forgotten; it must outlive a week, for weekends
	longestHabit = 7 * 24 * time.Hour
)

// news counts the links of a sighting that nobody had seen before since, or ever if that is zero, and that do not say that
// they are too old to be news: a feed that lags behind its site has none, however many links it adds.
func (s *search) news(ctx context.Context, found sighting, since time.Time) (int, error) {
	return s.unseen(ctx, found, since, func(l saar.Link) bool {
		return l.Published.IsZero() || latest(l.Published).After(s.now.Add(-s.patience()))
	})
}

// datedNews counts the links of a sighting that nobody has seen and that say that they appeared when the step in use had
// no more news.
func (s *search) datedNews(ctx context.Context, found sighting) (int, error) {
	return s.unseen(ctx, found, time.Time{}, func(l saar.Link) bool { return l.Published.After(s.memo.News) })
}

func (s *search) unseen(ctx context.Context, found sighting, since time.Time, counts func(saar.Link) bool) (int, error) {
	var canonical []string
	for _, l := range s.links(found) {
		if counts(l) {
			canonical = append(canonical, l.Canonical)
		}
	}
	if len(canonical) == 0 {
		return 0, nil
	}
	n, err := s.web.memory.Unseen(ctx, canonical, since)
	if err != nil {
		return 0, notTheirFault(err)
	}
	return n, nil
}

// latest is the last moment that a time may stand for: dates without a time of day mean the whole day.
func latest(t time.Time) time.Time {
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.Add(24 * time.Hour)
	}
	return t
}

// hasNews notes that the source has news now.
func (s *search) hasNews() {
	faded := float64(s.memo.Habit) * math.Exp2(-float64(s.now.Sub(s.memo.News))/float64(habitHalves))
	s.memo.Habit = time.Duration(faded).Truncate(time.Second)
	s.memo.News = s.now
}

// silence is how long the source had been without news on a step: until the last time, at most, that it answered and had
// none. For how long it was without while nobody looked, nobody knows.
func (s *search) silence() time.Duration {
	if s.memo.Looked.IsZero() || s.memo.Looked.After(s.now) {
		return 0
	}
	return min(max(s.memo.Looked.Sub(s.memo.News), 0), longestHabit)
}

// patience is how long the source may be without news before it is quiet.
func (s *search) patience() time.Duration {
	return patience * max(min(s.memo.Habit, longestHabit), s.web.config.Quiet)
}

func (s *search) isQuiet() bool { return s.now.Sub(s.memo.News) >= s.patience() }

// mayLookBelow reports whether it is time for another look at the steps below: when the source has been quiet for half as
// long again as it had been at the last.
func (s *search) mayLookBelow() bool {
	return s.now.Sub(s.memo.Below) >= s.memo.Below.Sub(s.memo.News)/2
}

// earlier is the earlier of two times. A clock may have been set back.
func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}
