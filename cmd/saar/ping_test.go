package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
)

// switchboard is a server of dead man's switches that answers each call by the next status, at last always by the last.
type switchboard struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int // 0: the connection breaks
	calls    []*http.Request
}

func newSwitchboard(t *testing.T, statuses ...int) *switchboard {
	t.Helper()
	s := &switchboard{statuses: statuses}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *switchboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r)
	status := s.statuses[0]
	if len(s.statuses) > 1 {
		s.statuses = s.statuses[1:]
	}
	if status == 0 {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
}

// called returns the calls so far.
func (s *switchboard) called() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Who watches the watchman: the edition's switch hears that it is out, from saar alone and without its token.
func TestEditionPingsWhenItIsOut(t *testing.T) {
	t.Parallel()
	w, folder, board := startWorld(t, demo.Config{Without: []string{"dainik-setu"}}), t.TempDir(), newSwitchboard(t, 200)
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	replace(t, filepath.Join(folder, "config.yaml"), "id: subah,", `id: subah, ping: "`+board.URL+`/subah-1234?from=saar",`)
	mustRun(t, folder, "--scrape", "--digest", "--dry-run")
	if len(board.called()) != 0 {
		t.Errorf("a rehearsal called the switch")
	}
	mustRun(t, folder, "--digest")
	calls := board.called()
	if len(calls) != 1 {
		t.Fatalf("the switch was called %d times, want once", len(calls))
	}
	call := calls[0]
	assertNoSecret(t, "the call", fmt.Sprint(call.Header, call.URL))
	agent := call.Header.Get("User-Agent")
	if call.Method != http.MethodGet || call.RequestURI != "/subah-1234?from=saar" || !strings.HasPrefix(agent, "saar/") {
		t.Errorf("call %s %s by %s", call.Method, call.RequestURI, agent)
	}
}

// A switch that fails is called once more. What is wrong with it is logged with its host alone: who knows the address can
// keep it quiet.
func TestPingThatFails(t *testing.T) {
	tests := []struct {
		name     string
		statuses []int
		calls    int
		warning  string
	}{
		{"answers", []int{204}, 1, ""},
		{"answers the second time", []int{503, 200}, 2, ""},
		{"breaks off at first", []int{0, 200}, 2, ""},
		{"is not known", []int{404}, 2, `error="status 404"`},
		{"is down", []int{0}, 2, "error="},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			board := newSwitchboard(t, test.statuses...)
			var log strings.Builder
			p := newPinger(map[string]string{"subah": board.URL + "/secret-1234"}, slog.New(slog.NewTextHandler(&log, nil)))
			p.pause = 0
			p.ping(t.Context(), saar.DigestID{Edition: "subah", Date: "2026-11-22"})
			p.ping(t.Context(), saar.DigestID{Edition: "shaam", Date: "2026-11-22"}) // has no switch
			if diff := cmp.Diff(test.calls, len(board.called())); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			host := strings.TrimPrefix(board.URL, "http://")
			want := `msg="edition is out, its ping did not arrive" digest=subah/2026-11-22 host=` + host + " " + test.warning
			if got := log.String(); test.warning == "" && got != "" || test.warning != "" && !strings.Contains(got, want) {
				t.Errorf("log %q, want %q", got, want)
			}
			if strings.Contains(log.String(), "secret-1234") {
				t.Errorf("the log tells the address: %s", log.String())
			}
		})
	}
}
