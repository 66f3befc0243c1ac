package web

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify/render"
)

const (
	mostHits      = 30
	longestQuery  = 300 // bytes: a hundred letters of Hindi
	searchTimeout = 5 * time.Second
)

// searchPage is what a search found, or the empty form.
type searchPage struct {
	Query string
	Asked bool
	Hits  []hit
}

type hit struct {
	Title, URL, Outlet, Date, ISO string
	Story                         string // address of the story's page; empty: in no digest
}

// search finds articles by their words. It shows headlines only: what an article says is its outlet's to show.
func (s *site) search(r *http.Request) (answer, error) {
	p := searchPage{Query: queryOf(r)}
	p.Asked = p.Query != ""
	if p.Asked {
		ctx, stop := context.WithTimeout(r.Context(), searchTimeout)
		defer stop()
		found, err := s.archive.Search(ctx, p.Query, mostHits)
		if err != nil {
			return answer{}, err
		}
		for _, h := range found {
			p.Hits = append(p.Hits, s.hit(h))
		}
	}
	a, err := show("search", view{Title: "खोज", Page: p})
	a.cache = never // nobody else is to see what a reader looked for
	return a, err
}

// queryOf is what the reader looks for, cut at a character to what can be a query.
func queryOf(r *http.Request) string {
	q := strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))
	if len(q) <= longestQuery {
		return q
	}
	end := longestQuery
	for !utf8.RuneStart(q[end]) {
		end--
	}
	return q[:end]
}

func (s *site) hit(h saar.Hit) hit {
	at := h.Published.In(s.Zone)
	return hit{
		Title: render.Clean(h.Title), URL: linked(h.URL), Outlet: render.Clean(h.Outlet.Name),
		Date: hindi.Date(at), ISO: at.Format(time.RFC3339), Story: storyPath(h.Story),
	}
}
