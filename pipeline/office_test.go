package pipeline_test

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/store"
)

// office is saar on one machine: a database file, the web outside, and the readers. Its clock is the bubble's.
type office struct {
	t      *testing.T
	file   string
	config pipeline.Config
	web    *country
	post   *postbox
	log    *logbook
	disk   *disk // nil: the real one

	store    *store.Store
	pipeline *pipeline.Pipeline
	stop     context.CancelFunc
	ended    chan error
	beats    atomic.Int32
}

// bubble runs f with an office whose clock is its own: it begins at start (RFC 3339) and stands still while anything is
// being done.
func bubble(t *testing.T, start string, f func(t *testing.T, o *office)) {
	t.Helper()
	found(t).live(t, start, f)
}

// found makes an office with one source and the morning edition. Its heartbeats are half a day apart, so that what happens
// on time happens by the schedules.
func found(t *testing.T) *office {
	t.Helper()
	t.Parallel()
	config := pipeline.DefaultConfig()
	config.Zone = kolkata
	config.Sources = []saar.Source{prabhat("prabhat")}
	config.Editions = []saar.Edition{subah(kolkata)}
	config.Heartbeat = 12 * time.Hour
	o := &office{
		file: filepath.Join(t.TempDir(), "saar.db"), config: config, web: newCountry(), post: &postbox{}, log: &logbook{},
	}
	// A connection by the real clock: were all closed whenever the bubble's clock has idled for minutes, SQLite would
	// tidy up its files thousands of times in a month.
	if _, err := open(t, o.file).LastRun(t.Context(), ""); !errors.Is(err, saar.ErrNotFound) {
		t.Fatal(err)
	}
	return o
}

// live gives the office a clock, which begins at start, for as long as f takes.
func (o *office) live(t *testing.T, start string, f func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		travel(instant(t, start))
		o.t = t
		f(t, o)
	})
}

// open opens a database until the test ends.
func open(t *testing.T, file string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// travel lets the bubble's clock go on to a time, and what is due until then be done.
func travel(to time.Time) {
	<-time.After(time.Until(to))
	synctest.Wait()
}

// wait is a server that takes its time, and stops when nobody waits for it any more.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return saar.Fail(saar.Cancelled, ctx.Err())
	}
}

// pass lets time pass.
func pass(d time.Duration) { travel(time.Now().Add(d)) }

var kolkata = zone("Asia/Kolkata")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// subah is the morning edition.
func subah(z *time.Location) saar.Edition {
	return saar.Edition{
		ID: "subah", Title: "सुबह का सार", Schedule: "0 7 * * *", Zone: z, Window: 24 * time.Hour, Grace: 6 * time.Hour,
		MaxAge: 72 * time.Hour, Stories: 12, Chats: []string{"-1001"},
	}
}

// prabhat is a source of an outlet of its own.
func prabhat(id string) saar.Source {
	return saar.Source{ID: id, Name: id, URL: "https://" + id + ".example/feed", Outlet: saar.Outlet{ID: id, Name: id}}
}

// open puts the parts together without running anything.
func (o *office) open() {
	o.t.Helper()
	s, err := store.Open(o.t.Context(), o.file)
	if err != nil {
		o.t.Fatal(err)
	}
	o.store, o.post.ledger = s, s
	var kept pipeline.Store = s
	if o.disk != nil {
		kept = stored{s, o.disk}
	}
	o.pipeline = pipeline.New(o.config, o.web, kept, o.post, slog.New(o.log), nil)
}

// start switches the machine on.
func (o *office) start() {
	o.t.Helper()
	o.open()
	ctx, stop := context.WithCancel(o.t.Context())
	o.stop, o.ended = stop, make(chan error, 1)
	go func() { o.ended <- o.pipeline.Run(ctx, func() { o.beats.Add(1) }) }()
	synctest.Wait()
}

// halt switches the machine off.
func (o *office) halt() {
	o.t.Helper()
	o.stop()
	if err := <-o.ended; err != nil {
		o.t.Errorf("Run: %v", err)
	}
	o.close()
}

func (o *office) close() {
	o.t.Helper()
	synctest.Wait()
	if err := o.store.Close(); err != nil {
		o.t.Error(err)
	}
}

// print has a source publish a new piece of news.
func (o *office) print(source string, n int) string {
	o.t.Helper()
	url := "https://" + source + ".example/khabar/" + time.Now().UTC().Format("20060102-150405") + "-" + string(rune('a'+n%26)) + ".html"
	o.web.print(o.t, source, url, n)
	return url
}

// digest returns a stored digest of the morning edition.
func (o *office) digest(date string) saar.Digest {
	o.t.Helper()
	d, err := o.store.Digest(o.t.Context(), saar.DigestID{Edition: "subah", Date: date})
	if err != nil {
		o.t.Fatalf("digest of %s: %v", date, err)
	}
	return d
}

// tells reports whether a digest has a story headed by piece of news number n.
func tells(d saar.Digest, n int) bool {
	title, _ := text(n)
	return slices.ContainsFunc(d.Stories, func(s saar.Story) bool { return s.Title == title })
}

// clock renders times as the readers' clocks show them.
func clock(times []time.Time, z *time.Location, layout string) []string {
	var shown []string
	for _, t := range times {
		shown = append(shown, t.In(z).Format(layout))
	}
	return shown
}

func sorted(keys iter.Seq[string]) []string { return slices.Sorted(keys) }

func containsAll(line string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(line, w) })
}
