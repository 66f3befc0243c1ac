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
	}
	if class, shownBy := service(a, e.Service); class != "" {
		return fmt.Sprintf("it is a service piece (%s), as %s shows; the edition's key service does not name that class", class, shownBy)
	}
	return ""
}

// Standing says, in Hindi, at which rank (from 1) a story of a digest stands and why: the factors of its score, the least
// score of a shown story, and its own.
func Standing(d saar.Digest, rank int) string {
	s := d.Stories[rank-1]
	text := standsAt(rank) + ": " + strings.Join(s.Why, ", ")
	if len(d.Shown()) > 0 {
		text += fmt.Sprintf("; दिखाई गई ख़बरों में सबसे कम अंक %.2f, इसके अंक %.2f", Lowest(d).Score, s.Score)
	}
	return text
}

// Lowest is the shown story of the least score, the last of equals. There must be one.
func Lowest(d saar.Digest) saar.Story {
	shown := d.Shown()
	lowest := shown[0]
	for _, s := range shown[1:] {
		if s.Score <= lowest.Score {
			lowest = s
		}
	}
	return lowest
}

var ranks = []string{
	"पहले", "दूसरे", "तीसरे", "चौथे", "पाँचवें", "छठे", "सातवें", "आठवें", "नौवें", "दसवें", "ग्यारहवें", "बारहवें",
}

// standsAt is a rank in words, e.g. "नौवें स्थान पर".
func standsAt(rank int) string {
	if rank <= len(ranks) {
		return ranks[rank-1] + " स्थान पर"
	}
	return fmt.Sprintf("%dवें स्थान पर", rank)
}

// span is a time for the operator, e.g. "5 hours".
func span(d time.Duration) string {
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
