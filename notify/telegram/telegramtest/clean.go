package telegramtest

import (
	"slices"
	"strings"
)

// MaxEntities is how many formatting entities of one message reach Telegram; the rest is dropped without an error.
const MaxEntities = 100

var errEmptyText = apiText("text must be non-empty")

// Clean does what Telegram does to a parsed text before it posts it: control characters and bidi marks go, the ends
// are trimmed, overlapping entities are sorted out, mentions and addresses are found. It fails when nothing is left.
func Clean(text string, entities []Entity) (Content, error) {
	text, entities = cleanCharacters(text, entities)
	if strings.Trim(text, " \n") == "" {
		return Content{}, errEmptyText
	}
	sortEntities(entities)
	text, entities = trim(text, entities)
	solid, quotes := settle(entities)
	found := findable(find(text), solid, quotes)
	styles, emoji := splitStyles(entities, slices.Concat(solid, quotes, found))
	c := Content{Text: text, Found: found}
	c.Entities, c.Lost = firstHundred(solid, quotes, styles, emoji)
	return c, nil
}

// cleanCharacters removes and replaces what Telegram removes and replaces, and moves the entities along.
func cleanCharacters(text string, entities []Entity) (string, []Entity) {
	var b strings.Builder
	b.Grow(len(text))
	moved := make([]int, 0, len(text)+1) // new UTF-16 offset of each old one
	units := 0
	for _, r := range text {
		for range utf16Width(r) {
			moved = append(moved, units)
		}
		if r = cleanRune(r); r >= 0 {
			b.WriteRune(r)
			units += utf16Width(r)
		}
	}
	moved = append(moved, units)
	return b.String(), move(entities, func(at int) int { return moved[max(0, min(at, len(moved)-1))] })
}

// cleanRune is what becomes of r; -1 when it goes.
func cleanRune(r rune) rune {
	const zeroWidthNonJoiner = '\u200c'
	switch {
	case r == '\n':
		return r
	case r == '\r', r >= '\u2028' && r <= '\u202e', r == '\u0333', r == '\u033f', r == '\u030a':
		return -1
	case r < ' ':
		return ' '
	case r == '\u200e', r == '\u200f':
		return zeroWidthNonJoiner
	}
	return r
}

// move gives every entity new ends and drops those that became empty.
func move(entities []Entity, to func(int) int) []Entity {
	var kept []Entity
	for _, e := range entities {
		begin, end := to(e.Offset), to(e.end())
		if e.Offset, e.Length = begin, end-begin; e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return kept
}

// trim cuts spaces and newlines: all at the end, those at the beginning up to the first entity.
func trim(text string, entities []Entity) (string, []Entity) {
	text = strings.TrimRight(text, " \n")
	end := utf16Len(text)
	entities = move(entities, func(at int) int { return min(at, end) })
	cut := len(text) - len(strings.TrimLeft(text, " \n"))
	if len(entities) > 0 {
		cut = min(cut, entities[0].Offset)
	}
	return text[cut:], move(entities, func(at int) int { return at - cut })
}

// settle keeps what may stand beside each other: the first of overlapping links and code, the first of overlapping
// quotes, and no link or code across the border of a quote.
func settle(entities []Entity) (solid, quotes []Entity) {
	for _, e := range entities {
		switch {
		case e.isQuote() && !overlapsAny(e, quotes):
			quotes = append(quotes, e)
		case e.isSolid() && !overlapsAny(e, solid):
			solid = append(solid, e)
		}
	}
	return slices.DeleteFunc(solid, func(e Entity) bool { return crosses(e, quotes) }), quotes
}

func overlapsAny(e Entity, list []Entity) bool {
	return slices.ContainsFunc(list, e.overlaps)
}

func crosses(e Entity, quotes []Entity) bool {
	return slices.ContainsFunc(quotes, func(q Entity) bool { return e.overlaps(q) && !e.inside(q) })
}

func findable(found, solid, quotes []Entity) []Entity {
	return slices.DeleteFunc(found, func(e Entity) bool { return overlapsAny(e, solid) || crosses(e, quotes) })
}

var styleKinds = []string{bold, italic, underline, strikethrough, spoiler}

func styleBit(kind string) byte {
	if i := slices.Index(styleKinds, kind); i >= 0 {
		return 1 << i
	}
	return 0
}

// splitStyles joins equal styles that touch, takes them out of code, and cuts them wherever another style or one of
// the borders begins or ends.
func splitStyles(entities, borders []Entity) (styles, emoji []Entity) {
	end := 0
	for _, e := range slices.Concat(entities, borders) {
		end = max(end, e.end())
	}
	mask, cut := make([]byte, end+1), make([]bool, end+1)
	for _, e := range entities {
		if e.Type == customEmoji && !overlapsAny(e, emoji) {
			emoji = append(emoji, e)
		}
		for i := e.Offset; e.isStyle() && i < e.end(); i++ {
			mask[i] |= styleBit(e.Type)
		}
	}
	for _, e := range borders {
		cut[e.Offset], cut[e.end()] = true, true
		for i := e.Offset; e.isVerbatim() && i < e.end(); i++ {
			mask[i] = 0
		}
	}
	begin := 0
	for i := 1; i <= end; i++ {
		if mask[i] == mask[begin] && !cut[i] {
			continue
		}
		styles = append(styles, stylesOf(mask[begin], begin, i)...)
		begin = i
	}
	return styles, emoji
}

func stylesOf(mask byte, begin, end int) []Entity {
	var list []Entity
	for i, kind := range styleKinds {
		if mask&(1<<i) != 0 {
			list = append(list, Entity{Type: kind, Offset: begin, Length: end - begin})
		}
	}
	return list
}

// firstHundred keeps as many entities as Telegram does: links, code and quotes before styles; custom emoji are free.
func firstHundred(solid, quotes, styles, emoji []Entity) (kept, lost []Entity) {
	firm := slices.Concat(solid, quotes)
	sortEntities(firm)
	sortEntities(styles)
	all := slices.Concat(firm, styles)
	n := min(len(all), MaxEntities)
	kept = slices.Concat(all[:n], emoji)
	sortEntities(kept)
	if n < len(all) {
		lost = all[n:]
	}
	return kept, lost
}
