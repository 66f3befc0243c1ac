package hindi

import (
	"slices"
	"strings"
)

// Number is a quantity a text states.
type Number struct {
	Value float64
	Unit  string // "percent", "rupee", "dollar", "km", "kg", "hour", "year" ... ; empty for a plain count
	Noun  string // what is counted, in one spelling and number: मृतक, घायल, सीट, वोट, व्यक्ति ... ; empty if unknown
	About bool   // the text says करीब, लगभग, से ज्यादा, कम से कम ...
	Text  string // the number as it stands in the text, with its unit: text[Start:End]

	Start, End int // bytes
}

// Numbers finds the quantities in the text, in order: 1 लाख 77 हजार, ढाई लाख, 2.5 लाख, साढ़े तीन, पच्चीस, 1,77,000, ₹500, 10%, १२ घायल.
// Years, dates, clock times, phone numbers, ordinals and numbers that only name something (धारा 302, वार्ड 5, कोविड-19) are none.
func (t Text) Numbers() []Number {
	var out []Number
	text, words := t.text, t.words
	for i := 0; i < len(words); {
		value, n := quantity(words[i:])
		if n == 0 {
			i++
			continue
		}
		second, from, m := rangeEnd(words, i+n)
		if m == 0 {
			if num, ok := counted(text, words, i, i+n, value); ok {
				out = append(out, num)
			}
			i += n
			continue
		}
		score := from == i+n && second < value // 4-1
		if high, ok := counted(text, words, from, from+m, second); ok && !score && !naming(text, words, i, i+n) {
			out = appendRange(out, text, words[i:i+n], value, high)
		}
		i = from + m
	}
	return out
}

// rangeEnd reads the second number of 10-12 or 70 से 80 behind the first, which ends before words[end]: it begins at from, with n words.
func rangeEnd(words []token, end int) (value float64, from, n int) {
	from = end
	if from+1 < len(words) && words[from].norm == "से" && adjacent(words[from]) {
		from++
	} else if from >= len(words) || strings.Trim(words[from].gap, " ") != "-" && words[from].gap != "–" {
		return 0, end, 0
	}
	if from > end && !adjacent(words[from]) {
		return 0, end, 0
	}
	words = slices.Clone(words[from:min(from+12, len(words))])
	words[0].gap = " "
	value, n = quantity(words)
	return value, from, n
}

// appendRange adds the two ends of a range, both rough, or the one number of दो-दो and 10-10, which tell how many each.
func appendRange(out []Number, text string, first []token, value float64, high Number) []Number {
	low := Number{Value: value, Unit: high.Unit, Noun: high.Noun, About: true, Start: first[0].start, End: first[len(first)-1].end}
	low.Text = text[low.Start:low.End]
	scale := scaleOf(high.Text)
	if value == high.Value || len(first) == 1 && value*scale == high.Value { // ढाई-ढाई लाख
		high.Start = low.Start
		high.Text = text[high.Start:high.End]
		return append(out, high)
	}
	if len(first) == 1 && value*scale < high.Value {
		low.Value = value * scale // 10-12 हजार
	}
	high.About = true
	return append(out, low, high)
}

// scaleOf is the multiplier written in s, 1 if there is none.
func scaleOf(s string) float64 {
	scale := 1.0
	for _, word := range strings.Fields(Normalize(s)) {
		if m := multipliers[word]; m > 0 {
			scale *= m
		}
	}
	return scale
}

// counted makes a Number of words[i:end], unless they are a date, a name or the like.
func counted(text string, words []token, i, end int, value float64) (Number, bool) {
	unit, unitEnd := unitAfter(text, words, end)
	start := words[i].start
	if sign, symbol := currencyBefore(text[:start]); unit == "" && sign > 0 {
		unit, start = symbol, start-sign
	} else if i > 0 && rupeeWords[words[i-1].norm] && unit == "" && adjacent(words[i]) {
		unit, start = "rupee", words[i-1].start
	}
	noun := ""
	if unit == "" {
		noun = nounAround(words, i, end)
	}
	if naming(text, words, i, end) || unit == "" && (yearLike(words, i, end, value, noun) || bareWord(words, i, end, noun)) {
		return Number{}, false
	}
	stop := words[end-1].end
	if unitEnd > end {
		stop = words[unitEnd-1].end
	} else if unit == "percent" {
		stop += strings.IndexByte(text[stop:], '%') + 1
	}
	return Number{
		Value: value, Unit: unit, Noun: noun, About: about(words, i, max(end, unitEnd)),
		Text: text[start:stop], Start: start, End: stop,
	}, true
}

// quantity reads the longest number at the beginning of words and returns its value and how many words it takes, 0 if there is none:
// groups of a number and its multiplier, each smaller than the one before (1 लाख 77 हजार 500).
func quantity(words []token) (value float64, n int) {
	last := 0.0 // the multiplier of the group before
	for n < len(words) {
		if n > 0 && !adjacent(words[n]) {
			break
		}
		base, used := simple(words[n:])
		if used == 0 {
			break
		}
		scale := 1.0
		at := n + used
		for at < len(words) && adjacent(words[at]) && multipliers[words[at].norm] > 0 {
			scale *= multipliers[words[at].norm]
			at++
		}
		if n > 0 && (base*scale >= last || base != float64(int(base)) && scale == 1) {
			break
		}
		value += base * scale
		n, last = at, scale
		if scale == 1 {
			break
		}
	}
	return value, n
}

// simple reads one number without its multiplier: digits, a number word, साढ़े तीन, पौने दो, सवा लाख.
func simple(words []token) (value float64, n int) {
	w := words[0].norm
	if !words[0].is(numeral) {
		return 0, 0
	}
	if v, ok := digits(w); ok {
		return v, 1
	}
	if v, ok := numberWords[w]; ok {
		return v, 1
	}
	next := 0.0
	hasNext := false
	if len(words) > 1 && adjacent(words[1]) {
		if next, hasNext = numberWords[words[1].norm]; !hasNext {
			next, hasNext = digits(words[1].norm)
		}
	}
	scaled := len(words) > 1 && adjacent(words[1]) && multipliers[words[1].norm] > 0
	switch w {
	case "साढे":
		if hasNext {
			return next + .5, 2
		}
	case "सवा":
		if hasNext {
			return next + .25, 2
		}
		if scaled {
			return 1.25, 1
		}
	case "पौने":
		if hasNext {
			return next - .25, 2
		}
		if scaled {
			return .75, 1
		}
	case "डेढ":
		return 1.5, 1
	case "ढाई", "अढाई":
		return 2.5, 1
	case "आधा", "आधे":
		if scaled {
			return .5, 1
		}
	case "सौ":
		return 100, 1
	}
	return 0, 0
}

// digits reads ASCII digits with grouping commas and a decimal point.
func digits(w string) (float64, bool) {
	value, scale, groups := 0.0, 0.0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case c >= '0' && c <= '9':
			value = value*10 + float64(c-'0')
			scale *= 10
		case c == ',' && scale == 0:
			groups++
		case c == '.' && scale == 0 && i > 0:
			scale = 1
		default:
			return 0, false
		}
	}
	if w == "" || len(w) > 18 {
		return 0, false
	}
	return value / max(scale, 1), true
}

// adjacent reports whether only white space, or nothing, stands before the token.
func adjacent(t token) bool { return strings.TrimSpace(t.gap) == "" }
