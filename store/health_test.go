package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// wrote has a source answer and give articles at a time.
func wrote(t testing.TB, s *store.Store, source string, at time.Time, articles int) {
	t.Helper()
	for i := range articles {
		r := reading(fmt.Sprintf("%s/%d-%d", source, at.Unix(), i), source)
		r.Read = at
		save(t, s, r)
	}
	check(t, s.SaveRun(t.Context(), run(source, at, saar.OK)))
}

func healthOf(t testing.TB, s *store.Store, now time.Time) saar.SourceHealth {
	t.Helper()
	return must[[]saar.SourceHealth](t)(s.Health(t.Context(), now))[0]
}

// The operator sees a source that answers and dries up only by what it usually gives. Nothing is called usual before enough
// is known, and days without saar are no days without news.
func TestWhatIsUsual(t *testing.T) {
	now := morning.Add(10 * time.Minute)
	day, week := 24*time.Hour, 7*24*time.Hour
	type past struct {
		ago      time.Duration
		articles int
	}
	for _, test := range []struct {
		name string
		past []past
		want *saar.Usual
	}{
		{"never read", nil, nil},
		{"the first days", []past{{3 * day, 50}, {2 * day, 4}, {day, 5}}, nil},
		{"three days", []past{
			{4 * day, 50}, {3 * day, 4}, {2*day + 2*time.Hour, 3}, {2 * day, 2}, {day, 9},
		}, &saar.Usual{Articles: 5, Days: 3}},
		{"the last day is no past", []past{{4 * day, 1}, {3 * day, 2}, {2 * day, 2}, {day, 2}, {22 * time.Hour, 70}}, &saar.Usual{Articles: 2, Days: 3}},
		{"a week is not enough", []past{{3 * week, 1}, {week, 90}, {3 * day, 2}, {2 * day, 2}, {day, 2}}, &saar.Usual{Articles: 2, Days: 4}},
		{"two weeks", []past{{5*week - time.Hour, 0}, {3 * week, 20}, {week, 9}, {3 * day, 1}}, &saar.Usual{Articles: 14, Weeks: 2}},
		{"four weeks", []past{
			{5*week - time.Hour, 1}, {4 * week, 9}, {3 * week, 0}, {2 * week, 8}, {week, 11}, {day, 1},
		}, &saar.Usual{Articles: 8, Weeks: 4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			for _, p := range test.past {
				wrote(t, s, "prabhat", now.Add(-p.ago), p.articles)
			}
			wrote(t, s, "prabhat", now, 2)
			same(t, "usual", healthOf(t, s, now).Usual24h, test.want)
		})
	}
}

// A source that fails is not meagre, it fails; and three articles in place of four are no sign of anything.
func TestMeagre(t *testing.T) {
	for _, test := range []struct {
		articles int
		usual    *saar.Usual
		failing  bool
		want     bool
	}{
		{0, nil, false, false},
		{0, &saar.Usual{Articles: 4}, false, false},
		{1, &saar.Usual{Articles: 5}, false, true},
		{13, &saar.Usual{Articles: 40}, false, true},
		{14, &saar.Usual{Articles: 40}, false, false},
		{0, &saar.Usual{Articles: 40}, true, false},
	} {
		h := saar.SourceHealth{Articles24h: test.articles, Usual24h: test.usual}
		if test.failing {
			h.FailingFrom = morning
		}
		same(t, fmt.Sprintf("%+v", test), h.Meagre(), test.want)
	}
}

// The file would grow for ever, were runs and counts that nobody asks about kept. Articles and links are.
func TestOldCountsAreForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, db := openAt(t, path), raw(t, path)
	rows := func() (n [4]int) {
		check(t, db.QueryRow(`SELECT (SELECT count(*) FROM hours), (SELECT count(*) FROM runs), (SELECT count(*) FROM rereads),
			(SELECT count(*) FROM readings)`).Scan(&n[0], &n[1], &n[2], &n[3]))
		return n
	}
	save(t, s, young("a", "prabhat"))
	wrote(t, s, "prabhat", morning, 1)
	wrote(t, s, "prabhat", morning.Add(35*24*time.Hour), 1)
	same(t, "after five weeks", rows(), [4]int{2, 2, 0, 3})
	wrote(t, s, "prabhat", morning.Add(35*24*time.Hour+time.Hour), 1)
	same(t, "an hour later", rows(), [4]int{2, 2, 0, 4})
	same(t, "articles", len(all(t, s)), 4)
}

// The cap holds for all processes together and starts anew with the hour. What costs the site nothing does not count.
func TestPagesAskedForInAnHour(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	here, there, ctx := openAt(t, path), openAt(t, path), t.Context()
	hour := morning.Truncate(time.Hour)
	at := func(s *store.Store, when time.Time, source string, o saar.Outcome) {
		t.Helper()
		save(t, s, saar.Reading{Link: saar.Link{Canonical: when.String() + string(o), Source: source}, Outcome: o, Read: when})
	}
	at(here, hour, "prabhat", saar.Gone)
	at(there, hour.Add(59*time.Minute), "prabhat", saar.NotArticle)
	for _, o := range []saar.Outcome{saar.TooOld, saar.Robots, saar.RobotsDown} {
		at(here, hour, "prabhat", o)
	}
	at(here, hour, "setu", saar.Gone)
	at(here, hour.Add(-time.Minute), "prabhat", saar.Gone)
	same(t, "in this hour", must[int](t)(there.Asked(ctx, "prabhat", hour.Add(30*time.Minute))), 2)
	same(t, "in the next", must[int](t)(there.Asked(ctx, "prabhat", hour.Add(time.Hour))), 0)
}

// Of a source's first look, what is older than the news is known and never read, also when saar is killed right after it.
func TestABacklogIsSetAside(t *testing.T) {
	s, ctx := open(t), t.Context()
	d := offered("undated", "old", "new", "older")
	for i, age := range []time.Duration{0, 5 * time.Hour, time.Hour, 9 * time.Hour} {
		if age > 0 {
			d.Links[i].Published = morning.Add(-age)
		}
	}
	d.Most = 2
	same(t, "fresh", must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning)), 4)
	same(t, "to be read", pending(t, s, "prabhat", morning), []string{"undated", "new"})
	trace := must[store.Trace](t)(s.Trace(ctx, "older"))
	same(t, "the others", trace.Readings, []store.Attempt{
		{Read: morning, Outcome: saar.Backlog, Detail: "not read: the source offered 2 newer ones at the first look"},
	})
	same(t, "outcome", trace.Outcome, saar.Backlog)
	d = offered("undated", "old", "new", "older", "newest")
	same(t, "fresh later", must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning.Add(time.Hour))), 1)
	same(t, "read later", pending(t, s, "prabhat", morning.Add(time.Hour)), []string{"newest", "undated", "new"})
	same(t, "asked", must[int](t)(s.Asked(ctx, "prabhat", morning)), 0)
}
