package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// PassedOver says, for the operator, why Compile leaves an article out of an edition whose window ends at to, whatever
// else there is to tell; "" when it does not. That a copy is left out whose original is not in the window, it cannot see.
func PassedOver(a saar.Article, e saar.Edition, to time.Time) string {
	switch {
	case e.MaxAge > 0 && a.Time().Before(to.Add(-e.MaxAge)):
		return fmt.Sprintf("it was too old: %s when the window ended, and nothing older than %s is told", span(to.Sub(a.Time())), span(e.MaxAge))
	case strings.TrimSpace(a.Title) == "":
		return "it has no headline"
	case !saar.LinkableURL(a.URL):
		return "its address cannot be linked"
	case !inHindi(a):
		return "it is not in Hindi"
	case Service(a):
		return "it is a service piece (horoscope, rates, vacancies, quiz, sponsored text and the like), " + servedBy(a)
	}
	return ""
}

// servedBy says what shows that an article is a service piece.
func servedBy(a saar.Article) string {
	for _, segment := range segments(a.URL) {
		if serviceSegments[segment] {
			return "as /" + segment + "/ in its address shows"
		}
	}
	return "as its headline shows"
}

// Reasons says, for the operator, what the score of a story was made of in a digest whose window ended at to: the factors
// of Story.Why.
func Reasons(s saar.Story, to time.Time) []string {
	outlets := make([]string, 0, len(s.Tellers))
	for _, t := range s.Tellers {
		name := t.Name
		if name == "" {
			name = t.ID
		}
		if t.Agency {
			name += ", with an agency's or another outlet's text"
		}
		outlets = append(outlets, name)
	}
	why := []string{plural(s.Independent, "independent source") + " (" + strings.Join(outlets, "; ") + ")"}
	if newest := newestOf(s.Members); newest.IsZero() {
		why = append(why, "no article says when it was published")
	} else {
		why = append(why, fmt.Sprintf("the newest article was %s old; every %s halves a story's worth", span(to.Sub(newest)), span(halfLife)))
	}
	why = append(why, fmt.Sprintf("a story of section %s counts %.2f", s.Section, sectionWeights[s.Section]))
	if s.Update {
		why = append(why, fmt.Sprintf("an earlier digest told it: it counts %.2f with new articles, %.2f without", toldAgain, nothingNew))
	}
	if len(s.Points) == 0 {
		why = append(why, fmt.Sprintf("no sentence of it can stand as a key point: a headline alone counts %.2f", pointless))
	}
	return why
}

// span is a time for the operator, e.g. "5 hours".
func span(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute")
	case d < 96*time.Hour:
		return plural(int(d.Hours()), "hour")
	}
	return plural(int(d.Hours()/24), "day")
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
