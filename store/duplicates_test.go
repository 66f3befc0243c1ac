package store_test

import "testing"

// Who asks about an article learns under which other addresses it was offered.
func TestDuplicatesLeadToTheirArticle(t *testing.T) {
	s := open(t)
	first := reading("a", "prabhat")
	save(t, s, first)
	other := withBody(reading("b", "prabhat"), first.Article.Body[0].Text)
	save(t, s, other)
	save(t, s, withBody(reading("c", "setu"), first.Article.Body[0].Text)) // a copy of another outlet's is no duplicate
	save(t, s, reading("d", "prabhat"))
	same(t, "duplicates", must[[]string](t)(s.Duplicates(t.Context(), first.Article.URL)), []string{other.Link.Canonical})
	if others := must[[]string](t)(s.Duplicates(t.Context(), "https://d.example/khabar")); len(others) > 0 {
		t.Errorf("duplicates of another: %q", others)
	}
}
