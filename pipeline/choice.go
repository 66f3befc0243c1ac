package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// unmatchedStories are shown to a reader whose choice nothing in a digest matches.
const unmatchedStories = 3

// menu is a digest with what readers choose its stories by.
type menu struct {
	saar.Digest
	places [][]hindi.Place // that each story names
}

func newMenu(d saar.Digest) menu {
	m := menu{Digest: d, places: make([][]hindi.Place, len(d.Stories))}
	for i, s := range d.Stories {
		texts := []string{s.Title}
		for _, p := range s.Points {
			texts = append(texts, p.Text)
		}
		for _, a := range s.Members {
			texts = append(texts, a.Title)
		}
		m.places[i] = hindi.Places(strings.Join(texts, "\n"))
	}
	return m
}

// selection is what of a digest one reader gets.
type selection struct {
	saar.Digest
	rendering string // the same for all who get the same
	unmatched bool   // nothing is what the reader chose; it is what is important
}

// choose picks a reader's stories in their order: what they follow, and of all else they chose and did not mute as many as
// a channel shows. A story is muted, or followed, too if one is that it took in or split off from; what the reader says of its own id
// comes first.
func (m menu) choose(s saar.Subscriber) selection {
	var picked, top []int
	room := m.Show
	for i, story := range m.Stories {
		followed := slices.Contains(s.Followed, story.ID)
		if slices.Contains(s.Muted, story.ID) || !followed && sharesAny(story.From, s.Muted) {
			continue
		}
		if len(top) < unmatchedStories {
			top = append(top, i)
		}
		switch {
		case followed || sharesAny(story.From, s.Followed):
			picked = append(picked, i)
		case room > 0 && m.wanted(i, s):
			picked = append(picked, i)
			room--
		}
	}
	if len(picked) == 0 {
		return m.pick(top, true)
	}
	return m.pick(picked, false)
}

func sharesAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// wanted reports whether a story has one of the reader's topics or names one of their places.
func (m menu) wanted(i int, s saar.Subscriber) bool {
	if len(s.Topics) == 0 && len(s.Places) == 0 || slices.Contains(s.Topics, m.Stories[i].Section) {
		return true
	}
	return slices.ContainsFunc(m.places[i], func(p hindi.Place) bool {
		return slices.Contains(s.Places, p.Name) || slices.Contains(s.Places, p.State)
	})
}

func (m menu) pick(stories []int, unmatched bool) selection {
	d := m.Digest
	d.Stories, d.Show = make([]saar.Story, len(stories)), len(stories)
	for i, n := range stories {
		d.Stories[i] = m.Stories[n]
	}
	chosen := fmt.Append(nil, stories, unmatched)
	if d.Overlays > 0 { // the same places are other stories, or other texts
		chosen = fmt.Append(chosen, d.Overlays)
	}
	sum := sha256.Sum256(chosen)
	return selection{Digest: d, unmatched: unmatched, rendering: d.RenderingOf(saar.PersonalRendering + hex.EncodeToString(sum[:8]))}
}
