package telegramtest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseHTML reads s as Telegram's server reads a text with parse_mode HTML, before any clean-up: the plain text, its
// entities in Telegram's order, or Telegram's own error message (with byte offsets into s). A link that Telegram
// would drop without a word is missing from the entities; [Read] reports it.
func ParseHTML(s string) (text string, entities []Entity, err error) {
	p, err := parseHTML(s)
	if err != nil {
		return "", nil, err
	}
	return string(p.text), p.entities, nil
}

// maxCodePoint is the bound that Telegram puts on numeric character references; it is itself excluded.
const maxCodePoint = 0x10ffff

var errSurrogates = failf("Text contains invalid Unicode characters after decoding HTML entities, " +
	"check for unmatched surrogate code units")

// failf is an error in Telegram's own words, which are not ours to lower-case.
func failf(format string, args ...any) error { return apiText(fmt.Sprintf(format, args...)) }

// apiText is an error message of Telegram's server, before "Bad Request: " is put in front.
type apiText string

func (e apiText) Error() string { return string(e) }

// parser walks over the bytes of an HTML text, as the server does.
type parser struct {
	in       string
	at       int
	text     []byte
	units    int // UTF-16 length of text
	open     []element
	entities []Entity
	badLinks []string // addresses that were dropped
}

// element is an open tag.
type element struct {
	tag   string
	units int // where its text begins
	start int // the same in bytes of text
	attr  attributes
}

// attributes are the values of a start tag that mean something.
type attributes struct {
	href, language, emoji, unix, format string
	expandable                          bool
}

func parseHTML(s string) (*parser, error) {
	p := &parser{in: s, text: make([]byte, 0, len(s))}
	for p.at < len(s) {
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return nil, failf("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].tag)
	}
	if !utf8.Valid(p.text) {
		return nil, errSurrogates
	}
	p.finishCode()
	sortEntities(p.entities)
	return p, nil
}

// step reads one character, reference or tag.
func (p *parser) step() error {
	switch c := p.in[p.at]; {
	case c == '&':
		if r, n := reference(p.in[p.at:]); n > 0 {
			p.write(r)
			p.at += n
			return nil
		}
	case c == '<' && strings.HasPrefix(p.in[p.at:], "</"):
		return p.endTag()
	case c == '<':
		return p.startTag()
	}
	c := p.in[p.at]
	p.text = append(p.text, c)
	p.units += unitsOfByte(c)
	p.at++
	return nil
}

func unitsOfByte(c byte) int {
	switch {
	case c >= 0xf0:
		return 2
	case c&0xc0 == 0x80:
		return 0
	}
	return 1
}

func (p *parser) write(r rune) {
	p.text = appendRune(p.text, r)
	p.units += utf16Width(r)
}

// appendRune encodes r even when it is half of a surrogate pair: the text then fails as a whole.
func appendRune(b []byte, r rune) []byte {
	if r >= 0xd800 && r <= 0xdfff {
		return append(b, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0xbf, 0x80|byte(r)&0xbf)
	}
	return utf8.AppendRune(b, r)
}

// peek is the byte at the reading position, NUL behind the end.
func (p *parser) peek() byte {
	if p.at < len(p.in) {
		return p.in[p.at]
	}
	return 0
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == 0
}

// skipSpaces returns the first byte that is none, NUL at the end.
func (p *parser) skipSpaces() byte {
	for p.at < len(p.in) && isSpace(p.in[p.at]) {
		p.at++
	}
	return p.peek()
}

// run reads bytes while keep holds.
func (p *parser) run(keep func(byte) bool) string {
	begin := p.at
	for p.at < len(p.in) && keep(p.in[p.at]) {
		p.at++
	}
	return p.in[begin:p.at]
}

func (p *parser) tagName() string {
	return lowerASCII(p.run(func(c byte) bool { return !isSpace(c) && c != '>' }))
}

// endTag reads "</name >" and makes the entity of the element it closes.
func (p *parser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return failf("Unexpected end tag at byte offset %d", begin)
	}
	p.at += len("</")
	name := p.tagName()
	if p.skipSpaces() != '>' {
		return failf("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	last := p.open[len(p.open)-1]
	if name != "" && name != last.tag {
		return failf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, last.tag, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units == last.units {
		return nil
	}
	return p.finish(last)
}

// reference decodes the character reference that s begins with; n is 0 when there is none and "&" stands for itself.
func reference(s string) (r rune, n int) {
	if strings.HasPrefix(s, "&#") {
		return numericReference(s)
	}
	end := 1
	for end < len(s) && isLetter(s[end]) {
		end++
	}
	switch s[1:end] {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "quot":
		r = '"'
	default:
		return 0, 0
	}
	return r, skipSemicolon(s, end)
}

func numericReference(s string) (rune, int) {
	begin, base := len("&#"), 10
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	if strings.HasPrefix(s, "&#x") {
		begin, base, digit = len("&#x"), 16, isHex
	}
	end := begin
	for end < len(s) && digit(s[end]) {
		end++
	}
	v, err := strconv.ParseUint(s[begin:end], base, 32)
	if err != nil || v == 0 || v >= maxCodePoint {
		return 0, 0
	}
	n := skipSemicolon(s, end)
	if n == end && end >= 10 {
		return 0, 0 // too long to be a reference without its semicolon
	}
	return rune(v), n
}

func skipSemicolon(s string, at int) int {
	if at < len(s) && s[at] == ';' {
		return at + 1
	}
	return at
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
