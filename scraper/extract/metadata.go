package extract

import (
	"time"

	"github.com/saar-news/saar"
)

// facts is what a page says of itself, before anything is decided.
type facts struct {
	*scan
	page    saar.Page
	zone    *time.Location
	things  []thing
	article thing // the linked data of the article; nil if there is none
}

func gatherFacts(s *scan, page saar.Page, zone *time.Location) *facts {
	f := &facts{scan: s, page: page, zone: zone, things: linkedData(s.scripts)}
	f.article = articleThing(f.things)
	return f
}

// metaText is the first non-empty value of the named metas, in the order of the names.
func (f *facts) metaText(names ...string) string {
	for _, name := range names {
		for _, value := range f.metas[name] {
			if value = squeeze(plainText(value)); value != "" {
				return value
			}
		}
	}
	return ""
}
