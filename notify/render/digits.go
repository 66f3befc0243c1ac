package render

import (
	"strings"

	"github.com/saar-news/saar"
)

// figures writes what this package says itself, dates, counts and ranks, in the digest's digits. What somebody else wrote
// never goes through it.
func figures(d saar.Digest, ours string) string {
	if d.Digits != saar.DevanagariDigits {
		return ours
	}
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r - '0' + '०'
		}
		return r
	}, ours)
}
