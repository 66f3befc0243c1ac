package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// rounds collects the source every so often for so long, as the schedule would, and adds up what came of its pages.
func (o *office) rounds(source string, every, long time.Duration) map[saar.Outcome]int {
	o.t.Helper()
	sum := map[saar.Outcome]int{}
	for end := time.Now().Add(long); time.Now().Before(end); pass(every) {
		for outcome, n := range o.collect(source).Outcomes {
			sum[outcome] += n
		}
	}
	return sum
}

// ages are how long after the first each page was asked for.
func ages(times []time.Time) []time.Duration {
	var ages []time.Duration
	for _, at := range times {
		ages = append(ages, at.Sub(times[0]))
	}
	return ages
}

// Breaking news is rewritten under its address for hours. It is asked for again when it is one hour old and six, and by
// what its page gave, so that nothing is sent twice; after a day nothing is asked any more.
func TestYoungArticlesAreReadAgain(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		pass(10 * time.Minute)
		outcomes := o.rounds("prabhat", 30*time.Minute, 26*time.Hour)
		if diff := cmp.Diff(map[saar.Outcome]int{saar.OK: 1, saar.Unchanged: 2}, outcomes); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]time.Duration{0, time.Hour, 6 * time.Hour}, ages(o.web.fetches(url))); diff != "" {
			t.Errorf("asked for after (-want +got):\n%s", diff)
		}
	})
}

// News of yesterday is settled: reading it again would only cost the outlet.
func TestOldNewsIsNotReadAgain(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		pass(24 * time.Hour)
		o.rounds("prabhat", 2*time.Hour, 24*time.Hour)
		if n := len(o.web.fetches(url)); n != 1 {
			t.Errorf("asked for %d times", n)
		}
	})
}

// An outlet that touches its articles all the time is asked ever more seldom, and five times more at most.
func TestRereadsAreSpaced(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		for range 60 {
			o.collect("prabhat")
			pass(15 * time.Minute)
			o.web.rewrite(t, "prabhat", url, 1)
		}
		want := []time.Duration{0, 15 * time.Minute, 45 * time.Minute, 105 * time.Minute, 225 * time.Minute, 465 * time.Minute}
		if diff := cmp.Diff(want, ages(o.web.fetches(url))); diff != "" {
			t.Errorf("asked for after (-want +got):\n%s", diff)
		}
	})
}

// What an outlet corrects reaches the reader in the place of what it said before: not as news, and not in a digest that is
// made already.
func TestRewrittenArticle(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		o.collect("prabhat")
		seen := o.articles()[url].FirstSeen
		id := saar.DigestID{Edition: "subah", Date: "2026-11-20"}
		if _, err := o.pipeline.Publish(t.Context(), id, time.Now(), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		pass(20 * time.Minute)
		o.web.rewrite(t, "prabhat", url, 2)
		if run := o.collect("prabhat"); run.Outcomes[saar.Updated] != 1 || run.New != 0 {
			t.Errorf("run: %+v", run)
		}
		title, _ := text(2)
		kept := o.articles()
		if a := kept[url]; len(kept) != 1 || a.Title != title || !a.FirstSeen.Equal(seen) {
			t.Errorf("kept: %+v", kept)
		}
		if !tells(o.digest("2026-11-20"), 1) {
			t.Error("a digest changed after it was compiled")
		}
		pass(24 * time.Hour)
		if draft, err := o.pipeline.Draft(t.Context(), saar.DigestID{Edition: "subah", Date: "2026-11-21"}, time.Now()); err != nil || len(draft.Stories) > 0 {
			t.Errorf("the update counts as news: %+v, %v", draft.Stories, err)
		}
		trace, err := o.store.Trace(t.Context(), url)
		if err != nil || trace.Version != 2 || len(trace.Readings) != 2 {
			t.Errorf("trace: %+v, %v", trace, err)
		}
	})
}

// An article that its outlet takes down, or replaces by something else, stays what it was. That it happened is on record.
func TestPageThatGoesAway(t *testing.T) {
	tests := []struct {
		name string
		now  func(url string) string
		want saar.Outcome
	}{
		{"gone", nil, saar.Gone},
		{"an empty page", func(string) string { return "<html><body><p>क्षमा करें</p></body></html>" }, saar.NotArticle},
		{"another article", func(string) string {
			title, paragraphs := text(5)
			return page("https://prabhat.example/khabar/other.html", time.Now(), title, paragraphs)
		}, saar.NotArticle},
		{"the same article elsewhere", func(string) string {
			title, paragraphs := text(1)
			return page("https://prabhat.example/khabar/moved.html", time.Now(), title, append(paragraphs, "आसपास के दुकानदार भी देर रात तक वहाँ जमा रहे।"))
		}, saar.Updated},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
				url := o.print("prabhat", 1)
				o.collect("prabhat")
				before := o.articles()[url]
				if delete(o.web.pages, url); test.now != nil {
					o.web.pages[url] = test.now(url)
				}
				pass(time.Hour)
				if run := o.collect("prabhat"); run.Outcomes[test.want] != 1 {
					t.Errorf("run: %+v", run)
				}
				kept := o.articles()
				if after := kept[url]; len(kept) != 1 || test.want != saar.Updated && !cmp.Equal(before, after) {
					t.Errorf("kept: %+v", kept)
				}
				trace, err := o.store.Trace(t.Context(), url)
				if err != nil || len(trace.Readings) != 2 || trace.Readings[1].Outcome != test.want || trace.Article.URL != url {
					t.Errorf("trace: %+v, %v", trace, err)
				}
			})
		})
	}
}

