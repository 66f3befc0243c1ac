package digest

import (
	"slices"
	"strings"

	"github.com/saar-news/saar"
)

// borrowed reports whether an article is agency copy or somebody else's text.
func borrowed(a saar.Article) bool { return a.Agency != "" || a.CopyOf != "" }

// tellers lists the outlets that tell a story, each with its best article: those with words of their own first, then in the order in
// which they came. The outlet of the headline stands first.
func tellers(articles []saar.Article, lead saar.Article) []saar.Teller {
	best := map[string]saar.Article{}
	var order []string
	for _, a := range articles {
		known, ok := best[a.Outlet.ID]
		if !ok {
			order = append(order, a.Outlet.ID)
		}
		if !ok || borrowed(known) && !borrowed(a) {
			best[a.Outlet.ID] = a
		}
	}
	if a, ok := best[lead.Outlet.ID]; !ok || borrowed(a) == borrowed(lead) {
		best[lead.Outlet.ID] = lead
	}
	slices.SortStableFunc(order, func(x, y string) int { return standing(best[x], lead) - standing(best[y], lead) })
	out := make([]saar.Teller, 0, len(order))
	for _, id := range order {
		a := best[id]
		out = append(out, saar.Teller{Outlet: a.Outlet, URL: a.URL, Agency: borrowed(a)})
	}
	return out
}

// standing orders tellers: 0 is the headline's outlet, 1 one with its own words, 2 one without.
func standing(a, lead saar.Article) int {
	switch {
	case a.Outlet.ID == lead.Outlet.ID:
		return 0
	case borrowed(a):
		return 2
	}
	return 1
}

// independent counts who tells a story by himself: owners with words of their own and agencies, however often their copy was printed,
// but never more than the owners that print it.
func independent(articles []saar.Article) int {
	owners, voices := map[string]bool{}, map[string]bool{}
	byURL := map[string]saar.Article{}
	for _, a := range articles {
		byURL[a.URL] = a
	}
	for _, a := range articles {
		owners[a.Outlet.OwnerID()] = true
		voices[voice(a, byURL)] = true
	}
	return min(len(owners), len(voices))
}

// voice is who speaks in an article: the agency it credits, whoever speaks in the article it repeats, or the outlet's owner.
func voice(a saar.Article, byURL map[string]saar.Article) string {
	for range len(byURL) + 1 {
		switch original, ok := byURL[a.CopyOf]; {
		case a.Agency != "":
			return "agency " + strings.ToLower(a.Agency)
		case a.CopyOf == "":
			return "owner " + a.Outlet.OwnerID()
		case !ok:
			return "copy " + a.CopyOf
		default:
			a = original
		}
	}
	return "copy " + a.CopyOf
}
