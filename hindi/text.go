package hindi

import (
	"sync"
	"time"

	"github.com/clipperhouse/uax29/v2/words"
)

// Text is a text whose words are found, for those who ask several things of it: what it is about, its numbers, dates and places.
type Text struct {
	text  string
	words []token
}

// Read finds the words of text.
func Read(text string) Text { return Text{text, tokens(text)} }

// Terms returns what the text is about: the stems of its normalised words without stop words, in order, repeated as often as they stand.
func (t Text) Terms() []string {
	out := make([]string, 0, len(t.words))
	for _, w := range t.words {
		if !w.is(grammar) {
			out = append(out, Stem(w.norm))
		}
	}
	return out
}

// Speech reports whether the text tells what somebody said: कहा, बताया, बोले, के मुताबिक.
func (t Text) Speech() bool {
	for _, w := range t.words {
		if w.is(speaking) {
			return true
		}
	}
	return false
}

// Terms returns the terms of text, as Text.Terms does.
func Terms(text string) []string { return ask(text, Text.Terms) }

// Numbers finds the quantities in text, as Text.Numbers does.
func Numbers(text string) []Number { return ask(text, Text.Numbers) }

// Dates finds the dates and times in text, as Text.Dates does.
func Dates(text string, published time.Time) []Moment {
	return ask(text, func(t Text) []Moment { return t.Dates(published) })
}

// Places finds the places that text names, as Text.Places does.
func Places(text string) []Place { return ask(text, Text.Places) }

// Speech reports whether sentence tells what somebody said, as Text.Speech does.
func Speech(sentence string) bool { return ask(sentence, Text.Speech) }

// ask finds the words of text for one question, whose answer must not refer to them: their room is used again.
func ask[Answer any](text string, question func(Text) Answer) Answer {
	room := rooms.Get().(*[]token)
	words := appendTokens((*room)[:0], text)
	answer := question(Text{text, words})
	if cap(words) <= mostWords {
		clear(words) // of what they refer to
		*room = words
		rooms.Put(room)
	}
	return answer
}

// rooms are free for words.
var rooms = sync.Pool{New: func() any { return new([]token) }}

const mostWords = 1 << 10 // for which room is kept

// token is a word of a text with its normalised form, its place in the text, and what stands between it and the word before.
type token struct {
	norm       string
	start, end int
	gap        string
	traits     trait
}

// tokens returns the words of text with their places, so that what is found in them can be shown verbatim.
func tokens(text string) []token { return appendTokens(make([]token, 0, len(text)/12+2), text) }

// appendTokens appends the words of text to none.
func appendTokens(out []token, text string) []token {
	last := 0
	for it := words.FromString(text); it.Next(); {
		w := it.Value()
		if !wordLike(w) {
			continue
		}
		one := token{start: it.Start(), end: it.End(), gap: text[last:it.Start()]}
		if n := len(out) - 1; n >= 0 && unseen(one.gap) {
			one.start, one.gap = out[n].start, out[n].gap
			out = out[:n]
		}
		one.norm = Normalize(text[one.start:one.end])
		one.traits = traitsOf(one.norm)
		out = append(out, one)
		last = one.end
	}
	return out
}

// unseen reports whether nothing that a reader sees parts two words: सि and लसिले are one.
func unseen(gap string) bool {
	for _, r := range gap {
		if !invisible(r) {
			return false
		}
	}
	return gap != ""
}

// trait says what a word may be, so that each finder looks only at the words that may begin what it seeks.
type trait uint8

const (
	grammar  trait = 1 << iota // a stop word
	numeral                    // begins a number
	timely                     // begins a date or time
	speaking                   // marks reported speech
)

func (t token) is(what trait) bool { return t.traits&what != 0 }

// traitsOf are the traits of a normalised word.
func traitsOf(norm string) trait {
	if norm != "" && norm[0] >= '0' && norm[0] <= '9' {
		return lexicon[norm] | numeral | timely
	}
	return lexicon[norm]
}

// lexicon is the traits of the words that have any.
var lexicon = func() map[string]trait {
	all := map[string]trait{}
	for word := range stopWords {
		all[word] |= grammar
	}
	for word := range speechVerbs {
		all[word] |= speaking
	}
	for word := range numberWords {
		all[word] |= numeral | timely
	}
	for word := range wordSet("साढे सवा पौने डेढ ढाई अढाई आधा आधे सौ") {
		all[word] |= numeral | timely
	}
	for word := range wordSet("आज कल परसों देर आधी मध्य") {
		all[word] |= timely
	}
	for word := range parts {
		all[word] |= timely
	}
	for _, index := range []map[string]int{months, weekdays} {
		for word := range index {
			all[word] |= timely
		}
	}
	return all
}()
