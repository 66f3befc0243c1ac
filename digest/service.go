package digest

import (
	_ "embed"
	"net/url"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

//go:embed lists/service.txt
var serviceList string

// serviceClass is one kind of service pieces, with the phrases of their headlines.
type serviceClass struct {
	name    string
	phrases phrases
}

// serviceClasses show a service piece, newsPhrases that it tells news all the same.
var serviceClasses, newsPhrases = readService(serviceList)

func readService(list string) (classes []serviceClass, news phrases) {
	news = phrases{}
	lines(list, func(line string) {
		kind, phrase, _ := strings.Cut(line, " ")
		switch kind {
		case "=":
			classes = append(classes, serviceClass{name: phrase, phrases: phrases{}})
		case "!":
			news.add(phrase)
		default:
			classes[len(classes)-1].phrases.add(line)
		}
	})
	return classes, news
}

// ServiceClasses are the names of the classes of service pieces that an edition may ask for.
func ServiceClasses() []string {
	var names []string
	for _, c := range serviceClasses {
		names = append(names, c.name)
	}
	return names
}

// serviceSegments are folders of an address that hold no news, with their class.
var serviceSegments = map[string]string{
	"rashifal": "rashifal", "horoscope": "rashifal", "astrology": "rashifal", "astro": "rashifal", "jyotish": "rashifal", "panchang": "rashifal",
	"lottery": "games", "quiz": "games", "optical-illusion": "games",
	"sponsored": "sponsored", "partner-content": "sponsored", "brand-desk": "sponsored", "brandwire": "sponsored", "advertorial": "sponsored",
	"impact-feature": "sponsored", "deals": "sponsored", "shopping": "sponsored",
	"jokes": "clips", "viral": "clips", "web-stories": "clips", "webstories": "clips", "web-story": "clips", "photo-gallery": "clips",
	"photogallery": "clips", "epaper": "clips",
	"recipe": "tips", "recipes": "tips",
}

// Service reports whether an article serves rather than tells news, by its address or its headline: horoscopes, rates, the day's
// weather, lotteries, lists of vacancies and results, live scores, quizzes, viral clips, sponsored texts. Such pieces are kept and
// searchable, but digested only in editions that name their class. A headline about a fraud with one of them is news.
func Service(a saar.Article) bool {
	class, _ := service(a, nil)
	return class != ""
}

// service finds the first class of an article that is not among the wanted ones, and says by what it shows; "" when it is no
// service piece, or of wanted classes only.
func service(a saar.Article, wanted []string) (class, shownBy string) {
	for _, segment := range segments(a.URL) {
		if class := serviceSegments[segment]; class != "" && !slices.Contains(wanted, class) {
			return class, "/" + segment + "/ in its address"
		}
	}
	var title []string
	words(hindi.Normalize(a.Title), func(w string) { title = append(title, w) })
	for _, c := range serviceClasses {
		if !slices.Contains(wanted, c.name) && c.phrases.among(title) && !newsPhrases.among(title) {
			return c.name, "its headline"
		}
	}
	return "", ""
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
	lines(list, p.add)
	return p
}

func (p phrases) add(phrase string) {
	f := strings.Fields(phrase)
	for i := range f {
		if f[i] != "*" && f[i] != "^" {
			f[i] = hindi.Normalize(f[i])
		}
	}
	p[f[0]] = append(p[f[0]], f)
}

// in reports whether one of the phrases stands in a normalised text.
func (p phrases) in(text string) bool {
	var all []string
	words(text, func(w string) { all = append(all, w) })
	return p.among(all)
}

// among reports whether one of the phrases stands in the words of a normalised text.
func (p phrases) among(all []string) bool {
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
