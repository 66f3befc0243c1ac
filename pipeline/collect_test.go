package pipeline_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

const noon = "2026-11-20T12:00:00+05:30"

// collect reads a source and fails the test when that cannot be done.
func (o *office) collect(source string) saar.Run {
	o.t.Helper()
	run, err := o.pipeline.Collect(o.t.Context(), source)
	if err != nil {
		o.t.Fatalf("collect %s: %v", source, err)
	}
	return run
}

// articles returns what is kept, by address.
func (o *office) articles() map[string]saar.Article {
	o.t.Helper()
	all, err := o.store.Articles(o.t.Context(), saar.Window{To: time.Now()}, time.Time{})
	if err != nil {
		o.t.Fatal(err)
	}
	kept := map[string]saar.Article{}
	for _, a := range all {
		kept[a.URL] = a
	}
	return kept
}

// due counts the links of a source that may be read now.
func (o *office) due(source string) int {
	o.t.Helper()
	links, err := o.store.PendingLinks(o.t.Context(), source, time.Now(), 100)
	if err != nil {
		o.t.Fatal(err)
	}
	return len(links)
}

// offered has a source offer pieces of news, a minute apart, and saar find them without reading any. It returns their
// addresses, oldest first.
func (o *office) offered(source string, pieces int) []string {
	o.t.Helper()
	var urls []string
	for n := range pieces {
		urls = append(urls, o.print(source, n))
		pass(time.Minute)
	}
	config := o.config
	config.PerRun = 0
	finder := pipeline.New(config, o.web, o.store, nil, slog.New(o.log), nil)
	if run, err := finder.Collect(o.t.Context(), source); err != nil || run.New != pieces {
		o.t.Fatalf("find links: %+v, %v", run, err)
	}
	return urls
}

// another is a second saar on the same file.
func (o *office) another() *pipeline.Pipeline {
	o.t.Helper()
	return pipeline.New(o.config, o.web, open(o.t, o.file), o.post, slog.New(o.log), nil)
}

// room runs f in an office where nothing is scheduled, with these sources.
func room(t *testing.T, sources []saar.Source, f func(t *testing.T, o *office)) {
	t.Helper()
	bubble(t, noon, func(t *testing.T, o *office) {
		o.config.Sources = sources
		o.open()
		defer o.close()
		f(t, o)
	})
}

// A page is fetched once and kept once, with what the page does not say taken from its source.
func TestPageIsKeptOnce(t *testing.T) {
	source := prabhat("prabhat")
	source.Section = saar.State
	room(t, []saar.Source{source}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		first := o.collect("prabhat")
		began := time.Now()
		pass(20 * time.Minute)
		second := o.collect("prabhat")

		if first.Outcome != saar.OK || first.Found != 1 || first.New != 1 || first.Outcomes[saar.OK] != 1 || first.Step != saar.StepFeed {
			t.Errorf("first run: %+v", first)
		}
		if second.Outcome != saar.Unchanged || len(second.Outcomes) != 0 || !second.Available() {
			t.Errorf("second run: %+v", second)
		}
		if n := len(o.web.fetches(url)); n != 1 {
			t.Errorf("fetched %d times", n)
		}
		title, paragraphs := text(1)
		a := o.articles()[url]
		got := []any{a.Title, len(a.Body), a.Source, a.Outlet, a.Section, a.FirstSeen.Equal(began)}
		if diff := cmp.Diff([]any{title, len(paragraphs), "prabhat", source.Outlet, saar.State, true}, got); diff != "" {
			t.Errorf("article (-want +got):\n%s", diff)
		}
		health, err := o.store.Health(t.Context(), time.Now())
		if err != nil || len(health) != 1 || !health[0].LastRun.Equal(time.Now()) || health[0].Articles24h != 1 {
			t.Errorf("the runs do not show in the source's health: %+v, %v", health, err)
		}
	})
}

// News that is known to be too old is not asked for.
func TestOldLinksAreNotFetched(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		const old = "https://prabhat.example/khabar/old.html"
		o.web.print(t, "prabhat", old, 1)
		o.web.feeds["prabhat"][0].Published = time.Now().Add(-73 * time.Hour)
		if run := o.collect("prabhat"); run.Outcomes[saar.TooOld] != 1 || len(o.web.fetches("")) != 0 {
			t.Errorf("run %+v, fetched %d times", run, len(o.web.fetches("")))
		}
		pass(24 * time.Hour)
		if run := o.collect("prabhat"); len(run.Outcomes) != 0 {
			t.Errorf("looked at again: %+v", run)
		}
	})
}

