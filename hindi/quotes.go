package hindi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closer reports whether r can close a quotation or a bracket; the straight quotes can also open one.
func closer(r rune) bool {
	switch r {
	case '”', '’', '»', ')', ']', '}', '"', '\'':
		return true
	}
	return false
}

// closeQuotes moves end, just behind a stop, over the quotes and brackets that close there. A straight quote closes only what one
// opened since start, unless nothing else can follow.
func closeQuotes(s string, start, end int) int {
	for end < len(s) {
		rest := strings.TrimLeft(s[end:], " \u00a0")
		r, size := utf8.DecodeRuneInString(rest)
		spaced := len(rest) < len(s)-end
		if !closer(r) || !closes(s[start:end], r, rest[size:], spaced) {
			break
		}
		end = len(s) - len(rest) + size
	}
	return end
}

// closes reports whether the closing mark r, between the sentence so far and the text after it, belongs to that sentence.
func closes(sentence string, r rune, after string, spaced bool) bool {
	switch r {
	case '"', '\'':
		open := strings.Count(sentence, string(r))%2 == 1
		next := firstRune(after)
		if spaced {
			return open && (after == "" || unicode.IsSpace(next))
		}
		return open || after == "" || unicode.IsSpace(next) || stop(next)
	case '”', '’', '»':
		return !spaced || after == "" || unicode.IsSpace(firstRune(after))
	}
	return true
}
