package scraper_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// A page decoded wrongly is stored, compared and posted as rubbish.
func TestDecode(t *testing.T) {
	const hindi = "<html><head><title>सार</title></head><body>बेलाघाट का नया पुल सोमवार को खुल गया। ₹50 लाख बचे।</body></html>"
	const western = "<html><body>Café “Zürich” – naïve façade, déjà vu; señor Muñoz, très élégant</body></html>"
	const japan = "<html><body>日本語の新聞記事です。今日は晴れです。明日は雨が降るでしょう。</body></html>"
	meta := func(name, s string) string { return strings.Replace(s, "<body>", `<meta charset="`+name+`"><body>`, 1) }
	xml := `<?xml version="1.0" encoding="iso-8859-1"?><rss>é</rss>`
	tests := []struct {
		name, body, contentType, want string
	}{
		{"plain", hindi, "", hindi},
		{"header lies", hindi, "text/html; charset=windows-1252", hindi},
		{"meta lies", meta("iso-8859-1", hindi), "text/html", meta("iso-8859-1", hindi)},
		{"byte order mark", "\xef\xbb\xbf" + hindi, "", hindi},
		{"UTF-16 with mark", "\xff\xfe" + encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), hindi), "", hindi},
		{"UTF-16 with mark, header lies", "\xfe\xff" + encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), hindi), "text/html; charset=utf-8", hindi},
		{"UTF-16 by header", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), hindi), "text/html; charset=utf-16be", hindi},
		{"UTF-16 by its zeros", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), western), "", western},
		{"UTF-32 with mark", "\xff\xfe\x00\x00" + encoded(t, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), hindi), "", hindi},
		{"windows-1252 by header", encoded(t, charmap.Windows1252, western), "text/html; charset=ISO-8859-1", western},
		{"windows-1252 by meta", encoded(t, charmap.Windows1252, meta("windows-1252", western)), "text/html", meta("windows-1252", western)},
		{"windows-1252 undeclared", encoded(t, charmap.Windows1252, western), "text/html", western},
		{"windows-1252 called UTF-8", encoded(t, charmap.Windows1252, western), "text/html; charset=utf-8", western},
		{"Shift JIS by header", encoded(t, japanese.ShiftJIS, japan), "text/html; charset=Shift_JIS", japan},
		{"by XML declaration", encoded(t, charmap.ISO8859_1, xml), "text/xml", xml},
		{"a few broken bytes", hindi + hindi + "\xe0\xa4", "", hindi + hindi + "\uFFFD"},
		{"quoted charset", hindi, `text/html; charset="UTF-8"`, hindi},
		{"empty", "", "", ""},
	}
	for _, tt := range tests {
		got, err := scraper.Decode([]byte(tt.body), tt.contentType)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\n got %q\nwant %q", tt.name, err, got, tt.want)
		}
	}
	for name, body := range map[string]string{
		"picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00", "zeros": strings.Repeat("\x00", 1000),
	} {
		_, err := scraper.Decode([]byte(body), "text/html; charset=utf-8")
		if saar.OutcomeOf(err) != saar.BadEncoding {
			t.Errorf("%s: %v, want bad_encoding", name, err)
		}
	}
}

func encoded(t *testing.T, enc encoding.Encoding, s string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("सार"), "text/html; charset=utf-16")
	f.Add([]byte("\xff\xfe\x00\xd8"), "")
	f.Add([]byte("<meta charset=utf-7>\x80\x81"), "charset=x-user-defined")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, err := scraper.Decode(body, contentType)
		if err == nil && !utf8.Valid(text) {
			t.Errorf("not UTF-8: %q", text)
		}
		if err == nil && utf8.Valid(body) && len(text) > len(body)*2 {
			t.Errorf("%d bytes of UTF-8 became %d", len(body), len(text))
		}
	})
}
