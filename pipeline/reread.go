package pipeline

import (
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// Rereads says when articles are read again. Outlets rewrite breaking news under the same address for hours: a young
// article is read again at certain ages, and when its source says that it has changed, ever more seldom.
type Rereads struct {
	Young time.Duration   // for how long after it was published an article is read again
	Ages  []time.Duration // at which it is read again in any case, rising
	Apart time.Duration   // between the first two readings, at least; twice as long after each further one
	Most  int             // how often an article is read again; 0: never
	Told  []time.Duration // after it was sent, at which an article that a digest tells is read again, rising, and Most times more when its source says that it has changed
}

// mostApart is the longest time between two readings of an article that a digest tells: a correction must not wait for long.
const mostApart = 2 * time.Hour

func defaultRereads() Rereads {
	return Rereads{Young: 24 * time.Hour, Ages: []time.Duration{time.Hour, 6 * time.Hour}, Apart: 15 * time.Minute, Most: 5, Told: []time.Duration{time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 23 * time.Hour}}
}

// after says when the article of a reading is read again, the zero value if never. How a further reading ended makes no
// difference: who is gone may come back. watched is for how long an article that a digest tells is.
func (r Rereads) after(reading saar.Reading, watched time.Duration) saar.Reread {
	again := reading.Again
	switch {
	case reading.Link.Again.Article != "":
		again.Times++
	case reading.Outcome == saar.OK:
		born := reading.Article.Time()
		if born.After(reading.Read) {
			born = reading.Read
		}
		again.Article, again.Until = reading.Article.URL, born.Add(r.Young)
	default:
		return saar.Reread{}
	}
	apart, most := r.Apart<<again.Times, r.Most
	if again.Told {
		apart, most = min(apart, mostApart), r.Most+len(r.Told)
	}
	again.Early = reading.Read.Add(apart)
	if again.Times >= most || again.Early.After(again.Until) {
		return saar.Reread{}
	}
	again.Due = time.Time{}
	born, ages := again.Until.Add(-r.Young), r.Ages
	if again.Told {
		born, ages = again.Until.Add(-watched), r.Told
	}
	future := func(age time.Duration) bool { return born.Add(age).After(reading.Read) }
	if i := slices.IndexFunc(ages, future); i >= 0 {
		again.Due = born.Add(ages[i])
		if again.Due.Before(again.Early) {
			again.Due = again.Early
		}
	}
	return again
}

// recogniseAgain makes what was read again a version of the article that it was at first, never a duplicate of another.
// An address that by now leads to another article leaves this one as it is, unless that has the same text: then the
// outlet has given the article another address.
func recogniseAgain(reading *saar.Reading, article saar.Article, original string, twins []saar.Twin) {
	known := reading.Link.Again.Article
	if article.URL != known && original != known {
		reading.Outcome, reading.Detail = saar.NotArticle, "it leads to another article now: "+article.URL
		return
	}
	article.URL = known
	if original != known && outletOf(twins, original) != article.Outlet.ID {
		article.CopyOf = original
	}
	reading.Article = &article
}
