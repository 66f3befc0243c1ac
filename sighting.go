package saar

import "time"

// SightingKind is what about a told story was seen to have changed.
type SightingKind string

// The kinds. All but the last are corrected in posts and archive once they have been seen twice.
const (
	HeadlineChanged SightingKind = "headline"
	NumberChanged   SightingKind = "number" // in a key point
	PageGone        SightingKind = "gone"
	OtherChange     SightingKind = "other" // the operator decides
)

// Sighting is a change of a page that was seen after a story had been told from it.
type Sighting struct {
	Digest DigestID
	Story  string // id
	URL    string // of the page
	Kind   SightingKind
	Change Change
	First  time.Time // when it was seen first, and at every look since
	Done   bool      // it is laid over the digest, or told to the operator
}

// Same reports whether two sightings are of the same change.
func (s Sighting) Same(o Sighting) bool { return s.Kind == o.Kind && s.Change == o.Change }
