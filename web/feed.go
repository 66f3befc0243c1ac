package web

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gorilla/feeds"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// feedDigests is how many digests of an edition its feed holds at most.
const feedDigests = 7

// feedFormat is one of the forms in which an edition is offered to feed readers.
type feedFormat struct {
	file, media, name string
	write             func(publication) ([]byte, error)
}

// feedFormats are in the order of preference: RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287) and
// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
var feedFormats = []feedFormat{
	{"rss.xml", "application/rss+xml", "RSS", publication.rss},
	{"atom.xml", "application/atom+xml", "Atom", publication.atom},
	{"feed.json", "application/feed+json", "JSON Feed", publication.json},
}

// publication is an edition's feed before it has a format.
type publication struct {
	feeds.Feed
	home, self string // addresses
	sections   []string
}

// feed offers the stories of an edition's latest digests, the newest digest first, each in the order of its ranks.
func (s *site) feed(format feedFormat) func(*http.Request) (answer, error) {
	return func(r *http.Request) (answer, error) {
		p, err := s.publication(r, format)
		if err != nil {
			return answer{}, err
		}
		body, err := format.write(p)
		if err != nil {
			return answer{}, err
		}
		return answer{kind: format.media + "; charset=utf-8", cache: brief, body: body}, nil
	}
}

func (s *site) publication(r *http.Request, format feedFormat) (publication, error) {
	edition := r.PathValue("edition")
	digests, err := s.since(r.Context(), edition, feedDigests+1, archiveDays, 366)
	if err != nil {
		return publication{}, err
	}
	configured := slices.IndexFunc(s.Editions, func(e saar.Edition) bool { return e.ID == edition })
	if len(digests) == 0 && configured < 0 {
		return publication{}, saar.ErrNotFound
	}
	base := s.base(r)
	p := publication{home: base + "/", self: base + feedPath(edition, format)}
	p.Title, p.Link = edition, &feeds.Link{Href: p.home}
	if configured >= 0 {
		p.Title = cmp.Or(render.Clean(s.Editions[configured].Title), edition)
	}
	slices.Reverse(digests)
	for i, d := range digests[:min(feedDigests, len(digests))] {
		if i == 0 {
			p.Title = title(d)
		}
		p.Updated = later(p.Updated, d.Compiled)
		if err := p.add(d, base); err != nil {
			return publication{}, err
		}
	}
	p.Description = p.Title + ": हिंदी ख़बरों के मुख्य बिंदु, स्रोतों के साथ"
	return p, nil
}

// add appends the stories of a digest.
func (p *publication) add(d saar.Digest, base string) error {
	for _, story := range d.Shown() {
		told, err := tellStory(d, story)
		if err != nil {
			return err
		}
		it := &feeds.Item{
			Id: d.ID.String() + "/" + story.ID, Title: render.Clean(story.Title), Content: string(told),
			Link: &feeds.Link{Href: base + pathOf(d.ID)}, Created: d.Compiled,
		}
		for _, c := range story.Corrections {
			it.Updated = c.At
			p.Updated = later(p.Updated, c.At)
		}
		if story.Update {
			it.Title = "अपडेट: " + it.Title
		}
		if utf8.ValidString(story.URL) && saar.LinkableURL(story.URL) {
			it.Link.Href = story.URL
		}
		p.Items, p.sections = append(p.Items, it), append(p.sections, story.Section.Name())
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// rss writes RSS 2.0 with the feed's own address as the RSS profile wants it.
func (p publication) rss() ([]byte, error) {
	c := (&feeds.Rss{Feed: &p.Feed}).RssFeed()
	c.Language, c.Ttl = "hi", 60
	c.PubDate, c.LastBuildDate = "", stamp(p.Updated)
	for i, it := range c.Items {
		it.Description, it.Content = p.Items[i].Content, nil
		it.Category, it.Guid.IsPermaLink, it.PubDate = p.sections[i], "false", stamp(p.Items[i].Created)
	}
	type self struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
	}
	type channel struct {
		*feeds.RssFeed
		Self self `xml:"atom:link"`
	}
	return document(struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Atom    string   `xml:"xmlns:atom,attr"`
		Channel channel
	}{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: channel{c, self{p.self, "self", "application/rss+xml"}}})
}

// atom writes Atom. Its ids are addresses, which RFC 4287 wants.
func (p publication) atom() ([]byte, error) {
	if p.Updated.IsZero() {
		p.Updated = time.Unix(0, 0) // a feed must say when; of one without entries that is never
	}
	p.Author = &feeds.Author{Name: p.Title}
	f := (&feeds.Atom{Feed: &p.Feed}).AtomFeed()
	f.Id, f.Updated = p.self, p.Updated.UTC().Format(time.RFC3339)
	for i, it := range f.Entries {
		it.Id, it.Updated = p.home+p.Items[i].Id, later(p.Items[i].Created, p.Items[i].Updated).UTC().Format(time.RFC3339)
	}
	f.Link = nil
	return document(struct {
		*feeds.AtomFeed
		Lang  string           `xml:"xml:lang,attr"`
		Links []feeds.AtomLink `xml:"link"`
	}{f, "hi", []feeds.AtomLink{{Href: p.self, Rel: "self", Type: "application/atom+xml"}, {Href: p.home, Rel: "alternate", Type: "text/html"}}})
}

// json writes JSON Feed 1.1.
func (p publication) json() ([]byte, error) {
	f := (&feeds.JSON{Feed: &p.Feed}).JSONFeed()
	f.Language, f.FeedUrl = "hi", p.self
	if f.Items == nil {
		f.Items = []*feeds.JSONItem{}
	}
	for i, it := range f.Items {
		it.Tags = []string{p.sections[i]}
	}
	// The library leaves an empty list of items out, which the format requires.
	return json.MarshalIndent(struct {
		*feeds.JSONFeed
		Items []*feeds.JSONItem `json:"items"`
	}{f, f.Items}, "", " ")
}

func document(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	return append([]byte(xml.Header), body...), err
}

// stamp is a time as RSS writes it (RFC 822 with a year of four digits).
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}

// base is the address before every path: the configured one, or the one that was asked.
func (s *site) base(r *http.Request) string {
	if s.URL != "" {
		return strings.TrimSuffix(s.URL, "/")
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
