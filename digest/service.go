package digest

import (
	_ "embed"
	"net/url"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

//go:embed lists/service.txt
var serviceList string

// servicePhrases show a service piece, newsPhrases that it tells news all the same.
var servicePhrases, newsPhrases = func() (service, news phrases) {
	var served, told strings.Builder
	lines(serviceList, func(line string) {
		if phrase, ok := strings.CutPrefix(line, "! "); ok {
			told.WriteString(phrase + "\n")
		} else {
			served.WriteString(line + "\n")
		}
	})
	return readPhrases(served.String()), readPhrases(told.String())
}()

// serviceSegments are folders of an address that hold no news.
var serviceSegments = map[string]bool{
	"rashifal": true, "horoscope": true, "astrology": true, "astro": true, "jyotish": true, "panchang": true,
	"quiz": true, "jokes": true, "recipe": true, "recipes": true, "sponsored": true, "partner-content": true,
	"brand-desk": true, "brandwire": true, "advertorial": true, "web-stories": true, "webstories": true, "web-story": true,
	"photo-gallery": true, "photogallery": true, "lottery": true, "viral": true, "optical-illusion": true,
	"deals": true, "shopping": true, "impact-feature": true, "epaper": true,
}

// Service reports whether an article serves rather than tells news, by its address or its headline: horoscopes, rates, the day's
// weather, lotteries, lists of vacancies and results, live scores, quizzes, viral clips, sponsored texts. Such pieces are kept and
// searchable, but not digested. A headline about a fraud with one of them is news.
func Service(a saar.Article) bool {
	for _, segment := range segments(a.URL) {
		if serviceSegments[segment] {
			return true
		}
	}
	title := hindi.Normalize(a.Title)
	return servicePhrases.in(title) && !newsPhrases.in(title)
}

// segments are the folders and the last part of an address, in lower case.
func segments(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' })
}

// phrases are sequences of words, by their first word. "*" stands for up to gap words, "^" for the beginning of a text.
type phrases map[string][][]string

const gap = 3

func readPhrases(list string) phrases {
	p := phrases{}
	lines(list, func(line string) {
		f := strings.Fields(line)
		for i := range f {
			if f[i] != "*" && f[i] != "^" {
				f[i] = hindi.Normalize(f[i])
			}
		}
		p[f[0]] = append(p[f[0]], f)
	})
	return p
}

// in reports whether one of the phrases stands in a normalised text.
func (p phrases) in(text string) bool {
	var all []string
	words(text, func(w string) { all = append(all, w) })
	for _, phrase := range p["^"] {
		if begins(all, phrase[1:]) {
			return true
		}
	}
	for i, w := range all {
		for _, phrase := range p[w] {
			if begins(all[i:], phrase) {
				return true
			}
		}
	}
	return false
}

func begins(text, phrase []string) bool {
	switch {
	case len(phrase) == 0:
		return true
	case phrase[0] == "*":
		for skip := 0; skip <= min(gap, len(text)); skip++ {
			if begins(text[skip:], phrase[1:]) {
				return true
			}
		}
		return false
	case len(text) == 0 || text[0] != phrase[0]:
		return false
	}
	return begins(text[1:], phrase[1:])
}
