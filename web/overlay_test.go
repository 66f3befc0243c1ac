package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/web"
)

// What an operator retracts is off every page at once, and what was corrected shows both texts in the archive.
func TestPagesShowDigestsWithTheirOverlays(t *testing.T) {
	s := open(t)
	today, _ := ago(0)
	d := digestOn("subah", today)
	d.Stories[1].Members[0].URL = prabhat.URL + "/kabaddi"
	save(t, s, d)
	pages := web.New(s, web.Config{})
	paths := []string{"/", "/subah/" + today, "/subah/rss.xml", "/subah/atom.xml", "/subah/feed.json"}
	for _, path := range paths {
		if page := get(t, pages, path); !strings.Contains(page, d.Stories[0].Title) {
			t.Fatalf("%s does not tell the story yet:\n%s", path, page)
		}
	}
	for _, o := range []saar.Overlay{
		{Digest: d.ID, Story: "s1", Kind: saar.Retracted},
		{Digest: d.ID, Story: "s2", Kind: saar.Corrected, Change: saar.Correction{
			Headline: saar.Change{Old: d.Stories[1].Title, New: "कबड्डी का फ़ाइनल दोबारा होगा"},
		}},
	} {
		if _, err := s.Lay(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range paths {
		page := get(t, pages, path)
		if strings.Contains(page, d.Stories[0].Title) {
			t.Errorf("%s still tells what was retracted:\n%s", path, page)
		}
		if !strings.Contains(page, "कबड्डी का फ़ाइनल दोबारा होगा") {
			t.Errorf("%s does not tell what was corrected:\n%s", path, page)
		}
	}
	inOrder(t, get(t, pages, "/subah/"+today), "कबड्डी का फ़ाइनल दोबारा होगा", "संशोधित", "पहले: <del>कबड्डी में देवपुरा फिर चैंपियन</del>")
	if got := ask(t, pages, http.MethodGet, "/story/s1/").StatusCode; got != http.StatusNotFound {
		t.Errorf("the page of a retracted story answers %d", got)
	}
	inOrder(t, get(t, pages, "/story/s2/"), "कबड्डी का फ़ाइनल दोबारा होगा", "कबड्डी में देवपुरा फिर चैंपियन")
}

// The operator sees which posts were edited, and which wait for it.
func TestStatusShowsEdits(t *testing.T) {
	s := open(t)
	today, _ := ago(0)
	d := digestOn("subah", today)
	save(t, s, d)
	ctx := t.Context()
	key := saar.DeliveryKey{Digest: d.ID, Chat: saar.Chat{ID: -1001}, Part: 1}
	row := saar.Delivery{Key: key, Rendering: "telegram", State: saar.Pending}
	sent := row
	sent.State, sent.MessageID = saar.Sent, 4711
	part := saar.Message{Digest: d.ID, Rendering: "telegram", Part: 1, Parts: 1, Text: "एक", Stories: []string{"s1"}}
	revision := saar.Revision{Digest: d.ID, Rendering: "telegram", Part: 1, Overlays: 1, Text: "दो", Made: d.Compiled}
	if _, err := s.SaveMessages(ctx, []saar.Message{part}); err != nil {
		t.Fatal(err)
	}
	if err := s.Enlist(ctx, []saar.Delivery{row}); err != nil {
		t.Fatal(err)
	}
	if ok, err := s.Move(ctx, sent, saar.Pending); err != nil || !ok {
		t.Fatal(ok, err)
	}
	pages := web.New(s, web.Config{})
	if page := get(t, pages, "/status"); strings.Contains(page, "संशोधन") {
		t.Errorf("edits where there are none:\n%s", page)
	}
	if err := s.SaveRevision(ctx, revision); err != nil {
		t.Fatal(err)
	}
	inOrder(t, get(t, pages, "/status"), "संशोधन", key.String(), "pending", "रूप 1", "संदेश 4711")
	edits, err := s.AllEdits(ctx, 1)
	if err != nil || len(edits) != 1 {
		t.Fatal(edits, err)
	}
	edits[0].State = saar.EditDone
	if err := s.SaveEdit(ctx, edits[0]); err != nil {
		t.Fatal(err)
	}
	inOrder(t, get(t, pages, "/status"), "संशोधन", key.String(), "✓ done")
}
