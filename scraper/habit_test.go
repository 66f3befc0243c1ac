package scraper_test

import (
	"fmt"
	"hash/crc32"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// town is a site over a time that is simulated: not the clock goes on, all that is remembered grows older.
type town struct {
	t      *testing.T
	web    *scraper.Web
	memory *journal
	url    string
	memo   saar.Memo

	hour     int                        // since Monday, 0:00
	news     []int                      // the hours at which it published
	working  func(hour int) bool        // the hours at which it publishes one piece
	feed     func(hour, piece int) bool // whether the feed shows a piece
	dated    bool                       // the feed gives dates
	unchange bool                       // a feed that shows nothing new answers 304
	robots   string
	requests map[string]int // by path, but for pieces
}

// newTown returns a site that publishes a piece an hour from six in the morning to ten at night.
func newTown(t *testing.T, lookUp int) *town {
	town := &town{
		t: t, memory: &journal{found: map[string]time.Time{}}, requests: map[string]int{},
		news:    []int{0},
		working: func(hour int) bool { return hour%24 >= 6 && hour%24 < 22 },
		feed:    func(int, int) bool { return true },
	}
	town.url = serve(t, town).URL
	town.lookUp(lookUp)
	return town
}

// lookUp sets in how many looks one is from the top.
func (w *town) lookUp(once int) {
	config := quick()
	config.LookUp = once
	w.web = open(w.t, config, w.memory)
}

func (w *town) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.requests[r.URL.Path]++
	var b strings.Builder
	shown := 0
	for i := len(w.news) - 1; i >= 0 && shown < 20; i-- {
		born := w.news[i]
		address, age := fmt.Sprintf("http://%s/up/piece-of-news-%d", r.Host, 10_000+born), time.Duration(w.hour-born)*time.Hour
		if r.URL.Path == "/feed" && !w.feed(w.hour, born) {
			continue
		}
		shown++
		switch date := day(age+time.Minute, time.RFC1123Z); {
		case r.URL.Path == "/":
			fmt.Fprintf(&b, `<a href="%s">सोनपुरा की नहर पर मरम्मत का काम शुरू %d</a>`, address, born)
		case r.URL.Path == "/news.xml":
			b.WriteString(newsEntry(strings.TrimPrefix(address, "http://"+r.Host), "ख़बर", age+time.Minute))
		case w.dated:
			fmt.Fprintf(&b, `<item><title>ख़बर</title><link>%s</link><pubDate>%s</pubDate></item>`, address, date)
		default:
			fmt.Fprintf(&b, `<item><title>ख़बर</title><link>%s</link></item>`, address)
		}
	}
	switch r.URL.Path {
	case "/robots.txt":
		_, _ = out.Write([]byte(strings.ReplaceAll(w.robots, "HOST", "http://"+r.Host)))
	case "/":
		_, _ = fmt.Fprintf(out, `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body><main>
			<a href="/up/from-the-archive-long-ago-90001">पुराने अख़बार से: सोनपुरा की पहली रेलगाड़ी</a>%s</main></body></html>`, b.String())
	case "/news.xml":
		_, _ = out.Write([]byte(strings.ReplaceAll(newsmap(b.String()), "HOST", "http://"+r.Host)))
	case "/feed":
		tag := fmt.Sprintf(`"%x"`, crc32.ChecksumIEEE([]byte(b.String())))
		if w.unchange && r.Header.Get("If-None-Match") == tag {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		out.Header().Set("ETag", tag)
		_, _ = out.Write([]byte(rss(b.String())))
	default:
		http.NotFound(out, r)
	}
}

// live lets hours go by, looking in every third, and calls see after each look.
func (w *town) live(hours int, see func(saar.Discovery)) {
	w.t.Helper()
	for range hours {
		w.age(time.Hour)
		if w.hour++; w.working(w.hour) {
			w.news = append(w.news, w.hour)
		}
		if w.hour%3 != 0 {
			continue
		}
		found, err := w.web.Discover(w.t.Context(), saar.Source{ID: "nav-prabhat", URL: w.url + "/"}, w.memo)
		if err != nil {
			w.t.Fatalf("hour %d: %v", w.hour, err)
		}
		w.memo = found.Memo
		w.memo.Looked = time.Now()
		for _, l := range found.Links {
			if _, ok := w.memory.found[l.Canonical]; !ok {
				w.memory.found[l.Canonical] = time.Now()
			}
		}
		see(found)
	}
}

// age makes all that is remembered older.
func (w *town) age(by time.Duration) {
	for _, t := range []*time.Time{&w.memo.News, &w.memo.Looked, &w.memo.Below} {
		if !t.IsZero() {
			*t = t.Add(-by)
		}
	}
	for address, t := range w.memory.found {
		w.memory.found[address] = t.Add(-by)
	}
}

// missing counts the pieces published before the last look that were never found.
func (w *town) missing() int {
	n, until := 0, w.hour-w.hour%3
	for _, born := range w.news {
		if _, ok := w.memory.found[fmt.Sprintf("%s/up/piece-of-news-%d", w.url, 10_000+born)]; !ok && born <= until {
			n++
		}
	}
	return n
}

func (w *town) uses(step saar.Step) func(saar.Discovery) {
	return func(found saar.Discovery) {
		w.t.Helper()
		if found.Memo.Step != step {
			w.t.Fatalf("day %d, %d:00: on the %s, want the %s", w.hour/24, w.hour%24, found.Memo.Step, step)
		}
	}
}

func anyStep(saar.Discovery) {}

const week = 7 * 24

// A feed that goes on to answer but stands still, or lags a day behind, would starve its readers for as long as nobody
// looks after it.
func TestAStepWithoutNewsIsLeft(t *testing.T) {
	const stop = week + 15
	for name, tt := range map[string]struct {
		spoil func(*town)
		want  saar.Step
	}{
		"frozen":             {func(w *town) { w.feed = func(_, piece int) bool { return piece < stop } }, saar.StepListing},
		"frozen, 304":        {func(w *town) { w.feed, w.unchange = func(_, piece int) bool { return piece < stop }, true }, saar.StepListing},
		"frozen, with dates": {func(w *town) { w.feed, w.dated = func(_, piece int) bool { return piece < stop }, true }, saar.StepListing},
		"a day and a half late": {func(w *town) {
			w.feed, w.dated = func(hour, piece int) bool { return hour < stop || piece < hour-36 }, true
		}, saar.StepListing},
		"frozen, above a sitemap": {func(w *town) {
			w.feed, w.robots = func(_, piece int) bool { return piece < stop }, "Sitemap: HOST/news.xml"
		}, saar.StepSitemap},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, 1<<30)
			tt.spoil(w)
			w.live(stop, w.uses(saar.StepFeed))
			w.live(36, anyStep)
			w.live(4*24, w.uses(tt.want))
			if n := w.missing(); n > 0 {
				t.Errorf("%d pieces were never found", n)
			}
		})
	}
}

