package pipeline_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// Who muted a story hears no more of it when a part of it becomes a story of its own, or another takes it in; who follows it loses it no
// more than that. What a reader says of a story itself comes first.
func TestMutedStoriesStayMuted(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "saar.db"))
	edition := subah(kolkata)
	edition.Subscribers = true
	p := pipeline.New(pipeline.Config{Editions: []saar.Edition{edition}}, nil, s, nil, nil, nil)
	d := saar.Digest{ID: today, Title: "सुबह का सार", Zone: "Asia/Kolkata", Show: 2, Compiled: time.Now(), Window: saar.Window{To: time.Now().Add(-time.Minute)}}
	for _, story := range []saar.Story{
		{ID: "budget", Section: saar.Business, Title: "बजट सत्र सोमवार से"},
		{ID: "inquiry", Section: saar.State, Title: "पुल की जाँच को बनी समिति", From: []string{"bridge", "flood"}},
		{ID: "rains", Section: saar.State, Title: "बारिश से तीन सड़कें बंद"},
		{ID: "match", Section: saar.Sports, Title: "फ़ाइनल आज शाम"},
	} {
		story.URL = "https://nav-prabhat.example/" + story.ID
		d.Stories = append(d.Stories, story)
	}
	if _, err := s.SaveDigest(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		reader saar.Subscriber
		want   string
	}{
		{"nothing muted", saar.Subscriber{}, "budget inquiry"},
		{"what it split off from", saar.Subscriber{Muted: []string{"flood"}}, "budget rains"},
		{"muted, and its part followed", saar.Subscriber{Muted: []string{"flood"}, Followed: []string{"inquiry"}}, "budget inquiry rains"},
		{"what it split off from, followed", saar.Subscriber{Topics: []saar.Section{saar.Sports}, Followed: []string{"bridge"}}, "inquiry match"},
		{"followed, and its part muted", saar.Subscriber{Muted: []string{"inquiry"}, Followed: []string{"bridge"}}, "budget rains"},
	} {
		chosen, err := p.Chosen(t.Context(), c.reader, false)
		var ids []string
		for _, story := range chosen.Stories {
			ids = append(ids, story.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}
