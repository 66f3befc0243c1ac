package render

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Plain is the text that readers see of a message in Telegram's HTML: without tags, with character references decoded
// and the ends trimmed. What is not a tag that ends stays as it is.
func Plain(html string) string {
	var b strings.Builder
	for html != "" {
		i := strings.IndexAny(html, "<&")
		if i < 0 {
			b.WriteString(html)
			break
		}
		b.WriteString(html[:i])
		html = html[i:]
		n := 0
		if html[0] == '<' {
			n = tagLength(html)
		} else {
			var c rune
			if c, n = reference(html); n > 0 {
				b.WriteRune(c)
			}
		}
		if n == 0 {
			b.WriteByte(html[0])
			n = 1
		}
		html = html[n:]
	}
	return strings.TrimSpace(b.String())
}

// tagLength is the length of the tag that begins s, 0 if it does not end. A > in a quoted value does not end it.
func tagLength(s string) int {
	var quoted byte
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '"' || c == '\'':
			quoted = c
		case c == '>':
			return i + 1
		}
	}
	return 0
}

var named = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}

// reference decodes the character reference that begins s, one of the four names or a number, and tells its length: 0 for
// a bare &.
func reference(s string) (rune, int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	name := s[1:end]
	if c, ok := named[name]; ok {
		return c, end + 1
	}
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	c, err := strconv.ParseUint(digits, base, 32)
	if !ok || err != nil || c == 0 || c >= utf8.MaxRune || !utf8.ValidRune(rune(c)) {
		return 0, 0
	}
	return rune(c), end + 1
}
