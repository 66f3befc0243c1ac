package scraper

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// hint is a link as a page, feed or sitemap offers it.
type hint struct {
	url       string
	title     string
	published time.Time
	modified  time.Time // when the source says that it last changed
}

// readFeed returns the entries of an RSS, Atom, RDF or JSON feed in UTF-8. A feed that is not well-formed is read as
// far as it goes, then mended, then searched for anything that looks like an entry.
func readFeed(body []byte, isJSON bool) ([]hint, error) {
	if isJSON {
		return parseFeed(body)
	}
	body = xmlDeclaration.ReplaceAll(body, nil)
	if isDeep(body) || isEndless(body) {
		return salvageFeed(body), nil
	}
	hints, err := parseFeed(body)
	offered := len(entryTag.FindAllIndex(body, -1))
	if n := leading(hints); n > 0 && n >= offered {
		return hints, nil
	}
	if mended, mendErr := parseFeed(mendXML(body)); mendErr == nil && leading(mended) > leading(hints) {
		hints = mended
	}
	if leading(hints) < offered {
		if salvaged := salvageFeed(body); leading(salvaged) > leading(hints) {
			return salvaged, nil
		}
	}
	if len(hints) > 0 {
		return hints, nil
	}
	return nil, err
}

// leading counts the entries that lead anywhere. Where tags cross, the parser takes the rest for a part of one entry.
func leading(hints []hint) int {
	n := 0
	for _, h := range hints {
		if h.url != "" {
			n++
		}
	}
	return n
}

// xmlDeclaration is dropped before parsing: the body is UTF-8 by now, whatever the declaration says.
var xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)

// isDeep reports whether a document's elements are nested deeper than any feed's. The parser of feeds calls itself for
// each level.
func isDeep(body []byte) bool {
	const deepest = 500
	depth := 0
	for len(body) > 0 {
		i := bytes.IndexByte(body, '<')
		if i < 0 || i+1 >= len(body) {
			return false
		}
		body = body[i+1:]
		end := ">"
		switch {
		case bytes.HasPrefix(body, []byte("![CDATA[")):
			end = "]]>"
		case bytes.HasPrefix(body, []byte("!--")):
			end = "-->"
		case body[0] == '/':
			depth--
		case body[0] != '!' && body[0] != '?':
			if depth++; depth > deepest {
				return true
			}
		}
		i = bytes.Index(body, []byte(end))
		if i < 0 {
			return false
		}
		if i > 0 && end == ">" && body[0] != '/' && body[i-1] == '/' {
			depth--
		}
		body = body[i+len(end):]
	}
	return false
}

var entryTag = regexp.MustCompile(`(?i)<(?:[a-z]\w*:)?(?:item|entry)\b`)

// isEndless reports whether a document has more than a feed may have. The parser of feeds keeps all of each entry.
func isEndless(body []byte) bool {
	return bytes.Count(body, []byte{'<'}) > maxTags || len(entryTag.FindAllIndex(body, maxEntries+1)) > maxEntries
}

// parseFeed reads a feed by gofeed. A panic of the parser is an error of the feed.
func parseFeed(body []byte) (hints []hint, err error) {
	defer func() {
		if p := recover(); p != nil {
			hints, err = nil, fmt.Errorf("read feed: the parser gave up: %v", p)
		}
	}()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	for _, item := range feed.Items {
		h := hint{url: fromHome(feed.Link, itemLink(item)), title: plainTitle(item.Title), published: itemTime(item)}
		if item.UpdatedParsed != nil {
			h.modified = *item.UpdatedParsed
		}
		hints = append(hints, h)
	}
	return hints, nil
}

// fromHome resolves a link by the home page that a feed names: a feed may lie with a service, and its links be meant from
// their own site.
func fromHome(home, link string) string {
	base, err := url.Parse(strings.TrimSpace(home))
	if err != nil || !base.IsAbs() || link == "" {
		return link
	}
	to, err := base.Parse(link)
	if err != nil {
		return link
	}
	return to.String()
}