// A feed that always lags adds links at every look. They are no news by then.
func TestAFeedThatLagsIsLeft(t *testing.T) {
	w := newTown(t, 1<<30)
	w.feed, w.dated, w.news = func(hour, piece int) bool { return piece < hour-36 }, true, nil
	for born := -80; born <= 0; born++ {
		w.news = append(w.news, born)
	}
	w.live(36, anyStep)
	w.live(2*24, w.uses(saar.StepListing))
}

// Some feeds give the day alone. What came out today is news until the day is over.
func TestADateWithoutATimeIsTheWholeDay(t *testing.T) {
	today := fmt.Sprintf("<item><title>ख़बर</title><link>HOST/up/a-10001</link><pubDate>%s 00:00:00 +0000</pubDate></item>",
		day(0, "Mon, 02 Jan 2006"))
	server := serve(t, pages(map[string]string{"/feed": rss(today)}))
	config := quick()
	config.Quiet = time.Second
	feed := server.URL + "/feed"
	memo := saar.Memo{
		Step: saar.StepFeed, Address: feed, Validators: map[string]saar.Validator{feed: {}}, News: time.Now().Add(-time.Hour),
	}
	got, err := discover(t, open(t, config, &journal{}), feed, memo)
	if err != nil || time.Since(got.Memo.News) > 30*time.Minute {
		t.Errorf("%v: had news %v ago, want now", err, time.Since(got.Memo.News))
	}
}