// A page that fails for now is tried again, ever more seldom, and at last given up; one that recovers is kept.
func TestFailingPagesAreTriedAgain(t *testing.T) {
	tests := []struct {
		name  string
		fails int
		waits []time.Duration // before each further try, and up to a fifth longer
		end   saar.Outcome
	}{
		{"recovers", 3, []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour}, saar.OK},
		{"never answers", 1000, []time.Duration{
			15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour,
			6 * time.Hour, 6 * time.Hour, 6 * time.Hour, 6 * time.Hour, 6 * time.Hour, 6 * time.Hour,
		}, saar.ServerError},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
				url := o.print("prabhat", 1)
				o.web.feeds["prabhat"][0].Published = time.Time{} // so that its age cannot end it
				o.web.onFetch = func(context.Context, saar.Link) error {
					if len(o.web.fetches(url)) <= test.fails {
						return saar.Fail(saar.ServerError, errors.New("status 500"))
					}
					return nil
				}
				run := o.collect("prabhat")
				for i, wait := range test.waits {
					if run.Outcomes[saar.ServerError] != 1 {
						t.Fatalf("try %d: %+v", i+1, run)
					}
					failed := time.Now()
					travel(failed.Add(wait - time.Second))
					if o.due("prabhat") != 0 {
						t.Fatalf("try %d comes within %v", i+2, wait)
					}
					travel(failed.Add(wait * 6 / 5))
					run = o.collect("prabhat")
				}
				if run.Outcomes[test.end] != 1 {
					t.Errorf("last try: %+v", run)
				}
				pass(48 * time.Hour)
				if n := o.due("prabhat"); n != 0 {
					t.Errorf("after %d tries there is another", len(test.waits)+1)
				}
			})
		})
	}
}

// A site that asks for a pause gets it: nothing more is asked in this run, and nothing by anybody until the pause is over.
func TestSiteThatAsksForAPause(t *testing.T) {
	limited := &saar.Failure{Outcome: saar.Limited, RetryAfter: time.Hour, Err: errors.New("status 429")}
	tests := []struct {
		name  string
		arm   func(w *country, err error)
		pages int // asked for in the run
	}{
		{"at its feed", func(w *country, err error) { w.onDiscover = func(context.Context, saar.Source) error { return err } }, 0},
		{"at a page", func(w *country, err error) { w.onFetch = func(context.Context, saar.Link) error { return err } }, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
				o.offered("prabhat", 3)
				test.arm(o.web, limited)
				o.collect("prabhat")
				if n := len(o.web.fetches("")); n != test.pages {
					t.Errorf("%d pages asked for in the run, want %d", n, test.pages)
				}

				test.arm(o.web, nil)
				pass(59 * time.Minute)
				asked := len(o.web.looks("")) + len(o.web.fetches(""))
				run, err := o.another().Collect(t.Context(), "prabhat")
				if err != nil || run.Outcome != saar.Limited || run.Available() || run.Detail == "" {
					t.Errorf("another saar during the pause: %+v, %v", run, err)
				}
				if n := len(o.web.looks("")) + len(o.web.fetches("")); n != asked {
					t.Errorf("asked %d times during the pause", n-asked)
				}
				pass(2 * time.Minute)
				if run := o.collect("prabhat"); run.Outcomes[saar.OK] != 3 {
					t.Errorf("run after the pause: %+v", run)
				}
			})
		})
	}
}

// A site that asks for no time to wait, only for less, is left alone for this run.
func TestTiredSiteEndsTheRun(t *testing.T) {
	for _, outcome := range []saar.Outcome{saar.Limited, saar.Challenge} {
		t.Run(string(outcome), func(t *testing.T) {
			room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
				o.offered("prabhat", 3)
				o.web.onFetch = func(context.Context, saar.Link) error { return saar.Fail(outcome, errors.New("enough")) }
				o.collect("prabhat")
				if n := len(o.web.fetches("")); n != 1 {
					t.Errorf("%d pages asked for, want 1", n)
				}
				o.web.onFetch = nil
				if run := o.collect("prabhat"); run.Outcomes[saar.OK] != 2 {
					t.Errorf("next run, while the first page waits: %+v", run)
				}
			})
		})
	}
}

