// Package web shows what is stored to a browser: the archive of digests in Hindi for readers, a feed of each edition, and
// for the operator how the sources and the ledger do. It only reads, needs no script, and never shows an article's body.
//
// The addresses are / (the archive), /EDITION/DATE (a digest), /story/ID/ (a story and how it ran), /search?q=WORDS,
// /EDITION/rss.xml, atom.xml and feed.json (its feed), /status (the operator's page), /healthz (200 while the store answers)
// /readyz (200 while saar can do its work) and /metrics. A digest looks here as package render makes it for every other place.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/saar-news/saar"
)

// Archive is what the pages show. Package store keeps it.
type Archive interface {
	// Digest returns a stored digest as it is shown, with its overlays, or saar.ErrNotFound.
	Digest(ctx context.Context, id saar.DigestID) (saar.Digest, error)
	// Digests returns the digests of an edition, or of all when it is empty, whose windows ended at since or later.
	Digests(ctx context.Context, edition string, since time.Time) ([]saar.Digest, error)
	// CountOverlays returns how many overlays are laid over all digests.
	CountOverlays(ctx context.Context) (int, error)
	// Tellings returns the digests in which a story was told, newest first, at most limit.
	Tellings(ctx context.Context, story string, limit int) ([]saar.DigestID, error)
	// Search returns the articles that have every word of query, the best match first, at most limit.
	Search(ctx context.Context, query string, limit int) ([]saar.Hit, error)
	// Health returns how every source known has been doing.
	Health(ctx context.Context, now time.Time) ([]saar.SourceHealth, error)
	// AllDeliveries returns the rows of the ledger that changed last, newest first, without those of readers.
	AllDeliveries(ctx context.Context, limit int) ([]saar.Delivery, error)
	// AllEdits returns what became of the posts of which a story was corrected or retracted, newest first, without readers'.
	AllEdits(ctx context.Context, limit int) ([]saar.Edit, error)
	// Yields returns how many articles each source gave on each of the days before now, the last 24 hours last.
	Yields(ctx context.Context, now time.Time, days int) (map[string][]int, error)
	// Writable returns an error when nothing can be written.
	Writable(ctx context.Context) error
}

// Config is what the pages say beyond what is stored. Its zero value works.
type Config struct {
	URL      string         // public address, e.g. https://saar.example.org, for feeds; empty: the address that was asked
	Operator bool           // serve the operator's pages although there is a URL: this listener is behind no proxy
	Zone     *time.Location // of the times on /status; nil: UTC
	Editions []saar.Edition // have a feed from the start; others have one once they are stored
	Sources  []saar.Source  // the ones /status shows, in this order; empty: all that the store knows
	Log      *slog.Logger   // hears why a page could not be shown; nil: nobody

	// Jobs tells what saar does by itself and when, for /status and /readyz; nil: nothing is known.
	Jobs func(ctx context.Context, now time.Time) ([]Job, error)
	// Metrics is served at /metrics to who asks this server itself; nil: there is no such page.
	Metrics http.Handler
}

// Job is something that saar does by its schedule.
type Job struct {
	Name string        // "scrape", or "edition/ID"
	Next time.Time     // when it is due next
	Lag  time.Duration // for how long it has been due and is not done; 0: it is on time
}

// Validate says what is wrong with c.
func (c Config) Validate() error {
	if c.URL == "" {
		return nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return &saar.ConfigError{
			Key: "web.url", Problem: fmt.Sprintf("%q is not the address of a host", c.URL),
			Instead: "write scheme and host, without a path, e.g. https://saar.example.org",
		}
	}
	return nil
}

// New returns the pages, to be served at the root of a host. Time limits are those of the caller's http.Server.
//
// /status and /metrics, the operator's pages, answer only who asks this server itself, by an IP address or as localhost: not a
// page elsewhere whose name resolves to here (DNS rebinding), and nobody at all where a URL says that a proxy stands before
// this listener, for what a proxy passes on may look like a request of the machine's own.
func New(archive Archive, c Config) http.Handler {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &site{archive: archive, Config: c}
	mux := http.NewServeMux()
	mux.Handle("/{$}", s.page(s.index))
	mux.Handle("/{edition}/{date}", s.page(s.digest))
	mux.Handle("/story/{story}/{$}", s.page(s.story))
	mux.Handle("/search", s.page(s.search))
	for _, f := range feedFormats {
		mux.Handle("/{edition}/"+f.file, s.page(s.feed(f)))
	}
	mux.Handle("/status", s.page(s.status))
	mux.Handle("/healthz", s.page(s.healthz))
	mux.Handle("/readyz", s.page(s.readyz))
	if c.Metrics != nil {
		mux.Handle("/metrics", s.private(c.Metrics))
	}
	mux.Handle("/style.css", s.page(stylesheet))
	mux.Handle("/icon.svg", s.page(icon))
	mux.Handle("/", s.page(func(*http.Request) (answer, error) { return answer{}, saar.ErrNotFound }))
	return guard(mux)
}

type site struct {
	Config
	archive Archive
	shelf   shelf
}

// policy lets a page load our stylesheet and icon and ask our search, and nothing else from anywhere.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guard sets what every answer carries and lets nothing through but reading.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			send(w, r, problem(http.StatusMethodNotAllowed))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// page answers with what make returns. What is not there is 404; what cannot be read now is 503, and the log says why.
func (s *site) page(make func(*http.Request) (answer, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := make(r)
		switch {
		case errors.Is(err, saar.ErrNotFound):
			a = problem(http.StatusNotFound)
		case err != nil:
			if r.Context().Err() == nil { // else the reader has left
				s.Log.Error("web page not shown", "path", r.URL.Path, "error", err)
			}
			w.Header().Set("Retry-After", "30")
			a = problem(http.StatusServiceUnavailable)
		}
		send(w, r, a)
	})
}
