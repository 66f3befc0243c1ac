package scraper

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/saar-news/saar"
)

// Decode returns body as UTF-8 without a byte order mark. Valid UTF-8 wins over whatever the Content-Type or the
// page says; then a byte order mark, the Content-Type, the page's meta or XML declaration, and the look of the bytes
// are believed, in this order, as far as the result is text. The error is a *saar.Failure with saar.BadEncoding.
func Decode(body []byte, contentType string) ([]byte, error) {
	if enc, n := fromBOM(body); enc != nil {
		if text, ok := decodeAs(enc, body[n:]); ok {
			return text, nil
		}
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if utf8.Valid(body) && isText(body) {
		return body, nil
	}
	if mostlyUTF8(body) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), nil
	}
	for _, enc := range candidates(body, contentType) {
		if text, ok := decodeAs(enc, body); ok {
			return text, nil
		}
	}
	return nil, saar.Fail(saar.BadEncoding, errors.New("it is not text in any encoding known"))
}

// fromBOM returns the encoding that a byte order mark other than UTF-8's names, and the mark's length.
func fromBOM(body []byte) (encoding.Encoding, int) {
	marks := []struct {
		mark string
		enc  encoding.Encoding
	}{
		{"\xff\xfe\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"\x00\x00\xfe\xff", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	}
	for _, m := range marks {
		if bytes.HasPrefix(body, []byte(m.mark)) {
			return m.enc, len(m.mark)
		}
	}
	return nil, 0
}

// candidates lists the encodings a body may be in, the likeliest first.
func candidates(body []byte, contentType string) []encoding.Encoding {
	var list []encoding.Encoding
	add := func(name string) {
		if enc := named(name); enc != nil {
			list = append(list, enc)
		}
	}
	list = append(list, zeroPattern(body)...)
	if _, name, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
		name, _, _ = strings.Cut(name, ";")
		add(name)
	}
	head := body[:min(len(body), 4096)]
	if _, name, certain := charset.DetermineEncoding(head[:min(len(head), 1024)], ""); certain {
		add(name)
	}
	add(xmlEncoding(head))
	add(chardet.Detect(body[:min(len(body), 64<<10)]).Encoding)
	add("windows-1252")
	return list
}

// zeroPattern recognises UTF-16 and UTF-32 without a mark by where the zero bytes of its ASCII characters are.
func zeroPattern(body []byte) []encoding.Encoding {
	var zeros [4]int
	head := body[:min(len(body), 1024)&^3]
	for i, c := range head {
		if c == 0 {
			zeros[i%4]++
		}
	}
	often := func(n int) bool { return n > len(head)/16 }
	switch {
	case len(head) < 4:
	case often(zeros[1]) && often(zeros[2]) && often(zeros[3]) && !often(zeros[0]):
		return []encoding.Encoding{utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)}
	case often(zeros[0]) && often(zeros[1]) && often(zeros[2]) && !often(zeros[3]):
		return []encoding.Encoding{utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}
	case often(zeros[1]) && often(zeros[3]):
		return []encoding.Encoding{unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	case often(zeros[0]) && often(zeros[2]):
		return []encoding.Encoding{unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
	}
	return nil
}

// named returns the encoding of a name by the WHATWG's table, or nil. UTF-8 is none: it has been tried.
func named(name string) encoding.Encoding {
	name = strings.Trim(strings.ToLower(name), " \t\"'")
	enc, err := htmlindex.Get(name)
	if canonical, nameErr := htmlindex.Name(enc); err != nil || nameErr != nil || canonical == "utf-8" || canonical == "replacement" {
		return nil
	}
	return enc
}

// xmlEncoding reads the encoding of an XML declaration.
func xmlEncoding(head []byte) string {
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return ""
	}
	declaration, _, _ := strings.Cut(string(head), "?>")
	_, value, _ := strings.Cut(declaration, "encoding")
	value = strings.TrimLeft(value, " =\"'")
	if end := strings.IndexAny(value, "\"' "); end >= 0 {
		value = value[:end]
	}
	return value
}

// decodeAs decodes and reports whether the result is text.
func decodeAs(enc encoding.Encoding, body []byte) ([]byte, bool) {
	text, err := enc.NewDecoder().Bytes(body)
	return text, err == nil && isText(text)
}

// mostlyUTF8 reports whether body is UTF-8 but for a few bytes, as pages pasted together from several sources are.
func mostlyUTF8(body []byte) bool {
	good, bad, control := 0, 0, 0
	for len(body) > 0 {
		r, n := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		case isControl(r):
			control++
		}
		body = body[n:]
	}
	return good > 20*(bad+control)
}

// isText reports whether at most one character in two hundred is a control or replacement character.
func isText(text []byte) bool {
	odd, total := 0, 0
	for len(text) > 0 {
		if c := text[0]; c >= ' ' && c < 0x7f { // most of a page
			total++
			text = text[1:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		total++
		if isControl(r) || r == utf8.RuneError {
			odd++
		}
		text = text[n:]
	}
	return odd*200 <= total
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r >= 0x7f && r < 0xa0
}
