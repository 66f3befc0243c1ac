package scraper

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	maxSitemapEntries = 50_000 // sitemaps.org
	maxSitemapDepth   = 32     // of elements
)

// sitemap is a file of the sitemaps protocol: pages, or further sitemaps.
type sitemap struct {
	pages    []hint
	children []child
	news     bool // a page carried news:news
}

// child is a sitemap listed in an index.
type child struct {
	url      string
	modified time.Time
}

// readSitemap reads a sitemap or an index of them in one pass. What comes before an error in the XML counts.
func readSitemap(body []byte) (sitemap, error) {
	var s sitemap
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	r := sitemapReader{sitemap: &s}
	for len(s.pages)+len(s.children) < maxSitemapEntries {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = r.token(token)
		}
		if err != nil && len(s.pages)+len(s.children) == 0 {
			return s, fmt.Errorf("read sitemap: %w", err)
		}
		if err != nil {
			break
		}
	}
	return s, nil
}

// sitemapReader follows the tokens of one sitemap.
type sitemapReader struct {
	*sitemap
	depth int
	text  strings.Builder
	entry hint
}

func (r *sitemapReader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if r.depth++; r.depth > maxSitemapDepth {
			return errors.New("nested too deep")
		}
		r.text.Reset()
		switch t.Name.Local {
		case "url", "sitemap":
			r.entry = hint{}
		case "news":
			r.news = true
		}
	case xml.CharData:
		if r.text.Len()+len(t) <= 16<<10 {
			r.text.Write(t)
		}
	case xml.EndElement:
		r.depth--
		r.end(t.Name)
		r.text.Reset()
	}
	return nil
}

// end takes an element's text, or closes an entry.
func (r *sitemapReader) end(name xml.Name) {
	text := strings.TrimSpace(r.text.String())
	switch name.Local {
	case "loc":
		if r.entry.url == "" && !media(name) {
			r.entry.url = text
		}
	case "lastmod":
		r.entry.modified = parseTime(text)
		if r.entry.published.IsZero() {
			r.entry.published = r.entry.modified
		}
	case "publication_date":
		if t := parseTime(text); !t.IsZero() {
			r.entry.published = t
		}
	case "title":
		if r.entry.title == "" && !media(name) {
			r.entry.title = plainTitle(text)
		}
	case "url":
		if r.entry.url != "" {
			r.pages = append(r.pages, r.entry)
		}
	case "sitemap":
		if r.entry.url != "" {
			r.children = append(r.children, child{url: r.entry.url, modified: r.entry.published})
		}
	}
}

// media reports whether an element describes a picture or a film of the entry, which has names and addresses too.
func media(name xml.Name) bool { return name.Space == "image" || name.Space == "video" }
