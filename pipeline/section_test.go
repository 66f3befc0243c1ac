package pipeline_test

import (
	"testing"

	"github.com/saar-news/saar"
)

// What a page says of its section goes before what the operator says of the source, and that before what words say.
func TestSectionOfASource(t *testing.T) {
	sports := prabhat("prabhat")
	sports.Section = saar.Sports
	room(t, []saar.Source{sports}, func(t *testing.T, o *office) {
		silent, says := "https://prabhat.example/khabar/1.html", "https://prabhat.example/rajniti/2.html"
		o.web.print(t, "prabhat", silent, 1)
		o.web.print(t, "prabhat", says, 2)
		o.collect("prabhat")
		kept := o.articles()
		if kept[silent].Section != saar.Sports || kept[says].Section != saar.Politics {
			t.Errorf("sections %q and %q, want the source's and the page's", kept[silent].Section, kept[says].Section)
		}
	})
}
