package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/web"
)

func TestStatusTellsTheOperatorWhatIsWrong(t *testing.T) {
	s, ctx := open(t), t.Context()
	zone := time.FixedZone("IST", 5*3600+1800)
	at := time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC)
	for _, r := range []saar.Run{
		{Source: "prabhat", Finished: at, Step: saar.StepFeed, Outcome: saar.OK, Outcomes: map[saar.Outcome]int{saar.OK: 3}},
		{Source: "samvad", Finished: at, Step: saar.StepListing, Outcome: saar.TLS, Detail: "certificate expired"},
		{Source: "removed", Finished: at, Outcome: saar.OK},
	} {
		if err := s.SaveRun(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	key := func(part int) saar.DeliveryKey {
		return saar.DeliveryKey{Digest: saar.DigestID{Edition: "subah", Date: "2026-11-22"}, Chat: saar.Chat{ID: -1001234}, Part: part}
	}
	if err := s.Enlist(ctx, []saar.Delivery{{Key: key(1), Rendering: "telegram"}, {Key: key(2), Rendering: "telegram"}, {Key: key(3)}}); err != nil {
		t.Fatal(err)
	}
	for _, d := range []saar.Delivery{
		{Key: key(1), State: saar.Sent, MessageID: 417}, {Key: key(2), State: saar.Failed, Reason: "chat <not> found", Tries: 2},
	} {
		if moved, err := s.Move(ctx, d, saar.Pending); err != nil || !moved {
			t.Fatal(moved, err)
		}
	}
	configured := []saar.Source{{ID: "samvad", Name: "जन संवाद"}, {ID: "prabhat", Name: "नव प्रभात"}, {ID: "setu", Name: "दैनिक सेतु"}}
	page := get(t, web.New(s, web.Config{Zone: zone, Sources: configured}), "/status")
	elements(t, page)
	inOrder(
		t, page, "3 में से 1 स्रोत ठीक", "जन संवाद", "✗ tls", "listing", "2026-11-22 07:00 से विफल", "certificate expired",
		"नव प्रभात", "✓ ok", "feed", "पिछली सफलता 2026-11-22 07:00", "दैनिक सेतु", "अभी तक पढ़ा नहीं गया",
	)
	inOrder(t, page, "subah/2026-11-22/-1001234/0/1", "✓ sent", "संदेश 417")
	inOrder(t, page, "subah/2026-11-22/-1001234/0/2", "✗ failed", "2 बार कोशिश", "chat &lt;not&gt; found")
	inOrder(t, page, "subah/2026-11-22/-1001234/0/3", "pending")
	if strings.Contains(page, "removed") {
		t.Error("a source that is configured no more is shown")
	}
	inOrder(t, get(t, web.New(s, web.Config{}), "/status"), "prabhat", "removed", "samvad")
}

// The chats and errors of an operator are not for the readers of a public archive, nor for a page in his browser.
func TestStatusIsForWhoeverAsksTheServerItself(t *testing.T) {
	pages := web.New(open(t), web.Config{})
	for _, c := range []struct {
		headers []string
		want    int
	}{
		{nil, http.StatusOK},
		{[]string{"Host", "localhost:8090"}, http.StatusOK},
		{[]string{"Host", "[::1]:8090"}, http.StatusOK},
		{[]string{"Host", "192.168.1.7"}, http.StatusOK},
		{[]string{"Host", "saar.example.org"}, http.StatusForbidden},
		{[]string{"Host", "127.0.0.1.evil.example:8090"}, http.StatusForbidden},
		{[]string{"Host", ""}, http.StatusForbidden},
		{[]string{"X-Forwarded-For", "203.0.113.9"}, http.StatusForbidden},
		{[]string{"Forwarded", "for=203.0.113.9"}, http.StatusForbidden},
	} {
		r := ask(t, pages, http.MethodGet, "/status", c.headers...)
		if r.StatusCode != c.want || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%q: %s, cache %q", c.headers, r.Status, r.Header.Get("Cache-Control"))
		}
		elements(t, body(t, r))
	}
}

// A proxy may hand on a visitor's request as if it were the machine's own: where one stands, the operator has another door.
func TestStatusIsNotBehindAProxy(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/status", "/metrics"} {
		for operator, want := range map[bool]int{false: http.StatusForbidden, true: http.StatusOK} {
			c := web.Config{URL: "https://saar.example.org", Operator: operator, Metrics: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
			if r := ask(t, web.New(s, c), http.MethodGet, path); r.StatusCode != want {
				t.Errorf("%s, operator %v: %s", path, operator, r.Status)
			}
		}
	}
}

// A proxy on the same machine asks by HTTP/1.0 and from loopback; a neighbour asks from elsewhere by the machine's address.
func TestStatusIsNotForProxiesAndNeighbours(t *testing.T) {
	pages := web.New(open(t), web.Config{})
	for name, change := range map[string]func(*http.Request){
		"neighbour": func(r *http.Request) { r.RemoteAddr = "192.168.1.20:50000" },
		"proxy":     func(r *http.Request) { r.Proto, r.ProtoMinor = "HTTP/1.0", 0 },
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:8090/status", nil)
		r.RemoteAddr = "127.0.0.1:50000"
		change(r)
		w := httptest.NewRecorder()
		if pages.ServeHTTP(w, r); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}
