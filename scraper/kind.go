package scraper

import (
	"bytes"
	"encoding/json"
	"regexp"
)

// kind is what a body is, by its own look and not by its name or Content-Type.
type kind int

const (
	kindOther kind = iota
	kindHTML
	kindFeed     // RSS, Atom, RDF
	kindJSONFeed // jsonfeed.org
	kindSitemap  // a list of pages (sitemaps.org)
	kindIndex    // a list of sitemaps
)

// roots are the elements that tell kinds apart. What comes before them may be anything: declarations, comments, the
// warnings of a broken server.
var roots = regexp.MustCompile(`(?i)<(?:[a-z]\w*:)?(rss|rdf|feed|channel|urlset|sitemapindex|html|body|head|!doctype\s+html)[\s>/:]`)

// kindOf looks at the beginning of a body in UTF-8.
func kindOf(body []byte) kind {
	head := bytes.TrimSpace(body[:min(len(body), 16<<10)])
	if len(head) > 0 && head[0] == '{' {
		if isJSONFeed(body) {
			return kindJSONFeed
		}
		return kindOther
	}
	m := roots.FindSubmatch(withoutComments(head))
	if m == nil {
		return kindOther
	}
	switch string(bytes.ToLower(m[1])) {
	case "rss", "rdf", "feed", "channel":
		return kindFeed
	case "urlset":
		return kindSitemap
	case "sitemapindex":
		return kindIndex
	}
	return kindHTML
}

var comments = regexp.MustCompile(`(?s)<!--.*?-->`)

func withoutComments(head []byte) []byte { return comments.ReplaceAll(head, nil) }

func isJSONFeed(body []byte) bool {
	var feed struct {
		Version string            `json:"version"`
		Items   []json.RawMessage `json:"items"`
	}
	return json.Unmarshal(body, &feed) == nil && feed.Items != nil &&
		(feed.Version == "" || bytes.Contains([]byte(feed.Version), []byte("jsonfeed.org")))
}
