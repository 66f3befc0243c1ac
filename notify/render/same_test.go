package render_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/render"
)

// Whoever reads a digest in the channel, on a terminal, on the page or by a program reads the same stories in the same order,
// and no other.
func TestSameStoriesEverywhere(t *testing.T) {
	d := crowded(40, saar.State, saar.Crime, saar.Sports, saar.Politics)
	d.Show = 37 // the rest is stored, and shown by none
	messages, _ := render.Telegram(d)
	var posts strings.Builder
	for _, m := range messages {
		posts.WriteString(render.Plain(m.Text) + "\n")
	}
	var object struct{ Stories []struct{ Title string } }
	if err := json.Unmarshal(render.JSON(d), &object); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, s := range object.Stories {
		want = append(want, s.Title)
	}
	if len(want) != 37 {
		t.Fatalf("%d stories in JSON", len(want))
	}
	for form, text := range map[string]string{
		"telegram": posts.String(), "text": render.Text(d, render.TextOptions{}), "html": render.HTML(d, nil),
	} {
		at := map[string]int{}
		for _, s := range d.Stories {
			if n := strings.Count(text, s.Title); n > 0 {
				at[s.Title] = strings.Index(text, s.Title)
			}
		}
		got := slices.SortedFunc(slices.Values(keys(at)), func(a, b string) int { return at[a] - at[b] })
		if !slices.Equal(got, want) {
			t.Errorf("%s tells %q, JSON %q", form, got, want)
		}
	}
}

func keys(m map[string]int) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	return all
}
