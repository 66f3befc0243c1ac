// Package demo holds the invented news outlets of "saar demo": three Hindi sites with articles, lists, a feed and a news
// sitemap, served by one http.Handler that tells them apart by host name.
//
// It only publishes. What saar makes of the sites is decided by the packages that scrape any other site, so the demo
// shows them at work and knows nothing of them. People, places, parties and outlets are invented. The articles are plain
// text files in content/, one folder an outlet, meant to be read and edited by people.
package demo

import (
	"bytes"
	"embed"
	"fmt"
	"hash/crc32"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

//go:embed content templates
var files embed.FS

// Config says how the outlets stand today. The zero value is the whole demo, published in the hours before this moment.
type Config struct {
	Now     time.Time                         // articles are published 2 to 20 hours before; zero: time.Now()
	Edit    func(article, text string) string // rewrites an article's file, named like "nav-prabhat/pustak-mela"; may be nil
	Without []string                          // ids of outlets that are left out
}

// Outlets are the sites of the demo. They are built once and never change, so they serve any number of requests at once.
type Outlets struct {
	sources  []saar.Source
	articles []Article
	hosts    map[string]map[string]resource // host, then path
}

// Article is what the demo knows of an article it serves: enough for a test to compare with what saar found.
type Article struct {
	ID        string // outlet and file, like "nav-prabhat/pustak-mela"
	Outlet    string // id of the outlet
	URL       string // canonical address
	AMP       string // address of its AMP twin; empty: none
	Title     string
	Published time.Time
	Story     string // articles with the same one tell the same event; empty: nobody else tells it
	Agency    string // the agency it is credited to; empty: the outlet's own
	CopyOf    string // id of the article whose text stands at this address again; empty: its own text
	Barred    bool   // robots.txt asks every robot to leave it alone
}

// New reads the articles and builds every page of the outlets. It fails on an article file that cannot be understood,
// naming it, and on an unknown outlet in Without.
func New(c Config) (*Outlets, error) {
	if c.Now.IsZero() {
		c.Now = time.Now()
	}
	o := &Outlets{hosts: map[string]map[string]resource{}}
	for _, s := range sites {
		if slices.Contains(c.Without, s.ID) {
			continue
		}
		if err := o.add(s, c); err != nil {
			return nil, fmt.Errorf("outlet %s: %w", s.ID, err)
		}
	}
	for _, id := range c.Without {
		if !slices.ContainsFunc(sites, func(s site) bool { return s.ID == id }) {
			return nil, fmt.Errorf("leave out outlet %q: there is none of that name", id)
		}
	}
	return o, nil
}

func (o *Outlets) add(s site, c Config) error {
	articles, err := s.read(c)
	if err != nil {
		return err
	}
	resources, err := s.build(articles)
	if err != nil {
		return err
	}
	for _, a := range articles {
		o.articles = append(o.articles, a.Article)
	}
	o.hosts[s.Host()] = resources
	o.sources = append(o.sources, saar.Source{
		ID: s.ID, Name: s.Name, URL: s.url(s.Source),
		Outlet: saar.Outlet{ID: s.ID, Name: s.Name},
	})
	return nil
}

// Sources are the outlets as an operator would configure them: a feed, a news sitemap and a front page.
func (o *Outlets) Sources() []saar.Source { return slices.Clone(o.sources) }

// Articles lists every article served, newest first within an outlet.
func (o *Outlets) Articles() []Article { return slices.Clone(o.articles) }

// ServeHTTP answers for the host the request names, whatever its port. Every good answer carries ETag and Last-Modified
// and a conditional request is answered with 304.
func (o *Outlets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	found, ok := o.hosts[strings.ToLower(host)][r.URL.Path]
	if !ok {
		http.Error(w, "यह पन्ना नहीं मिला।", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", found.contentType)
	w.Header().Set("ETag", found.etag())
	http.ServeContent(w, r, "", found.modified, bytes.NewReader(found.body))
}

// resource is one answer: everything is rendered before the first request.
type resource struct {
	contentType string
	modified    time.Time
	body        []byte
}

func (r resource) etag() string { return fmt.Sprintf(`"%08x"`, crc32.ChecksumIEEE(r.body)) }
