package scraper

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/saar-news/saar"
)

// ListingLinks returns the addresses on a listing page (a home page or a section) that look like articles of the same
// site, in the page's order. It knows no site: it weighs the shape of the address, the words of the link, the place
// on the page, and which addresses are the beginning of others. base is the page's own address, body is UTF-8.
func ListingLinks(body []byte, base string) ([]saar.Link, error) {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, saar.Fail(saar.Broken, fmt.Errorf("read listing %s: %w", base, err))
	}
	return unique("", base, listingHints(root, base)), nil
}

// place is where on a page a link stands.
type place int

const (
	inMain   place = iota
	inMargin       // aside, header
	inMenu         // nav, footer, menus and breadcrumbs by name
)

// anchor is everything a page says about one address.
type anchor struct {
	url   *url.URL
	shape shape
	title string
	words int // of the longest text that links there
	place place
	known bool // structured data lists it among the page's items
}

// listingHints finds the article links in a document.
func listingHints(root *html.Node, base string) []hint {
	page, err := url.Parse(base)
	if err != nil {
		return nil
	}
	c := anchorCollector{page: page, base: page, domain: saar.RegistrableDomain(page.Host), byURL: map[string]*anchor{}}
	c.own, _ = saar.CanonicalURL(base)
	c.walk(root)
	parents := c.parents()
	var hints []hint
	for _, a := range c.order {
		if a.isArticle(parents[strings.Trim(a.url.EscapedPath(), "/")]) {
			hints = append(hints, hint{url: a.url.String(), title: a.title})
		}
	}
	return hints
}

// isArticle weighs an address. parent says that other addresses of the page lie below it.
func (a *anchor) isArticle(parent bool) bool {
	s := a.shape
	headline := a.words >= 4
	silent := a.words == 0 // a picture without words
	switch {
	case s.refused || s.depth == 0:
		return false
	case a.known && !parent && (headline || silent):
		return s.number || s.words >= 3
	case s.number && !parent:
		return headline || s.words >= 5 || silent && s.words >= 4 || s.dated && a.words == 3
	case parent || a.place != inMain || s.table && s.words < 5:
		return false
	case s.words >= 5:
		return headline
	case s.words >= 3:
		return a.words >= 6
	}
	return false
}

// anchorCollector gathers the links of one page, each address once.
type anchorCollector struct {
	page, base *url.URL
	own        string // the page's canonical address
	domain     string
	byURL      map[string]*anchor
	order      []*anchor
}

func (c *anchorCollector) walk(root *html.Node) {
	type step struct {
		node  *html.Node
		place place
	}
	stack := []step{{root, inMain}}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n := top.node
		if n.Type == html.ElementNode {
			top.place = max(top.place, placeOf(n))
			c.element(n, top.place)
		}
		for child := n.LastChild; child != nil; child = child.PrevSibling {
			stack = append(stack, step{child, top.place})
		}
	}
}

func (c *anchorCollector) element(n *html.Node, where place) {
	switch n.DataAtom {
	case atom.Base:
		if u, err := c.page.Parse(value(n, "href")); err == nil && value(n, "href") != "" {
			c.base = u
		}
	case atom.A:
		if a := c.anchor(value(n, "href")); a != nil {
			a.see(n, where)
		}
	case atom.Script:
		if n.FirstChild != nil && strings.Contains(value(n, "type"), "ld+json") {
			c.itemList(n.FirstChild.Data)
		}
	}
}

// What a link of a listing may be: bytes, and parts of its path.
const (
	longestLink = 2048
	deepestLink = 32
)

