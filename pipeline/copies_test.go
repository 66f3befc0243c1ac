package pipeline_test

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// What two sources offer, or print under two addresses, is one article. Two outlets that print one text are two, of which
// one is a reference to the other.
func TestCopies(t *testing.T) {
	sister := prabhat("city") // another section of the same outlet
	sister.Outlet = prabhat("prabhat").Outlet
	room(t, []saar.Source{prabhat("prabhat"), sister, prabhat("samvad")}, func(t *testing.T, o *office) {
		const original = "https://prabhat.example/khabar/1.html"
		o.web.print(t, "prabhat", original, 1)
		o.collect("prabhat")

		o.web.offer(t, "city", original+"?utm_source=feed#top", time.Now())
		if run := o.collect("city"); run.New != 0 || len(run.Outcomes) != 0 || len(o.web.fetches("")) != 1 {
			t.Errorf("an address that another source offered first: %+v, fetched %d times", run, len(o.web.fetches("")))
		}
		o.web.print(t, "city", "https://prabhat.example/shahar/99.html", 1)
		if run := o.collect("city"); run.Outcomes[saar.Duplicate] != 1 {
			t.Errorf("the outlet's text under another address: %+v", run)
		}
		const copied = "https://samvad.example/desh/5.html"
		o.web.print(t, "samvad", copied, 1)
		if run := o.collect("samvad"); run.Outcomes[saar.OK] != 1 {
			t.Errorf("another outlet's copy: %+v", run)
		}
		kept := o.articles()
		if len(kept) != 2 || kept[original].CopyOf != "" || kept[copied].CopyOf != original || len(kept[copied].Body) != 0 {
			t.Errorf("kept: %+v", kept)
		}
	})
}

// A text that an outlet has touched up is a copy as well: its own of itself is a duplicate, another's a reference.
func TestCopiesWithEdits(t *testing.T) {
	sister := prabhat("city")
	sister.Outlet = prabhat("prabhat").Outlet
	room(t, []saar.Source{prabhat("prabhat"), sister, prabhat("samvad")}, func(t *testing.T, o *office) {
		original := o.print("prabhat", 1)
		o.collect("prabhat")
		for _, source := range []string{"city", "samvad"} {
			url := "https://" + source + ".example/khabar/edited.html"
			o.web.offer(t, source, url, time.Now())
			title, paragraphs := text(1)
			o.web.pages[url] = page(url, time.Now(), title, append(paragraphs, "आसपास के दुकानदार भी देर रात तक वहाँ जमा रहे।"))
		}
		if run := o.collect("city"); run.Outcomes[saar.Duplicate] != 1 {
			t.Errorf("the outlet's own text with a line more: %+v", run)
		}
		if run := o.collect("samvad"); run.Outcomes[saar.OK] != 1 {
			t.Errorf("another outlet's copy with a line more: %+v", run)
		}
		kept := o.articles()
		if a := kept["https://samvad.example/khabar/edited.html"]; len(kept) != 2 || a.CopyOf != original {
			t.Errorf("kept %d articles, the copy of %q, want 2 and %q", len(kept), a.CopyOf, original)
		}
	})
}

// Links that failed together do not come back together.
func TestRetriesSpread(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		const links = 30
		for n := range links {
			o.web.offer(t, "prabhat", "https://prabhat.example/khabar/"+strconv.Itoa(n)+".html", time.Now())
		}
		o.web.onFetch = func(context.Context, saar.Link) error { return saar.Fail(saar.ServerError, errors.New("status 500")) }
		o.collect("prabhat")
		pass(15*time.Minute + 15*time.Minute/10) // the middle of the spread
		if n := o.due("prabhat"); n == 0 || n == links {
			t.Errorf("%d of %d links are due half-way", n, links)
		}
	})
}

// A panic anywhere in reading a source costs that source's run alone.
func TestPanicCostsOneSource(t *testing.T) {
	room(t, []saar.Source{prabhat("prabhat"), prabhat("samvad")}, func(t *testing.T, o *office) {
		o.print("prabhat", 1)
		o.print("samvad", 2)
		p := pipeline.New(o.config, o.web, o.store, nil, slog.New(o.log), func(p pipeline.Progress) {
			if p.Source == "prabhat" {
				panic("a defect")
			}
		})
		results := p.CollectAll(t.Context(), p.SourceIDs())
		if results[0].Err == nil || results[0].Run.Source != "prabhat" {
			t.Errorf("the source that broke: %+v", results[0])
		}
		if results[1].Err != nil || results[1].Run.Outcomes[saar.OK] != 1 {
			t.Errorf("the other source: %+v", results[1])
		}
		if _, err := o.pipeline.Collect(t.Context(), "prabhat"); err != nil {
			t.Errorf("the source is not free afterwards: %v", err)
		}
	})
}