// While one saar reads a source another leaves it alone, and says why.
func TestSourceIsReadByOneAtATime(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat"), prabhat("samvad")}, func(t *testing.T, o *office) {
		o.print("prabhat", 1)
		other := o.another()
		o.web.onFetch = func(ctx context.Context, _ saar.Link) error {
			results := other.CollectAll(ctx, other.SourceIDs())
			if !errors.Is(results[0].Err, saar.ErrHeld) || results[1].Err != nil {
				t.Errorf("another saar meanwhile: %v and %v, want held and read", results[0].Err, results[1].Err)
			}
			return nil
		}
		if run := o.collect("prabhat"); run.Outcomes[saar.OK] != 1 || len(o.web.looks("prabhat")) != 1 {
			t.Errorf("run %+v, looked %d times", run, len(o.web.looks("prabhat")))
		}
		o.web.onFetch = nil
		if _, err := other.Collect(t.Context(), "prabhat"); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// A page or a feed that trips over a defect of saar costs itself alone, and the operator reads which it was.
func TestBrokenPageStopsNoOther(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat"), prabhat("samvad")}, func(t *testing.T, o *office) {
		bad := o.offered("prabhat", 3)[1]
		o.print("samvad", 7)
		o.web.onFetch = func(_ context.Context, link saar.Link) error {
			if link.URL == bad {
				panic("index out of range")
			}
			return nil
		}
		o.web.onDiscover = func(_ context.Context, source saar.Source) error {
			if source.ID == "prabhat" {
				panic("a feed of another world")
			}
			return nil
		}
		results := o.pipeline.CollectAll(t.Context(), o.pipeline.SourceIDs())
		first, second := results[0], results[1]
		want := map[saar.Outcome]int{saar.OK: 2, saar.Broken: 1}
		if first.Err != nil || first.Run.Outcome != saar.Broken || !cmp.Equal(first.Run.Outcomes, want) {
			t.Errorf("the source with the defects: %+v", first)
		}
		if second.Err != nil || second.Run.Outcomes[saar.OK] != 1 {
			t.Errorf("the other source: %+v", second)
		}
		for _, address := range []string{bad, "https://prabhat.example/feed"} {
			if len(o.log.with("ERROR", "report its address", address)) != 1 {
				t.Errorf("the log does not name %s: %q", address, o.log.with("ERROR"))
			}
		}
		o.web.onFetch, o.web.onDiscover = nil, nil
		pass(time.Hour)
		if run := o.collect("prabhat"); run.Outcomes[saar.OK] != 1 {
			t.Errorf("the page is not tried again: %+v", run)
		}
	})
}

// Stopped in the middle of a run, killed even, saar loses no link: the feed says "unchanged" the next time, and what it
// offered before is read all the same.
func TestStoppedRunIsResumed(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		for n := range 3 {
			o.print("prabhat", n)
		}
		ctx, stop := context.WithCancel(t.Context())
		o.web.onFetch = func(ctx context.Context, _ saar.Link) error {
			if len(o.web.fetches("")) < 2 {
				return nil
			}
			stop()
			return saar.Fail(saar.Cancelled, ctx.Err())
		}
		run, err := o.pipeline.Collect(ctx, "prabhat")
		if !errors.Is(err, context.Canceled) || !cmp.Equal(run.Outcomes, map[saar.Outcome]int{saar.OK: 1}) {
			t.Errorf("stopped run: %+v, %v", run, err)
		}
		if n := len(o.web.fetches("")); n != 2 {
			t.Errorf("%d pages asked for, want none after the stop", n)
		}
		if n := o.due("prabhat"); n != 2 {
			t.Errorf("%d links pending after the stop, want 2", n)
		}
		o.close()
		o.web.onFetch = nil
		o.open()
		if run := o.collect("prabhat"); run.Outcome != saar.Unchanged || run.Outcomes[saar.OK] != 2 {
			t.Errorf("next run: %+v", run)
		}
		if n := len(o.articles()); n != 3 {
			t.Errorf("%d articles kept, want 3", n)
		}
	})
}

// Who watches a long scrape sees every page go by.
func TestProgress(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		newer := o.offered("prabhat", 2)[1]
		var seen []pipeline.Progress
		o.pipeline = pipeline.New(o.config, o.web, o.store, nil, slog.New(o.log), func(p pipeline.Progress) { seen = append(seen, p) })
		o.collect("prabhat")
		if len(seen) != 2 || seen[0] != (pipeline.Progress{Source: "prabhat", URL: newer, Outcome: saar.OK, Done: 1, Total: 2}) {
			t.Errorf("steps: %+v", seen)
		}
	})
}

// A source that is not in the configuration is an error that says so.
func TestUnknownSource(t *testing.T) {
	room(t, nil, func(t *testing.T, o *office) {
		if _, err := o.pipeline.Collect(t.Context(), "prabhat"); !errors.Is(err, saar.ErrNotFound) {
			t.Errorf("error %v", err)
		}
	})
}