// anchor returns the anchor of an address of this site, or nil for any other.
func (c *anchorCollector) anchor(href string) *anchor {
	href = strings.TrimSpace(href)
	if href == "" || href[0] == '#' || len(href) > longestLink || strings.Count(href, "/") > deepestLink {
		return nil
	}
	u, err := c.base.Parse(href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || saar.RegistrableDomain(u.Host) != c.domain {
		return nil
	}
	key, err := saar.CanonicalURL(u.String())
	if err != nil || key == c.own {
		return nil
	}
	a, ok := c.byURL[key]
	if !ok {
		u.Fragment, u.RawFragment = "", ""
		a = &anchor{url: u, shape: shapeOf(u), place: inMenu}
		c.byURL[key] = a
		c.order = append(c.order, a)
	}
	return a
}

// see adds what one more link to the same address says. The best of its places counts.
func (a *anchor) see(n *html.Node, where place) {
	a.place = min(a.place, where)
	if title := linkTitle(n); title != "" {
		if words := countWords(title); words > a.words {
			a.words, a.title = words, title
		}
	}
}

// itemList takes the addresses of a schema.org ItemList, which some sites write for what scripts draw later.
func (c *anchorCollector) itemList(data string) {
	var document any
	if strings.Count(data, ",") > maxObjects || json.Unmarshal([]byte(data), &document) != nil {
		return
	}
	var visit func(v any, listed bool)
	visit = func(v any, listed bool) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e, listed)
			}
		case map[string]any:
			if address, ok := v["url"].(string); ok && listed {
				name, _ := v["name"].(string)
				c.listed(address, name)
			}
			for key, e := range v {
				visit(e, listed || key == "itemListElement" && v["@type"] == "ItemList")
			}
		}
	}
	visit(document, false)
}

func (c *anchorCollector) listed(address, name string) {
	a := c.anchor(address)
	if a == nil {
		return
	}
	a.known, a.place = true, inMain
	if name = plainTitle(name); countWords(name) > a.words {
		a.words, a.title = countWords(name), name
	}
}

// parents returns the paths below which other addresses of the page lie: sections.
func (c *anchorCollector) parents() map[string]bool {
	found := map[string]bool{}
	for _, a := range c.order {
		p := strings.Trim(a.url.EscapedPath(), "/")
		for i := strings.LastIndexByte(p, '/'); i > 0; i = strings.LastIndexByte(p, '/') {
			p = p[:i]
			found[p] = true
		}
	}
	return found
}

// placeOf tells from an element's name and classes where its links stand.
func placeOf(n *html.Node) place {
	switch n.DataAtom {
	case atom.Nav, atom.Footer:
		return inMenu
	case atom.Aside, atom.Header:
		return inMargin
	case atom.Html, atom.Body, atom.Main:
		return inMain
	}
	switch value(n, "role") {
	case "navigation", "contentinfo", "menu", "menubar":
		return inMenu
	}
	for _, name := range strings.FieldsFunc(strings.ToLower(value(n, "class")+" "+value(n, "id")), notLetter) {
		switch name {
		case "footer", "nav", "navbar", "navigation", "menu", "submenu", "megamenu", "breadcrumb", "breadcrumbs", "hamburger", "sitemap":
			return inMenu
		}
	}
	return inMain
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// linkTitle is the headline of a link: that of a heading in it, or its words, or what its picture or title says.
func linkTitle(n *html.Node) string {
	if heading := find(n, isHeading); heading != nil {
		if title := nodeText(heading); countWords(title) >= 3 {
			return title
		}
	}
	title := nodeText(n)
	picture := find(n, func(n *html.Node) bool { return n.DataAtom == atom.Img })
	others := []string{value(n, "title"), value(n, "aria-label")}
	if picture != nil {
		others = append(others, value(picture, "alt"))
	}
	for _, other := range others {
		if other = plainTitle(other); countWords(title) < 4 && countWords(other) > countWords(title) {
			title = other
		}
	}
	return title
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// find returns the first element below n that is what is looked for.
func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

// nodeText is the visible text below n, at most a few hundred characters of it.
func nodeText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if b.Len() > 2048 {
			break
		}
		hidden := d.Parent != nil && (d.Parent.DataAtom == atom.Script || d.Parent.DataAtom == atom.Style || d.Parent.DataAtom == atom.Noscript)
		if d.Type == html.TextNode && !hidden {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	title := strings.Join(strings.Fields(b.String()), " ")
	if r := []rune(title); len(r) > 300 {
		title = string(r[:300])
	}
	return title
}

// countWords counts the words of a text that hold a letter.
func countWords(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			n++
		}
	}
	return n
}

// value returns an attribute of an element, "" when there is none.
func value(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
