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
}

func defaultRereads() Rereads {
	return Rereads{Young: 24 * time.Hour, Ages: []time.Duration{time.Hour, 6 * time.Hour}, Apart: 15 * time.Minute, Most: 5}
}

// after says when the article of a reading is read again, the zero value if never. How a further reading ended makes no
// difference: who is gone may come back.
func (r Rereads) after(reading saar.Reading) saar.Reread {
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
	again.Early = reading.Read.Add(r.Apart << again.Times)
	if again.Times >= r.Most || again.Early.After(again.Until) {
		return saar.Reread{}
	}
	again.Due = time.Time{}
	born := again.Until.Add(-r.Young)
	future := func(age time.Duration) bool { return born.Add(age).After(reading.Read) }
	if i := slices.IndexFunc(r.Ages, future); i >= 0 {
		again.Due = born.Add(r.Ages[i])
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
