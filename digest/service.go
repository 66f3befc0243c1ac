package digest

import (
	"net/url"
	"slices"
	"strings"

	"github.com/saar-news/saar"
)

// serviceClasses are the kinds of service pieces that the words of a headline tell.
var serviceClasses = [...]string{"rashifal", "rates", "weather", "games", "jobs", "listings", "sponsored", "clips", "tips"}

// ServiceClasses are the names of the classes of service pieces that an edition may ask for.
func ServiceClasses() []string {
	return append(serviceClasses[:len(serviceClasses):len(serviceClasses)], opinion)
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
	"opinion": opinion, "opinions": opinion, "editorial": opinion, "editorials": opinion, "sampadkiya": opinion, "columnist": opinion, "columnists": opinion,
	"explainer": opinion, "explainers": opinion, "explained": opinion,
}

// Service reports whether an article serves rather than tells news, by its address or its headline: horoscopes, rates, the day's
// weather, lotteries, lists of vacancies and results, live scores, quizzes, viral clips, sponsored texts, opinion. Such pieces are kept and
// searchable, but digested only in editions that name their class. A headline about a fraud with one of them is news.
func Service(a saar.Article) bool {
	class, _ := service(a, nil)
	return class != ""
}

// service finds the class of an article and says by what it shows: by the folders of its address, or else by the label or the words of its headline.
// It is "" when the article is no service piece, or one of the wanted classes.
func service(a saar.Article, wanted []string) (class, shownBy string) {
	filed := false
	for _, segment := range segments(a.URL) {
		class, here := serviceSegments[segment]
		if filed = filed || here; here && !slices.Contains(wanted, class) {
			return class, "/" + segment + "/ in its address"
		}
	}
	if filed {
		return "", ""
	}
	if label := opinionLabel(a.Title); label != "" {
		if slices.Contains(wanted, opinion) {
			return "", ""
		}
		return opinion, "the label of its headline (" + label + ")"
	}
	class, words := serves(a.Title)
	if class == "" || slices.Contains(wanted, class) {
		return "", ""
	}
	if len(words) == 0 {
		return class, "its headline"
	}
	return class, "its headline (" + strings.Join(words, ", ") + ")"
}

// segments are the folders and the last part of an address, in lower case.
func segments(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' })
}
