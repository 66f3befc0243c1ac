package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// The chats of a world's Bot API: the channel that configurations name, two more, and the operator's group.
const (
	channel = telegramtest.DefaultChannel
	second  = channel - 1
	third   = channel - 2
	office  = channel - 3
)

// secretToken opens a world's Bot API. It is looked for in whatever saar writes.
const secretToken = "1000000001:AAsecret-of-this-test-0123456789abcdef"

// world is everything outside of saar that saar meets: the demo's outlets and the Bot API, both on loopback.
type world struct {
	api     *telegramtest.Server
	sites   *sites
	outlets *demo.Outlets
	address string    // of the sites
	now     time.Time // in its zone, far from midnight
	stop    []func()
}

func newWorld(c demo.Config) (*world, error) {
	now := time.Now()
	w := &world{now: now.In(quietZone(now))}
	var err error
	if w.outlets, err = demo.New(c); err != nil {
		return nil, err
	}
	w.sites = &sites{demo: w.outlets, gates: map[string]*gate{}}
	var stopSites func()
	if w.address, stopSites, err = serveSites(w.sites); err != nil {
		return nil, err
	}
	w.api, err = telegramtest.Start(telegramtest.Config{Token: secretToken, Chats: []telegramtest.Chat{
		{ID: channel, Type: telegramtest.Channel, Username: "saar_demo", Title: "सार"},
		{ID: second, Type: telegramtest.Channel, Username: "saar_do", Title: "सार दो"},
		{ID: third, Type: telegramtest.Channel, Username: "saar_teen", Title: "सार तीन"},
		{ID: office, Type: telegramtest.Supergroup, Title: "दफ़्तर"},
	}})
	if err != nil {
		stopSites()
		return nil, err
	}
	w.stop = []func(){w.api.Close, stopSites, w.sites.release}
	return w, nil
}

// startWorld is newWorld for the length of a test.
func startWorld(t *testing.T, c demo.Config) *world {
	t.Helper()
	w, err := newWorld(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return w
}

// close ends the world, last things first.
func (w *world) close() {
	for i := len(w.stop) - 1; i >= 0; i-- {
		w.stop[i]()
	}
	w.stop = nil
}

// quietZone is a zone in which today is an hour old and lasts for another: India's, or Japan's when it is midnight there.
func quietZone(now time.Time) *time.Location {
	for _, name := range []string{"Asia/Kolkata", "Asia/Tokyo"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			panic(err)
		}
		if hour := now.In(zone).Hour(); hour >= 1 && hour < 23 {
			return zone
		}
	}
	panic("midnight everywhere")
}

// date is the day of the world's zone, some days from today.
func (w *world) date(days int) string { return w.now.AddDate(0, 0, days).Format(time.DateOnly) }

// vars are the addresses and dates of the world by the names that configurations and scripts use.
func (w *world) vars() map[string]string {
	var sources, resolve []string
	for _, s := range w.outlets.Sources() {
		sources = append(sources, fmt.Sprintf("{id: %s, name: %s, url: %q, outlet: %s}", s.ID, s.Name, s.URL, s.Outlet.ID))
		if u, err := url.Parse(s.URL); err == nil {
			resolve = append(resolve, fmt.Sprintf("%s: %q", u.Hostname(), w.address))
		}
	}
	return map[string]string{
		"SITES": w.address, "SOURCES": "[" + strings.Join(sources, ", ") + "]", "RESOLVE": "{" + strings.Join(resolve, ", ") + "}",
		"API": w.api.URL(), "TOKEN": w.api.Token(), "CHANNEL": fmt.Sprint(channel), "OFFICE": fmt.Sprint(office),
		"ZONE": w.now.Location().String(), "DUE": w.now.Add(-time.Hour).Format("15"), // the edition was due at that hour
		"TODAY": w.date(0), "YESTERDAY": w.date(-1), "DAYBEFORE": w.date(-2), "TOMORROW": w.date(1),
	}
}

// furnish makes folder an operator's: the standard configuration unless there is one, its token, and the world's
// addresses in all configurations.
func (w *world) furnish(folder string) error {
	if err := os.WriteFile(filepath.Join(folder, "token"), []byte(w.api.Token()+"\n"), 0o600); err != nil {
		return err
	}
	standard := filepath.Join(folder, "config.yaml")
	if _, err := os.Stat(standard); err != nil {
		text, err := os.ReadFile("testdata/standard.yaml")
		if err != nil {
			return err
		}
		if err := os.WriteFile(standard, text, 0o600); err != nil {
			return err
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return err
	}
	vars := w.vars()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		filled := os.Expand(string(text), func(name string) string { return vars[name] })
		if err := os.WriteFile(file, []byte(filled), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// posts are a chat's messages as they were sent, without those that were taken away.
func (w *world) posts(chat int64) []string {
	var texts []string
	for _, m := range w.api.Messages(chat) {
		if !m.Deleted {
			texts = append(texts, m.Raw)
		}
	}
	return texts
}

// sites serves the outlets, notes what is asked, and can keep a host's answers back.
type sites struct {
	demo http.Handler

	mu     sync.Mutex
	gates  map[string]*gate // by host
	asked  []*http.Request
	before func(nth int) // called with the number of each request, before its answer
	after  func(nth int) // and after it
}

// gate keeps requests waiting.
type gate struct {
	reached func() // closes waiting, once
	waiting chan struct{}
	open    chan struct{}
}

func (s *sites) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r)
	nth, before, after := len(s.asked), s.before, s.after
	shut := s.gates[r.Host]
	s.mu.Unlock()
	if before != nil {
		before(nth)
	}
	if shut != nil {
		shut.reached()
		select {
		case <-shut.open:
		case <-r.Context().Done():
			return
		}
	}
	s.demo.ServeHTTP(w, r)
	if after != nil {
		_ = http.NewResponseController(w).Flush() // the client has all of it before after is called
		after(nth)
	}
}

// listen has f called with the number of each request, when it comes in or when it has been answered. It replaces what
// was set before.
func (s *sites) listen(when moment, f func(nth int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before, s.after = nil, nil
	if when == untouched {
		s.before = f
	} else {
		s.after = f
	}
}

// block keeps back the answers of a host and returns what is closed when a request waits there.
func (s *sites) block(host string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &gate{waiting: make(chan struct{}), open: make(chan struct{})}
	g.reached = sync.OnceFunc(func() { close(g.waiting) })
	s.gates[host] = g
	return g.waiting
}

// release lets every host answer.
func (s *sites) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for host, g := range s.gates {
		close(g.open)
		delete(s.gates, host)
	}
}

// requests are the requests so far.
func (s *sites) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.asked...)
}
