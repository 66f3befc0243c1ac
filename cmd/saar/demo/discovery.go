package demo

import (
	"encoding/xml"
	"strings"
	"time"
)

// discovery renders what leads robots to the articles, or keeps them away.
func (b *builder) discovery() {
	b.put("/robots.txt", "text/plain; charset=utf-8", b.newest(), []byte(b.site.robots))
	switch {
	case strings.HasPrefix(b.site.Source, "/rss/"):
		b.xml(b.site.Source, "application/rss+xml; charset=utf-8", b.feed())
	case strings.HasSuffix(b.site.Source, "sitemap.xml"):
		b.xml(b.site.Source, "application/xml; charset=utf-8", b.sitemap())
	}
}

func (b *builder) xml(path, contentType string, document any) {
	body, err := xml.MarshalIndent(document, "", "  ")
	if err != nil && b.err == nil {
		b.err = err
	}
	b.put(path, contentType, b.newest(), append([]byte(xml.Header), body...))
}

// feed is RSS 2.0 (https://www.rssboard.org/rss-specification).
type feed struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	About   string    `xml:"channel>description"`
	Lang    string    `xml:"channel>language"`
	Built   string    `xml:"channel>lastBuildDate"`
	News    []rssNews `xml:"channel>item"`
}

type rssNews struct {
	Title    string `xml:"title"`
	Link     string `xml:"link"`
	GUID     string `xml:"guid"`
	Category string `xml:"category"`
	Date     string `xml:"pubDate"`
	About    string `xml:"description"`
}

// feed lists the articles under addresses that count the feed's readers, and a video among them.
func (b *builder) feed() feed {
	f := feed{
		Version: "2.0", Title: b.site.Name + ": ताजा खबरें", Link: b.site.url("/"), About: b.site.Tagline, Lang: "hi",
		Built: b.newest().Format(time.RFC1123Z),
	}
	for _, a := range b.articles {
		f.News = append(f.News, rssNews{
			Title: a.Title, Link: a.URL + "?utm_source=rss&utm_medium=feed", GUID: a.URL,
			Category: a.Section, Date: a.Published.Format(time.RFC1123Z), About: a.Desc,
		})
	}
	for _, p := range oddPages[b.site.ID] {
		u, date := b.site.url(p.Path), b.newest().Format(time.RFC1123Z)
		f.News = append(f.News, rssNews{Title: p.Name, Link: u, GUID: u, Category: "वीडियो", Date: date})
	}
	return f
}

// sitemap is a news sitemap (https://www.google.com/schemas/sitemap-news/0.9/).
type sitemap struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	NewsNS  string       `xml:"xmlns:news,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc  string       `xml:"loc"`
	News *sitemapNews `xml:"news:news"`
}

type sitemapNews struct {
	Outlet   string `xml:"news:publication>news:name"`
	Language string `xml:"news:publication>news:language"`
	Date     string `xml:"news:publication_date"`
	Title    string `xml:"news:title"`
}

// sitemap lists the articles, the AMP twins as if they were articles of their own, and a page that is none.
func (b *builder) sitemap() sitemap {
	m := sitemap{NS: "http://www.sitemaps.org/schemas/sitemap/0.9", NewsNS: "http://www.google.com/schemas/sitemap-news/0.9"}
	for _, a := range b.articles {
		news := &sitemapNews{Outlet: b.site.Name, Language: "hi", Date: a.Published.Format(time.RFC3339), Title: a.Title}
		m.URLs = append(m.URLs, sitemapURL{Loc: a.URL, News: news})
		if a.AMP != "" {
			m.URLs = append(m.URLs, sitemapURL{Loc: a.AMP, News: news})
		}
	}
	m.URLs = append(m.URLs, sitemapURL{Loc: b.site.url(b.site.sectionPath(b.articles[0].Section))})
	return m
}
