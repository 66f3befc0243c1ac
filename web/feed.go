package web

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// feedDigests is how many digests of an edition its feed holds at most.
const feedDigests = 7

// rss is a feed by RSS 2.0 (https://www.rssboard.org/rss-specification) with its own address as the RSS profile wants.
type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Description string   `xml:"description"`
	Language    string   `xml:"language"`
	Built       string   `xml:"lastBuildDate,omitempty"`
	Minutes     int      `xml:"ttl"`
	Self        selfLink `xml:"atom:link"`
	Items       []item   `xml:"item"`
}

type selfLink struct {
	Address string `xml:"href,attr"`
	Rel     string `xml:"rel,attr"`
	Type    string `xml:"type,attr"`
}

// item is one story of one digest.
type item struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	Description string `xml:"description"` // HTML: key points, disagreements, outlets
	Category    string `xml:"category"`
	ID          itemID `xml:"guid"`
	Published   string `xml:"pubDate,omitempty"` // when the digest was compiled
}

type itemID struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

const feedKind = "application/rss+xml; charset=utf-8"

// feed is the stories of an edition's latest digests, the newest digest first, each in the order of its ranks.
func (s *site) feed(r *http.Request) (answer, error) {
	edition := r.PathValue("edition")
	digests, err := s.since(r.Context(), edition, feedDigests+1, archiveDays, 366)
	if err != nil {
		return answer{}, err
	}
	configured := slices.IndexFunc(s.Editions, func(e saar.Edition) bool { return e.ID == edition })
	if len(digests) == 0 && configured < 0 {
		return answer{}, saar.ErrNotFound
	}
	base := s.base(r)
	c := channel{
		Title: edition, Link: base + "/", Language: "hi", Minutes: 60,
		Self: selfLink{Address: base + feedPath(edition), Rel: "self", Type: "application/rss+xml"},
	}
	if configured >= 0 {
		c.Title = cmp.Or(render.Clean(s.Editions[configured].Title), edition)
	}
	slices.Reverse(digests)
	digests = digests[:min(feedDigests, len(digests))]
	for i, d := range digests {
		if i == 0 {
			c.Title, c.Built = title(d), stamp(d.Compiled)
		}
		items, err := itemsOf(d, base)
		if err != nil {
			return answer{}, err
		}
		c.Items = append(c.Items, items...)
	}
	c.Description = c.Title + ": हिंदी ख़बरों के मुख्य बिंदु, स्रोतों के साथ"
	body, err := xml.MarshalIndent(rss{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: c}, "", " ")
	if err != nil {
		return answer{}, err
	}
	return answer{kind: feedKind, cache: brief, body: append([]byte(xml.Header), body...)}, nil
}

func itemsOf(d saar.Digest, base string) ([]item, error) {
	var all []item
	for _, story := range d.Shown() {
		alone := d
		alone.Stories, alone.Show = []saar.Story{story}, 1
		told, err := rendered(alone, "</h3>", "</article>")
		if err != nil {
			return nil, err
		}
		it := item{
			Title: render.Clean(story.Title), Link: base + pathOf(d.ID), Description: strings.TrimSpace(string(told)),
			Category: render.SectionName(story.Section), ID: itemID{Value: d.ID.String() + "/" + story.ID}, Published: stamp(d.Compiled),
		}
		if story.Update {
			it.Title = "अपडेट: " + it.Title
		}
		if utf8.ValidString(story.URL) && saar.LinkableURL(story.URL) {
			it.Link = story.URL
		}
		all = append(all, it)
	}
	return all, nil
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
