package store

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// bodyOf reads the paragraphs of a row, "" for none. As a rule they share the row's memory: an edition's articles are some 100 MB, which
// json.Unmarshal would go through three times, and copy.
func bodyOf(row string) ([]saar.Paragraph, error) {
	if row == "" {
		return nil, nil
	}
	if body, ok := plainBody(row); ok {
		return body, nil
	}
	var body []saar.Paragraph
	err := json.Unmarshal([]byte(row), &body)
	return body, err
}

// plainBody reads paragraphs as saveText writes them, without spaces and in this order of fields, and nothing else.
func plainBody(row string) ([]saar.Paragraph, bool) {
	if !utf8.ValidString(row) {
		return nil, false
	}
	body := make([]saar.Paragraph, 0, strings.Count(row, `{"kind":`))
	for rest, before := row, "["; rest != "]"; before = "," {
		kind, afterKind := cutString(rest, before+`{"kind":`)
		text, afterText := cutString(afterKind, `,"text":`)
		var closed bool
		if rest, closed = strings.CutPrefix(afterText, "}"); !closed {
			return nil, false
		}
		body = append(body, saar.Paragraph{Kind: saar.ParagraphKind(kind), Text: text})
	}
	return body, true
}

// cutString cuts the JSON string that stands behind prefix from what follows it. Where there is none, nothing follows.
func cutString(s, prefix string) (value, after string) {
	s, found := strings.CutPrefix(s, prefix+`"`)
	if !found {
		return "", ""
	}
	value, after, _ = strings.Cut(s, `"`)
	if !strings.Contains(value, `\`) {
		return value, after
	}
	end := 0
	for end < len(s) && s[end] != '"' {
		if s[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(s) || json.Unmarshal([]byte(`"`+s[:end+1]), &value) != nil {
		return "", ""
	}
	return value, s[end+1:]
}