// On the listing nobody knows more of a piece than its headline: a feed that goes on again is to be used again, one that
// does not is not.
func TestAStepThatHasNewsAgainIsUsedAgain(t *testing.T) {
	const stop, on = week, 2*week + 12
	w := newTown(t, 1)
	w.feed = func(hour, piece int) bool { return piece < stop || hour >= on }
	w.live(stop, w.uses(saar.StepFeed))
	w.live(36, anyStep)
	w.live(on-w.hour-1, w.uses(saar.StepListing))
	w.live(3, anyStep)
	w.live(week, w.uses(saar.StepFeed))
	if n := w.missing(); n > 0 {
		t.Errorf("%d pieces were never found", n)
	}
}

// Between two looks from the top the listing has shown all that the feed has. That the feed shows it as well tells that it
// goes on.
func TestAStepThatGoesOnIsSeenAtAnyHour(t *testing.T) {
	const stop, on = 15, 2 * 24
	w := newTown(t, 1<<30)
	w.feed = func(hour, piece int) bool { return piece < stop || hour >= on }
	w.live(on, anyStep)
	w.live(24, w.uses(saar.StepListing))
	w.lookUp(1)
	w.live(3, w.uses(saar.StepFeed)) // at three in the morning
	if n := w.missing(); n > 0 {
		t.Errorf("%d pieces were never found", n)
	}
}

// An outlet that rests at night, over the weekend or for the whole week is no reason to leave its feed, nor to ask its
// site for more than that.
func TestAQuietSourceIsLeftInPeace(t *testing.T) {
	byDay := func(hour int) bool { return hour%24 >= 6 && hour%24 < 22 }
	onMonday := func(hour int) bool { return hour%week == 9 }
	for _, tt := range []struct {
		name    string
		dated   bool
		working func(hour int) bool
		looks   int // at the page, in five weeks
	}{
		{"at night", false, byDay, 1},
		{"at night, with dates", true, byDay, 1},
		{"at the weekend", false, func(hour int) bool { return byDay(hour) && hour%week < 5*24 }, 5},
		{"but for Monday", false, onMonday, 8},
		{"but for Monday, with dates", true, onMonday, 8},
		{"for good", false, func(hour int) bool { return hour < 24 }, 12},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t, 1<<30)
			w.working, w.dated = tt.working, tt.dated
			w.live(5*week, w.uses(saar.StepFeed))
			if n := w.requests["/"]; n > tt.looks {
				t.Errorf("the page was asked for %d times, want at most %d", n, tt.looks)
			}
		})
	}
}

// A machine that was off, a clock that was ahead, a memo of an older version: none says anything about a source.
func TestHabitIsNotLearntFromAccidents(t *testing.T) {
	for name, upset := range map[string]func(*town){
		"off for four days": func(w *town) { w.age(96 * time.Hour); w.hour += 96 },
		"clock set back":    func(w *town) { w.age(-1000 * time.Hour) },
		"older version": func(w *town) {
			w.memo = saar.Memo{Step: w.memo.Step, Address: w.memo.Address, Validators: w.memo.Validators}
		},
		"no run is recorded": func(w *town) { w.memo.Looked = time.Time{} },
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, 1<<30)
			w.live(week+12, w.uses(saar.StepFeed))
			before := w.requests["/"]
			upset(w)
			w.live(6, w.uses(saar.StepFeed))
			if w.memo.Habit > 9*time.Hour || w.memo.News.After(time.Now()) || w.requests["/"] > before {
				t.Errorf("habit %v, news %v, %d looks at the page", w.memo.Habit, w.memo.News, w.requests["/"]-before)
			}
		})
	}
}
