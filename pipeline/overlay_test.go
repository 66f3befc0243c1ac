package pipeline_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// A story that an operator takes out while the parts wait to be sent is in none that is sent, and nothing is sent twice.
func TestATakeOutWhileThePartsWait(t *testing.T) {
	desk(t, 3, func(t *testing.T, o *office) {
		o.config.Editions[0].Stories = 2
		o.pipeline = o.another()
		var out saar.Story
		o.post.onDeliver = func(ctx context.Context, parts []saar.Message) error {
			o.post.onDeliver = nil
			out = o.digest(today.Date).Stories[0]
			_, err := o.store.Lay(ctx, saar.Overlay{Digest: today, Story: out.ID, Kind: saar.TakenOut, By: "admin 7"})
			return err
		}
		status, err := o.publish()
		if err != nil || status.Done() || status.Sent != 0 {
			t.Fatalf("with parts rendered before: %+v, %v", status, err)
		}
		status, err = o.publish()
		if err != nil || !status.Done() || status.Sent != 1 || len(status.Digest.Shown()) != 2 {
			t.Fatalf("rendered anew: %+v, %v", status, err)
		}
		sent := o.post.calls[len(o.post.calls)-1].parts[0].Text
		if strings.Contains(sent, out.Title) {
			t.Errorf("what was taken out is posted:\n%s", sent)
		}
		for _, s := range status.Digest.Shown() {
			if !strings.Contains(sent, s.Title) {
				t.Errorf("%s is not posted", s.Title)
			}
		}
	})
}

// A reader who gets the digest after a correction gets it corrected, though others have been sent the same choice before.
func TestReadersGetTheDigestAsItIsNow(t *testing.T) {
	desk(t, 2, func(t *testing.T, o *office) {
		o.config.Editions[0].Subscribers = true
		o.pipeline = o.another()
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		pass(time.Minute)
		reader := saar.Subscriber{Chat: 5001, Editions: []string{"subah"}}
		before, err := o.pipeline.Personal(t.Context(), reader)
		if err != nil {
			t.Fatal(err)
		}
		s := o.digest(today.Date).Stories[0]
		if _, err := o.store.Lay(t.Context(), saar.Overlay{
			Digest: today, Story: s.ID, Kind: saar.Corrected, At: time.Now(),
			Change: saar.Correction{Headline: saar.Change{Old: s.Title, New: "बेलाघाट की बात बदल गई"}},
		}); err != nil {
			t.Fatal(err)
		}
		after, err := o.pipeline.Personal(t.Context(), reader)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(before[0].Text, "बेलाघाट की बात बदल गई") || !strings.Contains(after[0].Text, "बेलाघाट की बात बदल गई") {
			t.Errorf("before:\n%s\nafter:\n%s", before[0].Text, after[0].Text)
		}
	})
}
