package telegramtest

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// The kinds of formatting a text can carry, by their names in the Bot API.
const (
	bold          = "bold"
	italic        = "italic"
	underline     = "underline"
	strikethrough = "strikethrough"
	spoiler       = "spoiler"
	code          = "code"
	pre           = "pre"
	textLink      = "text_link"
	textMention   = "text_mention"
	customEmoji   = "custom_emoji"
	dateTime      = "date_time"
	quote         = "blockquote"
	longQuote     = "expandable_blockquote"
)

// Entity is one piece of formatting: a MessageEntity of the Bot API.
// Offset and Length count UTF-16 code units of the text.
type Entity struct {
	Type           string `json:"type"`
	Offset         int    `json:"offset"`
	Length         int    `json:"length"`
	URL            string `json:"url,omitempty"`              // text_link
	User           *User  `json:"user,omitempty"`             // text_mention
	Language       string `json:"language,omitempty"`         // pre
	CustomEmojiID  string `json:"custom_emoji_id,omitempty"`  // custom_emoji
	UnixTime       int    `json:"unix_time,omitempty"`        // date_time
	DateTimeFormat string `json:"date_time_format,omitempty"` // date_time
}

func (e Entity) end() int { return e.Offset + e.Length }

func (e Entity) overlaps(o Entity) bool { return e.Offset < o.end() && o.Offset < e.end() }

func (e Entity) inside(o Entity) bool { return e.Offset >= o.Offset && e.end() <= o.end() }

// priority decides between entities that cover the same text: the lower one is the outer one.
func (e Entity) priority() int {
	switch e.Type {
	case quote, longQuote:
		return 0
	case pre:
		if e.Language != "" {
			return 10
		}
		return 11
	case code:
		return 20
	case dateTime:
		return 30
	case textLink, textMention:
		return 49
	case bold:
		return 90
	case italic:
		return 91
	case underline:
		return 92
	case strikethrough:
		return 93
	case spoiler:
		return 94
	case customEmoji:
		return 99
	}
	return 50 // found in the text: mention, hashtag, url, …
}

func (e Entity) isQuote() bool { return e.Type == quote || e.Type == longQuote }

// isStyle tells the kinds that may be cut in pieces without harm.
func (e Entity) isStyle() bool {
	return styleBit(e.Type) != 0
}

// isVerbatim tells the kinds that admit no style within them.
func (e Entity) isVerbatim() bool { return e.Type == code || e.Type == pre || e.Type == dateTime }

// isSolid tells the kinds of which no two may overlap.
func (e Entity) isSolid() bool { return !e.isQuote() && !e.isStyle() && e.Type != customEmoji }

// isKnown tells the kinds that a sender may ask for.
func isKnown(kind string) bool {
	switch kind {
	case code, pre, textLink, textMention, customEmoji, dateTime, quote, longQuote:
		return true
	}
	return styleBit(kind) != 0
}

func sortEntities(list []Entity) {
	slices.SortStableFunc(list, func(a, b Entity) int {
		return cmp.Or(
			cmp.Compare(a.Offset, b.Offset),
			cmp.Compare(b.Length, a.Length),
			cmp.Compare(a.priority(), b.priority()),
		)
	})
}

// utf16Width is the number of UTF-16 code units of r.
func utf16Width(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// utf16Len is the length of s in UTF-16 code units.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Width(r)
	}
	return n
}

// codePoints is the length by which Telegram limits a text.
func codePoints(s string) int { return utf8.RuneCountInString(s) }
