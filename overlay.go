package saar

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// OverlayKind is what an overlay does to a story.
type OverlayKind string

// The kinds.
const (
	TakenOut  OverlayKind = "taken_out" // the operator left it out before the digest was sent
	Corrected OverlayKind = "corrected" // its sources have changed since
	Retracted OverlayKind = "retracted" // it is told nowhere any more, and never again
)

// ErrSending means that a digest is being sent, or was: stories can no longer be taken out of it.
var ErrSending = errors.New("it is being sent already")

// Change is a text as it was and as it is. An empty New means that the text is gone; no change is the zero value.
type Change struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// Correction is what has changed in a story since it was compiled, at one time.
type Correction struct {
	At       time.Time `json:"at"`
	Headline Change    `json:"headline,omitzero"`
	Points   []Change  `json:"points,omitempty"` // of key points, by their texts
	Gone     []string  `json:"gone,omitempty"`   // addresses of pages that their outlets have taken down
}

// Overlay is a row laid over a stored digest, which itself never changes: one story is taken out, corrected or retracted.
type Overlay struct {
	Digest DigestID
	Number int    // from 1, in the order in which they were laid over the digest
	Story  string // id
	Kind   OverlayKind
	Early  bool       // laid before any part was being sent: what was posted had it from the start
	Change Correction // with Corrected; its At is the overlay's
	Reason string     // for the operator
	By     string     // who wanted it, e.g. "admin 4711" or "saar retract"
	At     time.Time
}

// Retraction says of an address that it is never told again, nor what repeats its text.
type Retraction struct {
	URL      string // canonical
	Original string // address of the article that has the text: URL, or what that repeats
	Reason   string // for the operator
	By       string
	At       time.Time
}

// Covers reports whether an article is the retracted one or has the same text.
func (r Retraction) Covers(a Article) bool {
	return a.URL == r.URL || a.URL == r.Original || a.CopyOf == r.Original
}

// With is the digest as it is shown: overlays laid over it in their order. d itself stays as it was.
//
// A story that is taken out or retracted leaves, and with it its rank. When that happens before the digest is sent, the
// story ranked next behind those shown moves up, so that a channel shows as many as the edition promises; afterwards none
// does, for no channel has shown it. A corrected story has its new texts, and says in Corrections what they were.
func (d Digest) With(overlays []Overlay) Digest {
	if len(overlays) == 0 {
		return d
	}
	d.Stories = slices.Clone(d.Stories)
	for _, o := range overlays {
		d.Overlays++
		if o.Early {
			d.Version++
		}
		i := slices.IndexFunc(d.Stories, func(s Story) bool { return s.ID == o.Story })
		if i < 0 {
			continue
		}
		if o.Kind == Corrected {
			o.Change.At = o.At
			d.Stories[i] = d.Stories[i].corrected(o.Change)
			continue
		}
		d.Stories = slices.Delete(d.Stories, i, i+1)
		if i < d.Show && !o.Early {
			d.Show--
		}
	}
	return d
}

// corrected is the story with a correction: its new headline and points. The points of pages that are gone leave, and so
// does their outlet, unless nobody else tells the story: then it stays without a link.
func (s Story) corrected(c Correction) Story {
	s.Corrections = append(slices.Clone(s.Corrections), c)
	s.Points, s.Tellers, s.Disagreement = slices.Clone(s.Points), slices.Clone(s.Tellers), slices.Clone(s.Disagreement)
	if c.Headline.New != "" {
		s.Title = c.Headline.New
	}
	for _, change := range c.Points {
		i := slices.IndexFunc(s.Points, func(p KeyPoint) bool { return p.Text == change.Old })
		if i < 0 {
			continue
		}
		s.forgetClaims(func(c Claim) bool {
			return c.URL == s.Points[i].URL && strings.Contains(change.Old, c.Text) && !strings.Contains(change.New, c.Text)
		})
		if s.Points[i].Text = change.New; change.New == "" {
			s.Points = slices.Delete(s.Points, i, i+1)
		}
	}
	if len(c.Gone) > 0 {
		s.lose(c.Gone)
	}
	return s
}

// lose takes pages that are gone out of a story of which nothing is shared with another.
func (s *Story) lose(gone []string) {
	lost := func(url string) bool { return slices.Contains(gone, url) }
	s.Points = slices.DeleteFunc(s.Points, func(p KeyPoint) bool { return lost(p.URL) })
	s.forgetClaims(func(c Claim) bool { return lost(c.URL) })
	if lost(s.URL) {
		s.URL = ""
	}
	if left := slices.DeleteFunc(slices.Clone(s.Tellers), func(t Teller) bool { return lost(t.URL) }); len(left) > 0 {
		s.Tellers = left
	} else {
		for i := range s.Tellers {
			s.Tellers[i].URL = ""
		}
	}
	s.Independent = min(s.Independent, len(s.Tellers))
}

// forgetClaims drops the disagreements in which somebody no longer says what they said: whether outlets still disagree is
// not known.
func (s *Story) forgetClaims(taken func(Claim) bool) {
	s.Disagreement = slices.DeleteFunc(s.Disagreement, func(d Disagreement) bool { return slices.ContainsFunc(d.Claims, taken) })
}

// Posted is the digest as its parts were rendered for channels and groups: with the early overlays only.
func (d Digest) Posted(overlays []Overlay) Digest {
	return d.With(slices.DeleteFunc(slices.Clone(overlays), func(o Overlay) bool { return !o.Early }))
}

// RenderingOf names a rendering of the digest. What was rendered before a story was taken out is not sent any more: from
// the first such overlay on, the name ends with their number.
func (d Digest) RenderingOf(name string) string {
	if d.Version == 0 {
		return name
	}
	return name + "/" + strconv.Itoa(d.Version)
}
