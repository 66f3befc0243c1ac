package pipeline_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// newsroom is an office that has sent the pieces 1 and 2 to its channel, and the address of the first.
func newsroom(t *testing.T, f func(t *testing.T, o *office, url string)) {
	t.Helper()
	room(t, []saar.Source{prabhat("prabhat")}, func(t *testing.T, o *office) {
		url := o.print("prabhat", 1)
		pass(time.Second)
		o.print("prabhat", 2)
		o.collect("prabhat")
		pass(time.Second)
		if status, err := o.publish(); err != nil || !status.Done() {
			t.Fatalf("%+v, %v", status, err)
		}
		o.revise()
		f(t, o, url)
	})
}

func (o *office) revise() {
	o.t.Helper()
	if _, err := o.pipeline.Revise(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// hours lets hours pass as the daemon does: rounds of collecting, and a look after what is to be edited.
func (o *office) hours(long time.Duration) {
	o.t.Helper()
	for end := time.Now().Add(long); time.Now().Before(end); pass(10 * time.Minute) {
		o.collect("prabhat")
		o.revise()
	}
}

// alter puts another title, or another text, on a page; its feed does not say so.
func (o *office) alter(url string, n int, title func(string) string, paragraphs func([]string)) {
	o.t.Helper()
	was, texts := text(n)
	if paragraphs != nil {
		paragraphs(texts)
	}
	if title != nil {
		was = title(was)
	}
	o.web.mu.Lock()
	defer o.web.mu.Unlock()
	o.web.pages[url] = page(url, time.Now(), was, texts)
}

func longer(title string) string { return title + ", जाँच के आदेश" }

// A headline that the outlet has changed is edited into the post after the second look, not after the first; the archive
// has both.
func TestAChangedHeadlineIsCorrectedAfterTheSecondLook(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		old, _ := text(1)
		o.alter(url, 1, longer, nil)
		sent, looks := time.Now(), len(o.web.fetches(url))
		o.hours(70 * time.Minute)
		if n := len(o.web.fetches(url)) - looks; n != 1 || len(o.post.edited) != 0 || !tells(o.digest(today.Date), 1) {
			t.Fatalf("after %d looks: edits %+v", n, o.post.edited)
		}
		o.hours(50 * time.Minute)
		if len(o.post.edited) != 1 {
			t.Fatalf("after %d looks: edits %+v, alarms %q", len(o.web.fetches(url))-looks, o.post.edited, o.post.alarms)
		}
		looked := o.web.fetches(url)[looks:]
		if apart := looked[1].Sub(looked[0]); apart < 30*time.Minute {
			t.Errorf("the second look came %v after the first", apart)
		}
		edit := o.post.edited[0]
		if !strings.Contains(edit.Text, longer(old)) || !strings.Contains(edit.Text, "संशोधित") || edit.Version != 1 {
			t.Errorf("edited to:\n%s", edit.Text)
		}
		if other, _ := text(2); !strings.Contains(edit.Text, other) {
			t.Error("the other story is not in the post any more")
		}
		s := o.digest(today.Date).Stories
		for _, story := range s {
			if story.Title == longer(old) && (len(story.Corrections) != 1 || story.Corrections[0].Headline.Old != old) {
				t.Errorf("the archive does not know what it was: %+v", story.Corrections)
			}
		}
		o.hours(30 * time.Hour)
		if n := len(o.web.fetches(url)); len(o.post.edited) != 1 || o.web.fetches(url)[n-1].Sub(sent) > 25*time.Hour {
			t.Errorf("%d edits, last read %v after it was sent", len(o.post.edited), o.web.fetches(url)[n-1].Sub(sent))
		}
	})
}

// What the outlet takes back within half an hour was a slip, and no reader hears of it.
func TestAChangeThatIsTakenBackIsNone(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		o.alter(url, 1, longer, nil)
		o.hours(70 * time.Minute)
		o.alter(url, 1, nil, nil)
		o.hours(24 * time.Hour)
		if len(o.post.edited) != 0 || len(o.post.alarms) != 0 {
			t.Errorf("edits %+v, alarms %q", o.post.edited, o.post.alarms)
		}
	})
}

func TestAChangedNumberInAPointIsCorrected(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		point := headed(t, o.digest(today.Date), 1).Points[0].Text
		number := strings.IndexAny(point, "0123456789")
		if number < 0 {
			t.Fatalf("%q has no number", point)
		}
		changed := point[:number] + "9" + point[number:]
		o.alter(url, 1, nil, func(texts []string) {
			for i := range texts {
				texts[i] = strings.Replace(texts[i], point, changed, 1)
			}
		})
		o.hours(4 * time.Hour)
		if len(o.post.edited) != 1 || !strings.Contains(o.post.edited[0].Text, changed) || strings.Contains(o.post.edited[0].Text, point) {
			t.Errorf("edits %+v, alarms %q", o.post.edited, o.post.alarms)
		}
		if c := headed(t, o.digest(today.Date), 1).Corrections; len(c) != 1 || c[0].Points[0] != (saar.Change{Old: point, New: changed}) {
			t.Errorf("the archive has %+v", c)
		}
	})
}

// A sentence that was reworded is the operator's to judge: both texts reach the admin chat, once.
func TestARewordedSentenceIsPutToTheOperator(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		point := headed(t, o.digest(today.Date), 1).Points[0].Text
		o.alter(url, 1, nil, func(texts []string) {
			for i := range texts {
				texts[i] = strings.Replace(texts[i], point, "अब इस बारे में अधिकारियों ने चुप्पी साध ली है।", 1)
			}
		})
		o.hours(24 * time.Hour)
		if len(o.post.edited) != 0 || len(o.post.alarms) != 1 || !strings.Contains(o.post.alarms[0], point) ||
			!strings.Contains(o.post.alarms[0], "saar retract "+url) {
			t.Errorf("edits %+v, alarms %q", o.post.edited, o.post.alarms)
		}
	})
}

