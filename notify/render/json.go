package render

import (
	"encoding/json"
	"time"

	"github.com/saar-news/saar"
)

// The object that `--format json` prints; its keys are fixed (see design: command line).
type jsonDigest struct {
	Edition string           `json:"edition"`
	Date    string           `json:"date"`
	Window  saar.Window      `json:"window"`
	Sources saar.SourceCount `json:"sources"`
	Stories []jsonStory      `json:"stories"`
}

type jsonStory struct {
	ID          string          `json:"id"`
	Title       string          `json:"title"`
	Section     saar.Section    `json:"section"`
	URL         string          `json:"url"`
	Outlets     []jsonOutlet    `json:"outlets"`
	Independent int             `json:"independent_sources"`
	Points      []saar.KeyPoint `json:"points"`
	Articles    []jsonArticle   `json:"articles"`

	// Only of a story that has been corrected since it was sent: the texts as they were and are.
	Corrections []saar.Correction `json:"corrections,omitempty"`
}

type jsonOutlet struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	Agency bool   `json:"agency"`
}

type jsonArticle struct {
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Outlet    string     `json:"outlet"`
	Published *time.Time `json:"published"` // null when the page does not say
}

// JSON renders the stories a channel shows, in reading order, as one object in the stable form of `--format json`. Texts
// are verbatim; times are RFC 3339 in the digest's zone.
func JSON(d saar.Digest) []byte {
	z := zone(d)
	object := jsonDigest{
		Edition: d.ID.Edition, Date: d.ID.Date, Sources: d.Sources,
		Window:  saar.Window{From: d.Window.From.In(z), To: d.Window.To.In(z)},
		Stories: []jsonStory{},
	}
	for _, c := range chapters(d) {
		for _, s := range c.Stories {
			object.Stories = append(object.Stories, jsonOf(s.Story, z))
		}
	}
	out, err := json.MarshalIndent(object, "", "  ")
	if err != nil { // only a year beyond 9999 can do that, and such a window is refused long before
		return []byte("{}")
	}
	return append(out, '\n')
}

func jsonOf(s saar.Story, z *time.Location) jsonStory {
	out := jsonStory{
		ID: s.ID, Title: s.Title, Section: s.Section, URL: s.URL, Independent: s.Independent,
		Outlets: []jsonOutlet{}, Points: append([]saar.KeyPoint{}, s.Points...), Articles: []jsonArticle{},
	}
	for _, c := range s.Corrections {
		c.At = c.At.In(z)
		out.Corrections = append(out.Corrections, c)
	}
	for _, t := range s.Tellers {
		out.Outlets = append(out.Outlets, jsonOutlet{ID: t.ID, Name: t.Name, URL: t.URL, Agency: t.Agency})
	}
	for _, m := range s.Members {
		a := jsonArticle{URL: m.URL, Title: m.Title, Outlet: m.Outlet}
		if !m.Published.IsZero() {
			published := m.Published.In(z)
			a.Published = &published
		}
		out.Articles = append(out.Articles, a)
	}
	return out
}
