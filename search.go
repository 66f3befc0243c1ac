package saar

import "time"

// Hit is an article that a search found. Snippet is verbatim text of it around the words searched for, or its opening.
type Hit struct {
	URL       string
	Title     string
	Outlet    Outlet
	Published time.Time // or first seen, when the page does not say
	Snippet   string
	Story     string // id of the story in which a digest told it last; empty: none did
}