// Another event at the same address is no correction of the first.
func TestAnotherStoryAtTheAddressIsPutToTheOperator(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		o.alter(url, 9, nil, nil)
		o.hours(24 * time.Hour)
		title, _ := text(9)
		if len(o.post.edited) != 0 || len(o.post.alarms) != 1 || !strings.Contains(o.post.alarms[0], title) {
			t.Errorf("edits %+v, alarms %q", o.post.edited, o.post.alarms)
		}
	})
}

// A page that is gone is not linked any more, and its key points leave; one that is refused, challenged or slow has said
// nothing.
func TestOnlyAPageThatIsGoneIsCorrected(t *testing.T) {
	for outcome, want := range map[saar.Outcome]int{saar.Gone: 1, saar.Forbidden: 0, saar.Challenge: 0, saar.Timeout: 0, saar.ServerError: 0} {
		t.Run(string(outcome), func(t *testing.T) {
			newsroom(t, func(t *testing.T, o *office, url string) {
				story := headed(t, o.digest(today.Date), 1)
				o.web.onFetch = func(_ context.Context, link saar.Link) error {
					if link.URL == url {
						return saar.Fail(outcome, errors.New("no page"))
					}
					return nil
				}
				o.hours(24 * time.Hour)
				if len(o.post.edited) != want || len(o.post.alarms) != 0 {
					t.Fatalf("edits %+v, alarms %q", o.post.edited, o.post.alarms)
				}
				if want == 0 {
					return
				}
				got := o.post.edited[0].Text
				if strings.Contains(got, url) || strings.Contains(got, story.Points[0].Text) || !strings.Contains(got, story.Title) ||
					!strings.Contains(got, "स्रोत ने मूल ख़बर हटा ली है") {
					t.Errorf("edited to:\n%s", got)
				}
			})
		})
	}
}

// unsettled reports whether something was seen on a page that is not dealt with.
func (o *office) unsettled(url string) bool {
	o.t.Helper()
	places, err := o.store.Watching(o.t.Context(), url, time.Now())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, at := range places {
		seen, err := o.store.Sightings(o.t.Context(), at.Digest, at.Story, at.URL)
		if err != nil {
			o.t.Fatal(err)
		}
		if slices.ContainsFunc(seen, func(s saar.Sighting) bool { return !s.Done }) {
			return true
		}
	}
	return false
}

// An outlet that cannot make up its mind does not make a channel blink: two edits of a post, an hour apart; then the
// operator hears of it, and the archive goes on.
func TestAPostIsCorrectedTwiceAtMost(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		var edits []time.Time
		o.post.onAlarm = func() {
			if !o.unsettled(url) {
				t.Error("a change counts as dealt with before the operator is told of it")
			}
		}
		for i := range 6 {
			o.alter(url, 1, func(title string) string { return title + strings.Repeat(", नई बात", i+1) }, nil)
			if _, err := o.store.SaveDiscovery(t.Context(), o.config.Sources[0], saar.Discovery{}, time.Now()); err != nil {
				t.Fatal(err)
			}
			for end := time.Now().Add(4 * time.Hour); time.Now().Before(end); pass(10 * time.Minute) {
				o.collect("prabhat")
				before := len(o.post.edited)
				o.revise()
				if len(o.post.edited) > before {
					edits = append(edits, time.Now())
				}
			}
		}
		if len(edits) != 2 || edits[1].Sub(edits[0]) < time.Hour {
			t.Errorf("edited at %v", edits)
		}
		if len(o.post.alarms) == 0 || !strings.Contains(o.post.alarms[0], "has been corrected 2 times") {
			t.Errorf("alarms %q", o.post.alarms)
		}
		for _, s := range o.digest(today.Date).Stories {
			if s.URL == url && len(s.Corrections) < 3 {
				t.Errorf("the archive has %d corrections", len(s.Corrections))
			}
		}
	})
}

// Two corrections within an hour are one edit and, when the hour is over, another; a retraction waits for nothing.
func TestCorrectionsOfAPostAreAnHourApart(t *testing.T) {
	newsroom(t, func(t *testing.T, o *office, url string) {
		first, second := headed(t, o.digest(today.Date), 1), headed(t, o.digest(today.Date), 2)
		lay := func(s saar.Story, title string) {
			t.Helper()
			if _, err := o.store.Lay(t.Context(), saar.Overlay{
				Digest: today, Story: s.ID, Kind: saar.Corrected, Change: saar.Correction{Headline: saar.Change{Old: s.Title, New: title}},
			}); err != nil {
				t.Fatal(err)
			}
		}
		edited := func(after time.Duration, want int) {
			t.Helper()
			pass(after)
			o.revise()
			if len(o.post.edited) != want {
				t.Fatalf("%d edits, want %d", len(o.post.edited), want)
			}
		}
		lay(first, "बेलाघाट से नई ख़बर")
		edited(0, 1)
		lay(second, "कमलाघाट से नई ख़बर")
		edited(59*time.Minute, 1)
		edited(time.Minute, 2)
		if text := o.post.edited[1].Text; !strings.Contains(text, "बेलाघाट से नई ख़बर") || !strings.Contains(text, "कमलाघाट से नई ख़बर") {
			t.Errorf("edited to:\n%s", text)
		}
		lay(first, "बेलाघाट से और नई ख़बर")
		edited(2*time.Hour, 2)
		o.retract(url)
		edited(0, 3)
	})
}
