package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// joiner is U+2060 WORD JOINER: it has no width, Telegram's server keeps it, and no name, tag, command or domain goes on
// across it.
const joiner = '\u2060'

// Clean makes text from the web harmless: one line of valid UTF-8 without control characters, direction marks and
// invisible characters. Joiners that Hindi needs (ZWJ, ZWNJ) stay. It is idempotent.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return '\ufffd'
		case r == '\u200c' || r == '\u200d':
			return r
		case unicode.IsSpace(r) && r != '\u00a0', r == '\u2028', r == '\u2029', unicode.Is(unicode.Cc, r):
			return ' '
		case hidden(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

// hidden reports characters that readers cannot see, or that Telegram removes.
func hidden(r rune) bool {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
		return true
	case r == '\u0333', r == '\u033f', r == '\u030a': // Telegram removes these combining marks
		return true
	case r == '\u034f', r == '\u115f', r == '\u1160', r == '\u17b4', r == '\u17b5', r == '\u3164', r == '\uffa0':
		return true // fillers
	}
	return false
}

// linkable reports whether Telegram keeps a link to url.
func linkable(url string) bool { return saar.LinkableURL(url) }

// Inline is text from the web, or from a person, as it may stand in Telegram's HTML: in one line, and shown as it is.
func Inline(s string) string { return escapeText(guard(Clean(s))) }

// Anchor is Inline linked to url; just Inline where Telegram would drop the link.
func Anchor(url, s string) string {
	if s = Inline(s); s == "" || !linkable(url) {
		return s
	}
	return `<a href="` + escapeAttribute(url) + `">` + s + `</a>`
}

// guard keeps Telegram from finding names, tags, commands and addresses in text, by joiners only: without them the text
// is as it was.
func guard(s string) string {
	if !strings.ContainsAny(s, "@#$/.:") {
		return s
	}
	var b strings.Builder
	prev := ' '
	for i, r := range s {
		b.WriteRune(r)
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if next != utf8.RuneError && breaks(prev, r, next, s[i:]) {
			b.WriteRune(joiner)
		}
		prev = r
	}
	return b.String()
}

// breaks reports whether a joiner belongs after r, which stands between prev and next and begins rest.
func breaks(prev, r, next rune, rest string) bool {
	switch r {
	case '@', '#':
		return !unicode.IsSpace(next)
	case '$':
		return next >= 'A' && next <= 'Z' || strings.HasPrefix(rest, "$1INCH")
	case '/':
		return isWord(next) && !isWord(prev)
	case ':':
		return strings.HasPrefix(rest, "://")
	case '.':
		if isDigit(prev) && isDigit(next) { // a number, unless it is an address of four
			return strings.Count(rest[:numberEnd(rest)], ".") > 2
		}
		return !unicode.IsSpace(prev) && !unicode.IsSpace(next) && next != '.'
	}
	return false
}

// numberEnd is where the digits and dots that begin s end.
func numberEnd(s string) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return r != '.' && !isDigit(r) }); i >= 0 {
		return i
	}
	return len(s)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isWord(r rune) bool {
	return isDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
}
