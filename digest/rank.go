package digest

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// sectionWeights are how much a story of a section counts beside one of any other.
var sectionWeights = map[saar.Section]float64{
	saar.Politics: 1.1, saar.India: 1.15, saar.State: 1.05, saar.World: 1, saar.Business: .95, saar.Crime: .9, saar.Health: .9,
	saar.Education: .9, saar.Science: .9, saar.Sports: .85, saar.Entertainment: .65, saar.Lifestyle: .5, saar.Religion: .6, saar.Other: .7,
}

const (
	halfLife   = 14 * time.Hour // after which a story's news is worth half
	toldAgain  = .55            // what a story is worth that an earlier digest told, when there is something new
	goesOn     = .85            // and when all its articles are new: the toll rose, somebody was arrested
	nothingNew = .15            // and when there is nothing new
	unknownAge = .5             // what a story is worth of which no article says when it was published
	pointless  = .6             // what a story is worth that has a headline only
)

// score rates a story and says why, in Hindi.
func score(s saar.Story, before telling, now time.Time) (float64, []string) {
	worth := math.Log2(1 + float64(s.Independent))
	why := []string{fmt.Sprintf("%d स्वतंत्र स्रोत (%s)", s.Independent, outletNames(s.Tellers))}

	if newest := newestOf(s.Members); newest.IsZero() {
		worth *= unknownAge
		why = append(why, weighed("समय नहीं बताया गया", unknownAge))
	} else {
		age := max(0, now.Sub(newest))
		worth *= math.Exp2(-float64(age) / float64(halfLife))
		why = append(why, "सबसे नई ख़बर "+ago(age))
	}

	worth *= sectionWeights[s.Section]
	why = append(why, weighed("विषय "+s.Section.Name(), sectionWeights[s.Section]))

	if s.Update {
		worth *= before.discount()
		why = append(why, weighed(before.reason(), before.discount()))
	}
	return rounded(worth), why
}

// weighed is a reason with what it multiplies a story's worth by.
func weighed(reason string, weight float64) string {
	return fmt.Sprintf("%s (भार %.2f)", reason, weight)
}

// rounded keeps a score as stable, and as short, as it is shown.
func rounded(score float64) float64 { return math.Round(score*1e4) / 1e4 }

// outletNames are those with words of their own, then the others, of whom it says so.
func outletNames(tellers []saar.Teller) string {
	var own, borrowed []string
	for _, t := range tellers {
		name := cmp.Or(t.Name, t.ID)
		if t.Agency {
			borrowed = append(borrowed, name)
		} else {
			own = append(own, name)
		}
	}
	if len(borrowed) == 0 {
		return strings.Join(own, ", ")
	}
	others := strings.Join(borrowed, ", ") + " में एजेंसी या किसी और का लेख"
	if len(own) == 0 {
		return others
	}
	return strings.Join(own, ", ") + "; " + others
}

func newestOf(members []saar.Member) time.Time {
	var newest time.Time
	for _, m := range members {
		if m.Published.After(newest) {
			newest = m.Published
		}
	}
	return newest
}

// ago is an age for people, e.g. "5 घंटे पुरानी".
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "अभी की"
	case d < time.Hour:
		return fmt.Sprintf("%d मिनट पुरानी", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d घंटे पुरानी", int(d.Hours()))
	}
	return fmt.Sprintf("%d दिन पुरानी", int(d.Hours()/24))
}

// telling is what an earlier digest said of a story.
type telling struct {
	in    saar.DigestID
	fresh int      // articles that no digest showed under the headline they have now
	by    []string // words that tie the two, where they share no article
}

func (t telling) discount() float64 {
	switch {
	case t.fresh == 0:
		return nothingNew
	case len(t.by) > 0:
		return goesOn
	}
	return toldAgain
}

func (t telling) reason() string {
	if t.fresh == 0 {
		return fmt.Sprintf("%s में बताई जा चुकी, तब से कुछ नया नहीं", t.in)
	}
	if len(t.by) > 0 {
		return fmt.Sprintf("अपडेट: %s में बताई गई घटना की अगली ख़बर (दोनों में: %s), सभी लेख नए", t.in, strings.Join(t.by, ", "))
	}
	if t.fresh == 1 {
		return fmt.Sprintf("अपडेट: %s में बताई जा चुकी, अब 1 नया या बदला लेख", t.in)
	}
	return fmt.Sprintf("अपडेट: %s में बताई जा चुकी, अब %d नए या बदले लेख", t.in, t.fresh)
}
