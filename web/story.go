package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify/render"
)

// tellings is how many digests of a running story its page goes through at most.
const tellings = 30

// storyPage is one story through all the digests that told it.
type storyPage struct {
	Story    template.HTML // as the latest digest has it, without its headline
	Link     string        // of the article that has the headline; empty: it cannot be linked
	Days     []storyDay    // its articles by the dates they were published on, the latest first
	Tellings []entry       // the digests, the latest first
}

type storyDay struct {
	ISO, Hindi string
	Articles   []told
}

// told is an article of a story.
type told struct {
	At                         time.Time
	ISO, Clock                 string
	Outlet, Title, URL, Copied string
}

// story is a story's own page: what the latest digest says of it, and how it ran.
func (s *site) story(r *http.Request) (answer, error) {
	id := r.PathValue("story")
	digests, err := s.archive.Tellings(r.Context(), id, tellings)
	if err != nil {
		return answer{}, err
	}
	var p storyPage
	var heading string
	var members []saar.Member
	names := map[string]string{}
	zone := s.Zone
	for _, at := range digests {
		d, err := s.archive.Digest(r.Context(), at)
		if err != nil {
			return answer{}, err
		}
		i := slices.IndexFunc(d.Stories, func(story saar.Story) bool { return story.ID == id })
		if i < 0 {
			continue
		}
		story := d.Stories[i]
		if heading == "" {
			if p.Story, err = tellStory(d, story); err != nil {
				return answer{}, err
			}
			heading, p.Link = cmp.Or(render.Clean(story.Title), "ख़बर"), linked(story.URL)
			if of, err := time.LoadLocation(d.Zone); err == nil && d.Zone != "" {
				zone = of
			}
		}
		for _, t := range story.Tellers {
			names[t.ID] = cmp.Or(names[t.ID], render.Clean(t.Name))
		}
		members = append(members, story.Members...)
		p.Tellings = append(p.Tellings, entry{Title: title(d) + ", " + hindiDate(d.ID.Date), Path: pathOf(d.ID)})
	}
	if heading == "" {
		return answer{}, saar.ErrNotFound
	}
	p.Days = days(members, names, zone)
	return show("story", view{Title: heading, Page: p})
}

// days puts a story's articles, each once, under the dates of their publication, the latest first; those whose pages do
// not say come last.
func days(members []saar.Member, names map[string]string, zone *time.Location) []storyDay {
	seen := map[string]bool{}
	var all []told
	for _, m := range members {
		if seen[m.URL] {
			continue
		}
		seen[m.URL] = true
		t := told{Outlet: cmp.Or(names[m.Outlet], render.Clean(m.Outlet)), Title: render.Clean(m.Title), URL: linked(m.URL)}
		if !m.Published.IsZero() {
			t.At = m.Published.In(zone)
			t.ISO, t.Clock = t.At.Format(time.RFC3339), hindi.Clock(t.At)
		}
		if m.CopyOf != "" {
			t.Copied = "एजेंसी या दूसरे माध्यम का पाठ"
		}
		all = append(all, t)
	}
	slices.SortStableFunc(all, func(a, b told) int { return b.At.Compare(a.At) })
	var out []storyDay
	for _, t := range all {
		day := storyDay{Hindi: "जिनकी तारीख़ ज्ञात नहीं"}
		if t.ISO != "" {
			day = storyDay{ISO: t.At.Format(time.DateOnly), Hindi: hindi.Date(t.At)}
		}
		if len(out) == 0 || out[len(out)-1].ISO != day.ISO {
			out = append(out, day)
		}
		out[len(out)-1].Articles = append(out[len(out)-1].Articles, t)
	}
	return out
}

// linked is an address that may be linked to, else nothing.
func linked(address string) string {
	if utf8.ValidString(address) && saar.LinkableURL(address) {
		return address
	}
	return ""
}

func storyPath(id string) string {
	if id == "" {
		return ""
	}
	return "/story/" + url.PathEscape(id) + "/"
}

// tellStory is a story as the digest's page has it, below its headline.
func tellStory(d saar.Digest, story saar.Story) (template.HTML, error) {
	d.Stories, d.Show = []saar.Story{story}, 1
	return between(render.HTML(d, nil), d.ID, "</h3>", "</article>")
}
