package saar

import "time"

// Retention is for how long what takes most room is kept. Addresses, headlines, body hashes and digests are kept for good,
// and so is what has an age of 0.
type Retention struct {
	Bodies time.Duration // articles' paragraphs, and their words in the search; headlines stay searchable
	Bands  time.Duration // MinHash signatures and bands, by which near copies are found
}

// DefaultRetention keeps bodies for 90 days and signatures for 30.
func DefaultRetention() Retention {
	const day = 24 * time.Hour
	return Retention{Bodies: 90 * day, Bands: 30 * day}
}