// itemLink prefers the publisher's own address to that of a feed service.
func itemLink(item *gofeed.Item) string {
	for _, original := range item.Extensions["feedburner"]["origLink"] {
		if link := strings.TrimSpace(original.Value); link != "" {
			return link
		}
	}
	links := append([]string{item.Link}, item.Links...)
	if strings.HasPrefix(item.GUID, "http") {
		links = append(links, item.GUID)
	}
	for _, link := range links {
		if link = strings.TrimSpace(link); link != "" {
			return link
		}
	}
	return ""
}

func itemTime(item *gofeed.Item) time.Time {
	for _, t := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
		if t != nil {
			return *t
		}
	}
	return time.Time{}
}

// plainTitle returns a title without markup, on one line, at most 300 characters long.
func plainTitle(s string) string {
	s = s[:min(len(s), 16<<10)]
	if strings.ContainsAny(s, "<&") {
		var b strings.Builder
		for z := html.NewTokenizer(strings.NewReader(s)); ; {
			t := z.Next()
			if t == html.ErrorToken {
				break
			}
			if t == html.TextToken {
				b.Write(z.Text())
			}
		}
		s = html.UnescapeString(b.String())
	}
	s = strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300])
	}
	return s
}

var (
	bareAmpersand = regexp.MustCompile(`&([^#a-zA-Z]|[a-zA-Z0-9]*[^a-zA-Z0-9;]|#[^x0-9]|$)`)
	namedEntity   = regexp.MustCompile(`&[a-zA-Z][a-zA-Z0-9]*;`)
)

// mendXML repairs what most often breaks a feed: control characters, bare ampersands, the entities of HTML, and
// something printed before the first tag.
func mendXML(body []byte) []byte {
	if start := roots.FindIndex(body[:min(len(body), 16<<10)]); start != nil {
		body = body[start[0]:]
	}
	body = bytes.Map(func(r rune) rune {
		if isControl(r) || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, body)
	body = bareAmpersand.ReplaceAll(body, []byte("&amp;$1"))
	return namedEntity.ReplaceAllFunc(body, func(entity []byte) []byte {
		switch string(entity) {
		case "&amp;", "&lt;", "&gt;", "&quot;", "&apos;":
			return entity
		}
		plain := html.UnescapeString(string(entity))
		return []byte(html.EscapeString(plain))
	})
}

// salvageFeed collects titles, links and dates from whatever looks like an item or entry, balanced or not: of the first
// maxEntries.
func salvageFeed(body []byte) []hint {
	var hints []hint
	var current *hint
	var field string
	z := html.NewTokenizer(bytes.NewReader(body))
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return hints
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if field = localName(t.Data); field == "item" || field == "entry" {
				if len(hints) == maxEntries {
					return hints
				}
				hints = append(hints, hint{})
				current = &hints[len(hints)-1]
			} else if href := attribute(t, "href"); current != nil && field == "link" && href != "" && current.url == "" {
				current.url = href
			}
		case html.EndTagToken:
			t := z.Token()
			if name := localName(t.Data); name == "item" || name == "entry" {
				current = nil
			}
			field = ""
		case html.TextToken:
			if current != nil {
				current.fill(field, strings.TrimSpace(string(z.Text())))
			}
		}
	}
}

// fill sets the part of a hint that an element's text gives.
func (h *hint) fill(field, text string) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, "<![CDATA["), "]]>"))
	switch {
	case text == "":
	case field == "title" && h.title == "":
		h.title = plainTitle(html.UnescapeString(text))
	case (field == "link" || field == "guid" || field == "id") && h.url == "" && strings.HasPrefix(text, "http"):
		h.url = html.UnescapeString(text)
	case (field == "pubdate" || field == "published" || field == "updated" || field == "date") && h.published.IsZero():
		h.published = parseTime(text)
	}
}

func localName(tag string) string {
	if i := strings.LastIndexByte(tag, ':'); i >= 0 {
		tag = tag[i+1:]
	}
	return strings.ToLower(tag)
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// parseTime reads the forms of time that feeds and sitemaps use; the zero time when it cannot.
func parseTime(s string) time.Time {
	layouts := []string{
		time.RFC3339, time.RFC1123Z, time.RFC1123, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700",
		"2006-01-02T15:04:05", "2006-01-02 15:04:05", "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST",
		"2 Jan 2006 15:04:05 -0700", time.DateOnly,
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t
		}
	}
	return time.Time{}
}
