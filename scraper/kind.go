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
	return bytes.Count(body, []byte{'{'}) <= maxObjects && json.Unmarshal(body, &feed) == nil && feed.Items != nil &&
		(feed.Version == "" || bytes.Contains([]byte(feed.Version), []byte("jsonfeed.org")))
}

// What a body may consist of. A parsed document takes more memory for each of its parts than the part is long: without
// these limits eight megabytes of nothing but tags become gigabytes. The largest pages of the news have 80,000 parts.
const (
	maxParts   = 300_000 // tags and attributes of a page
	maxTags    = 100_000 // of a feed
	maxObjects = 20_000  // of a JSON feed, or values of a page's structured data
	maxEntries = 5_000   // of a feed
)

// isIntricate reports whether a page has more tags and attributes than may be parsed.
func isIntricate(page []byte) bool {
	parts := 0
	for {
		i := bytes.IndexByte(page, '<')
		if i < 0 || parts > maxParts {
			return parts > maxParts
		}
		parts++
		var attributes int
		attributes, page = skipTag(page[i+1:])
		parts += attributes
	}
}

// skipTag counts what may be attributes up to the end of a tag and returns what follows it.
func skipTag(page []byte) (attributes int, rest []byte) {
	last := byte(0) // before the present byte, but for space
	for i := 0; i < len(page); i++ {
		switch c := page[i]; c {
		case '>':
			return attributes, page[i+1:]
		case ' ', '\t', '\n', '\r', '\f', '/':
			attributes++
			continue
		case '"', '\'':
			if last == '=' {
				end := bytes.IndexByte(page[i+1:], c)
				if end < 0 {
					return attributes, nil
				}
				i += end + 1
				attributes++ // the next may follow without a space
			}
		}
		last = page[i]
	}
	return attributes, nil
}
