package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
	"github.com/saar-news/saar/web"
)

// A digest that is withheld is on no page and in no feed; it is there as soon as it goes out.
func TestWithheldDigestIsOnNoPage(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Now()
	id := saar.DigestID{Edition: "subah", Date: now.UTC().Format(time.DateOnly)}
	const title = "घाट पर बना नया पुल खुला"
	digest := saar.Digest{
		ID: id, Title: "सुबह का सार", Zone: "UTC", Window: saar.Window{From: now.Add(-24 * time.Hour), To: now}, Show: 12, Compiled: now,
		Stories: []saar.Story{{
			ID: "0123456789", Title: title, Section: saar.State, URL: "https://nav-prabhat.example/pul", Independent: 1,
			Tellers: []saar.Teller{{Outlet: saar.Outlet{ID: "nav-prabhat", Name: "नव प्रभात"}, URL: "https://nav-prabhat.example/pul"}},
			Members: []saar.Member{{URL: "https://nav-prabhat.example/pul", Title: title, Outlet: "nav-prabhat", Published: now}},
		}},
	}
	if _, err := s.OpenPreview(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveDigest(t.Context(), digest); err != nil {
		t.Fatal(err)
	}
	pages := web.New(shelves{s}, web.Config{})
	shows := func() (where []string) {
		for _, path := range []string{"/", "/" + id.String(), "/story/0123456789/", "/subah/rss.xml", "/subah/atom.xml", "/subah/feed.json"} {
			answer := httptest.NewRecorder()
			pages.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8090"+path, nil))
			if strings.Contains(answer.Body.String(), title) {
				where = append(where, path)
			}
		}
		return where
	}
	if got := shows(); len(got) > 0 {
		t.Errorf("withheld, and shown at %q", got)
	}
	if moved, err := s.MovePreview(t.Context(), id, saar.PreviewOpen, saar.PreviewReleased, ""); err != nil || !moved {
		t.Fatal(moved, err)
	}
	if got := shows(); len(got) != 6 {
		t.Errorf("released, and shown at %q only", got)
	}
}
