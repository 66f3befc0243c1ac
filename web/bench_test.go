package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/web"
)

// A month of two editions with 60 stories each of 6 articles, as a busy installation has.
func BenchmarkPages(b *testing.B) {
	s := open(b)
	for days := range 31 {
		date, _ := ago(days)
		for _, edition := range []string{"subah", "shaam"} {
			d := digestOn(edition, date)
			story := d.Stories[0]
			story.Points = append(story.Points, story.Points[0], story.Points[0])
			for range 5 {
				story.Members, story.Tellers = append(story.Members, story.Members[0]), append(story.Tellers, samvad)
			}
			d.Stories, d.Show = nil, 12
			for i := range 60 {
				story.ID, story.URL = fmt.Sprint("s", i), prabhat.URL+fmt.Sprint(i)
				story.Section = saar.Sections()[i%8]
				d.Stories = append(d.Stories, story)
			}
			save(b, s, d)
		}
	}
	pages := web.New(s, web.Config{})
	date, _ := ago(3)
	for _, path := range []string{"/", "/subah/" + date, "/subah/rss.xml", "/status", "/healthz"} {
		b.Run(path[1:], func(b *testing.B) {
			for b.Loop() {
				if r := ask(b, pages, http.MethodGet, path); r.StatusCode != http.StatusOK {
					b.Fatal(r.Status)
				}
			}
		})
	}
}
