package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// An operator who moves to another machine takes along all that saar has read.
func TestRecordsMoveToAnotherDatabase(t *testing.T) {
	here, there, ctx := open(t), open(t), t.Context()
	first := reading("a", "prabhat")
	save(t, here, first)
	copied := withBody(reading("b", "samvad"), first.Article.Body[0].Text) // the same body in another outlet
	save(t, here, copied)
	for i := range 250 { // more than are read at once
		save(t, here, reading(fmt.Sprint("c", i), "setu"))
	}
	old := withBody(reading("old", "setu"), "पुरानी नहर की कहानी")
	old.Article.FirstSeen, old.Read = morning.AddDate(0, -6, 0), morning.AddDate(0, -6, 0)
	save(t, here, old)
	keep := saar.DefaultRetention()
	for must[bool](t)(here.Prune(ctx, keep, morning)) {
	}
	move := func() (fresh int) {
		for r, err := range here.Records(ctx) {
			check(t, err)
			f := saar.Fingerprint{}
			if r.URL == first.Article.URL {
				f = first.Fingerprint
			}
			if must[bool](t)(there.SaveRecord(ctx, r, f)) {
				fresh++
			}
		}
		return fresh
	}
	same(t, "moved", move(), 253)
	same(t, "moved again", move(), 0)
	same(t, "articles", all(t, there), all(t, here))
	same(t, "searchable", len(must[[]saar.Hit](t)(there.Search(ctx, "कमलपुर", 500))), len(must[[]saar.Hit](t)(here.Search(ctx, "कमलपुर", 500))))
	same(t, "yields", len(must[map[string][]int](t)(there.Yields(ctx, morning, 400))), 0)
	reprint := withBody(reading("again", "setu"), "पुरानी नहर की कहानी")
	same(t, "a body that is not kept any more", save(t, there, reprint), saar.Duplicate)
}

// A line that is no article must not become one.
func TestSaveRecordRefusesWhatIsNoArticle(t *testing.T) {
	s := open(t)
	for name, r := range map[string]store.Record{
		"no address": {Article: saar.Article{FirstSeen: morning, Outlet: saar.Outlet{ID: "x"}}},
		"no time":    {Article: saar.Article{URL: "https://x.example/a", Outlet: saar.Outlet{ID: "x"}}},
		"no outlet":  {Article: saar.Article{URL: "https://x.example/a", FirstSeen: time.Now()}},
	} {
		if _, err := s.SaveRecord(t.Context(), r, saar.Fingerprint{}); err == nil || !strings.Contains(err.Error(), "an article needs") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
