package pipeline_test

import (
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// A story that loses key points because it would fill a message is told of in the log; readers get all the rest of it.
func TestShedPointsAreLogged(t *testing.T) {
	desk(t, 1, func(t *testing.T, o *office) {
		draft, err := o.pipeline.Draft(t.Context(), today, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		long := draft.Stories[0]
		long.ID, long.Points = "lamba", nil
		for _, word := range []string{"पहला ", "दूसरा ", "तीसरा "} {
			long.Points = append(long.Points, saar.KeyPoint{Text: strings.Repeat(word, 300), URL: long.URL, Outlet: long.Tellers[0].ID})
		}
		draft.Stories, draft.Show = []saar.Story{long}, 1
		if _, err := o.store.SaveDigest(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		text := o.messages()[0].Text
		if !strings.Contains(text, "दूसरा") || strings.Contains(text, "तीसरा") {
			t.Errorf("posted %d bytes, with the third point: %v", len(text), strings.Contains(text, "तीसरा"))
		}
		if got := o.log.with("left out to fit a message", "story=lamba", "points=1", "digest="+today.String()); len(got) != 1 {
			t.Errorf("logged %q", o.log.with("left out"))
		}
	})
}
