package extract

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// looseJSON reads JSON as publishers write it: with comments, trailing or missing commas, raw line breaks and unescaped
// quotes in strings, script wrappers around it, and cut off at the end. It returns map[string]any, []any, string
// (numbers too), bool or nil. What cannot be read ends the value it stands in.
func looseJSON(text string) any {
	p := &looseParser{text: text, left: looseValues}
	if i := strings.IndexAny(text, "{["); i > 0 {
		p.at = i
	}
	return p.value(0)
}

// looseDepth bounds how deep values nest, looseValues how many are read: they take far more memory than their text.
const (
	looseDepth  = 100
	looseValues = 100_000
)

type looseParser struct {
	text string
	at   int
	left int // values to be read yet
}

// space skips white space, commas and comments.
func (p *looseParser) space() {
	for p.at < len(p.text) {
		rest := p.text[p.at:]
		switch c := rest[0]; {
		case c <= ' ' || c == ',' || c == ';':
			p.at++
		case strings.HasPrefix(rest, "/*"):
			p.skipPast(rest, "*/")
		case strings.HasPrefix(rest, "//"):
			p.skipPast(rest, "\n")
		case strings.HasPrefix(rest, "<!--"):
			p.at += 4
		case strings.HasPrefix(rest, "\u00a0"), strings.HasPrefix(rest, "\ufeff"):
			_, size := utf8.DecodeRuneInString(rest)
			p.at += size
		default:
			return
		}
	}
}

func (p *looseParser) skipPast(rest, mark string) {
	if i := strings.Index(rest, mark); i >= 0 {
		p.at += i + len(mark)
	} else {
		p.at = len(p.text)
	}
}

func (p *looseParser) value(depth int) any {
	p.space()
	if p.left--; p.left < 0 {
		p.at = len(p.text)
	}
	if p.at >= len(p.text) || depth > looseDepth {
		p.at = len(p.text)
		return nil
	}
	switch p.text[p.at] {
	case '{':
		p.at++
		return p.object(depth)
	case '[':
		p.at++
		return p.array(depth)
	case '"':
		p.at++
		return p.quoted()
	}
	return p.bare()
}

func (p *looseParser) object(depth int) any {
	fields := map[string]any{}
	for {
		p.space()
		if p.at >= len(p.text) {
			return fields
		}
		switch p.text[p.at] {
		case '}':
			p.at++
			return fields
		case ']':
			return fields
		}
		before := p.at
		key, _ := p.value(looseDepth - 1).(string)
		p.space()
		if p.at < len(p.text) && p.text[p.at] == ':' {
			p.at++
			value := p.value(depth + 1)
			if _, twice := fields[key]; !twice {
				fields[key] = value
			}
		}
		if p.at == before {
			p.at++
		}
	}
}

func (p *looseParser) array(depth int) any {
	var values []any
	for {
		p.space()
		if p.at >= len(p.text) {
			return values
		}
		switch p.text[p.at] {
		case ']':
			p.at++
			return values
		case '}':
			return values
		}
		before := p.at
		values = append(values, p.value(depth+1))
		if p.at == before {
			p.at++
		}
	}
}

// quoted reads a string up to the quote that ends it: one that is followed by what may follow a string.
func (p *looseParser) quoted() string {
	var b strings.Builder
	start := p.at
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '\\' && p.at+1 < len(p.text):
			b.WriteString(p.text[start:p.at])
			p.at++
			p.escape(&b)
			start = p.at
		case c == '"' && p.closes():
			b.WriteString(p.text[start:p.at])
			p.at++
			return b.String()
		default:
			p.at++
		}
	}
	b.WriteString(p.text[min(start, len(p.text)):])
	return b.String()
}

// closes reports whether the quote at p.at ends its string.
func (p *looseParser) closes() bool {
	for i := p.at + 1; i < len(p.text) && i < p.at+200; i++ {
		switch c := p.text[i]; {
		case c <= ' ':
		case c == '}' || c == ']' || c == ':':
			return true
		case c == ',':
			return p.opensNext(i + 1)
		case c == '"':
			return strings.ContainsAny(p.text[p.at+1:i], "\n\r") || i > p.at+1
		case c == '/':
			return true
		default:
			return false
		}
	}
	return true
}

// opensNext reports whether a key, value or end stands at i, after a comma.
func (p *looseParser) opensNext(i int) bool {
	for ; i < len(p.text); i++ {
		c := p.text[i]
		if c > ' ' {
			return c == '"' || c == '{' || c == '[' || c == '}' || c == ']' || c == '/' || c == '-' || c == '+' || c >= '0' && c <= '9' ||
				c == 't' || c == 'f' || c == 'n'
		}
	}
	return true
}

func (p *looseParser) escape(b *strings.Builder) {
	c := p.text[p.at]
	p.at++
	switch c {
	case 'n', 'r':
		b.WriteByte('\n')
	case 't', 'b', 'f':
		b.WriteByte(' ')
	case 'u':
		r, ok := p.hex()
		if ok && r >= 0xD800 && r < 0xDC00 && strings.HasPrefix(p.text[p.at:], `\u`) {
			p.at += 2
			low, _ := p.hex()
			r = (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
		}
		if ok {
			b.WriteRune(r)
		}
	default:
		b.WriteByte(c)
	}
}

func (p *looseParser) hex() (rune, bool) {
	if p.at+4 > len(p.text) {
		return 0, false
	}
	v, err := strconv.ParseUint(p.text[p.at:p.at+4], 16, 32)
	if err != nil {
		return 0, false
	}
	p.at += 4
	return rune(v), true
}

func (p *looseParser) bare() any {
	start := p.at
	for p.at < len(p.text) && !strings.ContainsRune(" \t\r\n,:{}[]\"", rune(p.text[p.at])) {
		p.at++
	}
	switch word := p.text[start:p.at]; word {
	case "true":
		return true
	case "false":
		return false
	case "null", "undefined":
		return nil
	default:
		return word
	}
}

// plainText is a JSON string as text: entities decoded, tags dropped at block ends, white space kept.
func plainText(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
		if strings.Contains(s, "&") {
			s = html.UnescapeString(s)
		}
	}
	return s
}
