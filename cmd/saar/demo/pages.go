package demo

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"time"

	"github.com/saar-news/saar/hindi"
)

// view is what a page's template sees.
type view struct {
	Site     site
	Title    string // of a list or video page
	Article  article
	Articles []article // of a list page
	Latest   []article // beside an article
	Odd      []page    // on the front page, besides the articles
	Sections []page
}

// page is a link to one of the site's pages.
type page struct{ Name, Path string }

// latestShown is how many other headlines stand around an article.
const latestShown = 5

// build renders everything the outlet serves, by path.
func (s site) build(articles []article) (map[string]resource, error) {
	pages, err := s.templates()
	if err != nil {
		return nil, err
	}
	b := builder{site: s, pages: pages, articles: articles, sections: s.sections(articles), out: map[string]resource{}}
	b.articlePages()
	b.lists()
	b.odd()
	b.discovery()
	return b.out, b.err
}

// builder keeps the first error so that the list of pages stays readable.
type builder struct {
	site     site
	pages    *template.Template
	articles []article
	sections []page
	out      map[string]resource
	err      error
}

func (b *builder) articlePages() {
	for _, a := range b.articles {
		v := view{Article: a, Latest: b.others(a)}
		b.render(a.Path, "article", a.Published, v)
		if a.AMPPath != "" {
			b.render(a.AMPPath, "amp", a.Published, v)
		}
	}
}

func (b *builder) lists() {
	b.render("/", "list", b.newest(), view{Title: b.site.Name, Articles: b.articles, Odd: oddPages[b.site.ID]})
	for _, sec := range b.sections {
		of := slices.DeleteFunc(slices.Clone(b.articles), func(a article) bool { return a.Section != sec.Name })
		b.render(sec.Path, "list", of[0].Published, view{Title: sec.Name, Articles: of})
	}
}

// render fills one page of the site.
func (b *builder) render(path, name string, modified time.Time, v view) {
	v.Site, v.Sections = b.site, b.sections
	var body bytes.Buffer
	if err := b.pages.ExecuteTemplate(&body, name, v); err != nil && b.err == nil {
		b.err = fmt.Errorf("render %s: %w", path, err)
	}
	b.put(path, b.site.contentType, modified, body.Bytes())
}

func (b *builder) put(path, contentType string, modified time.Time, body []byte) {
	b.out[path] = resource{contentType: contentType, modified: modified, body: body}
}

func (b *builder) newest() time.Time { return b.articles[0].Published }

// others are the newest articles besides a that a reader may open.
func (b *builder) others(a article) []article {
	var list []article
	for _, other := range b.articles {
		if other.Path != a.Path && other.Title != a.Title && !other.Barred && len(list) < latestShown {
			list = append(list, other)
		}
	}
	return list
}

// sections are those the articles stand in, in the order of their newest one.
func (s site) sections(articles []article) []page {
	var list []page
	for _, a := range articles {
		sec := page{Name: a.Section, Path: s.sectionPath(a.Section)}
		if !slices.Contains(list, sec) {
			list = append(list, sec)
		}
	}
	return list
}

func (s site) templates() (*template.Template, error) {
	return template.New(s.ID).Funcs(template.FuncMap{
		"iso":     func(t time.Time) string { return t.Format(time.RFC3339) },
		"english": func(t time.Time) string { return t.Format("Mon, 02 Jan 2006 03:04 PM (IST)") },
		"hindi":   func(t time.Time) string { return hindi.Date(t) + ", " + hindi.Clock(t) },
		"url":     s.url,
		"opening": s.openWith,
		"jsonld":  s.jsonLD,
		"revised": revised,
	}).ParseFS(files, "templates/"+s.ID+".html")
}

// revised is when an article published at t was last touched.
func revised(t time.Time) time.Time { return t.Add(25 * time.Minute) }

// jsonLD is the article as https://schema.org/NewsArticle.
func (s site) jsonLD(a article) map[string]any {
	author := map[string]any{"@type": "Person", "name": a.Author}
	if a.Agency != "" {
		author["@type"] = "Organization"
	}
	return map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "inLanguage": "hi",
		"mainEntityOfPage": map[string]any{"@type": "WebPage", "@id": a.URL},
		"headline":         a.Title, "description": a.Desc, "articleSection": a.Section, "keywords": a.Tags,
		"datePublished": a.Published.Format(time.RFC3339),
		"dateModified":  revised(a.Published).Format(time.RFC3339),
		"author":        []any{author},
		"image":         map[string]any{"@type": "ImageObject", "url": s.url("/chitra/" + a.Slug + ".jpg"), "width": 1200, "height": 675},
		"publisher":     map[string]any{"@type": "NewsMediaOrganization", "name": s.Name, "url": s.url("/")},
	}
}