// An outlet's copy that is rewritten gets its own text; the original stays the original whatever is done to it.
func TestCopiesReadAgain(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat"), prabhat("samvad")}, func(t *testing.T, o *office) {
		original, copied := o.print("prabhat", 1), o.print("samvad", 1)
		o.collect("prabhat")
		o.collect("samvad")
		pass(20 * time.Minute)
		o.web.rewrite(t, "prabhat", original, 2)
		o.collect("prabhat")
		if a := o.articles()[copied]; a.CopyOf != original {
			t.Errorf("the copy of a rewritten article: %+v", a)
		}
		o.web.rewrite(t, "samvad", copied, 3)
		o.collect("samvad")
		if a := o.articles()[copied]; a.CopyOf != "" || len(a.Body) == 0 {
			t.Errorf("a rewritten copy: %+v", a)
		}
		pass(time.Hour)
		o.web.rewrite(t, "samvad", copied, 2)
		if run := o.collect("samvad"); run.Outcomes[saar.Updated] != 1 {
			t.Errorf("run: %+v", run)
		}
		if a := o.articles()[copied]; a.CopyOf != "" || len(a.Body) == 0 {
			t.Errorf("an article with a text of its own lost it: %+v", a)
		}
	})
}

// A site gets a pause when it wants one, however much there is to be read, and what nobody has read goes first.
func TestCaps(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		o.config.FirstRun, o.config.PerHour, o.config.PerRun = 4, 10, 6
		o.pipeline = pipeline.New(o.config, o.web, o.store, nil, slog.New(o.log), nil)
		print := func(from, to int) {
			for n := from; n < to; n++ {
				o.web.print(t, "prabhat", fmt.Sprintf("https://prabhat.example/khabar/%d.html", n), n)
				pass(time.Second)
			}
		}
		read := func(step string, p *pipeline.Pipeline, want int) {
			t.Helper()
			before := len(o.web.fetches(""))
			if _, err := p.Collect(t.Context(), "prabhat"); err != nil {
				t.Fatal(err)
			}
			if n := len(o.web.fetches("")) - before; n != want {
				t.Errorf("%s: %d pages asked for, want %d", step, n, want)
			}
		}
		pass(30 * time.Minute) // an hour of UTC begins
		print(0, 7)
		read("the first look", o.pipeline, 4)
		read("the backlog", o.pipeline, 0)
		print(7, 18)
		read("the second run", o.pipeline, 6)
		read("another saar in the same hour", o.another(), 0)
		if len(o.log.with("no more pages in this hour", "prabhat")) != 1 {
			t.Errorf("the operator is not told: %q", o.log.with("INFO"))
		}
		pass(time.Hour)
		read("the next hour", o.pipeline, 6)
		fetched := o.web.fetched
		for _, v := range fetched[len(fetched)-6 : len(fetched)-1] {
			if len(o.web.fetches(v.what)) != 1 {
				t.Errorf("%s is read again before what nobody has read", v.what)
			}
		}
		for n := range 3 {
			if url := fmt.Sprintf("https://prabhat.example/khabar/%d.html", n); len(o.web.fetches(url)) != 0 {
				t.Errorf("%s was there before the first four, and is read", url)
			}
		}
	})
}

// Stopped in the middle of reading again, and started once more, saar reads the rest again and nothing twice.
func TestStoppedRereads(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		for n := range 4 {
			o.print("prabhat", n)
		}
		o.collect("prabhat")
		before := o.articles()
		for url := range before {
			o.web.rewrite(t, "prabhat", url, 10+len(o.web.fetches(url)))
		}
		pass(time.Hour)
		ctx, stop := context.WithCancel(t.Context())
		o.web.onFetch = func(context.Context, saar.Link) error {
			if len(o.web.fetches("")) < 6 {
				return nil
			}
			stop()
			return saar.Fail(saar.Cancelled, errors.New("stopped"))
		}
		if run, err := o.pipeline.Collect(ctx, "prabhat"); !errors.Is(err, context.Canceled) || run.Outcomes[saar.Updated] != 1 {
			t.Errorf("stopped run: %+v, %v", run, err)
		}
		o.close()
		o.web.onFetch = nil
		o.open()
		if run := o.collect("prabhat"); run.Outcomes[saar.Updated] != 3 {
			t.Errorf("next run: %+v", run)
		}
		after := o.articles()
		for url, a := range before {
			trace, err := o.store.Trace(t.Context(), url)
			if err != nil || trace.Version != 2 || len(trace.Readings) != 2 || !after[url].FirstSeen.Equal(a.FirstSeen) {
				t.Errorf("%s: %+v, %v", url, trace, err)
			}
		}
		if len(after) != 4 {
			t.Errorf("%d articles", len(after))
		}
	})
}
