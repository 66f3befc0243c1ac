package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/store"
)

// subscribe makes a chat a reader of the morning edition, as the bot does.
func subscribe(t *testing.T, s *store.Store, r saar.Subscriber) {
	t.Helper()
	if r.Since.IsZero() {
		r.Since = time.Now()
	}
	if r.Editions == nil {
		r.Editions = []string{"subah"}
	}
	last, err := s.Heard(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.Apply(t.Context(), 1, last+1, r.Chat, func(*saar.Subscriber) *saar.Subscriber { return &r }); err != nil {
		t.Fatal(err)
	}
}

// A reader gets what they chose: no topic they did not want, no place left out, nothing they muted.
func TestReadersChoose(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "saar.db"))
	edition := subah(kolkata)
	edition.Subscribers = true
	p := pipeline.New(pipeline.Config{Editions: []saar.Edition{edition}}, nil, s, nil, nil, nil)
	if _, err := p.Personal(t.Context(), saar.Subscriber{}); !errors.Is(err, saar.ErrNotFound) {
		t.Errorf("before the first digest: %v", err)
	}
	d := saar.Digest{ID: today, Title: "सुबह का सार", Zone: "Asia/Kolkata", Show: 3, Compiled: time.Now(), Window: saar.Window{To: time.Now().Add(-time.Minute)}}
	for i, story := range []struct {
		section saar.Section
		title   string
	}{
		{saar.Politics, "पटना में दलों की बैठक बेनतीजा"},
		{saar.State, "मंडी समिति के चुनाव टले"},
		{saar.Business, "चाँदी के दाम गिरे"},
		{saar.Sports, "लखनऊ की टीम फ़ाइनल में"},
		{saar.Sports, "हॉकी शिविर आज से"},
		{saar.State, "वाराणसी के घाटों की सफ़ाई"},
	} {
		d.Stories = append(d.Stories, saar.Story{ID: fmt.Sprint(i), Section: story.section, Title: story.title, URL: "https://nav-prabhat.example/1"})
	}
	if _, err := s.SaveDigest(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		reader saar.Subscriber
		want   string // ids
		empty  bool
	}{
		{"everything", saar.Subscriber{}, "0 1 2", false},
		{"one topic", saar.Subscriber{Topics: []saar.Section{saar.Sports}}, "3 4", false},
		{"a place", saar.Subscriber{Places: []string{"वाराणसी"}}, "5", false},
		{"a whole state", saar.Subscriber{Places: []string{"उत्तर प्रदेश"}}, "3 5", false},
		{"a topic and a place", saar.Subscriber{Topics: []saar.Section{saar.Business}, Places: []string{"पटना"}}, "0 2", false},
		{"two topics, as many as a channel shows", saar.Subscriber{Topics: []saar.Section{saar.Sports, saar.State}}, "1 3 4", false},
		{"muted", saar.Subscriber{Muted: []string{"1"}}, "0 2 3", false},
		{"followed besides", saar.Subscriber{Topics: []saar.Section{saar.Business}, Followed: []string{"4", "9"}}, "2 4", false},
		{"followed and full", saar.Subscriber{Followed: []string{"5"}}, "0 1 2 5", false},
		{"muted though chosen", saar.Subscriber{Topics: []saar.Section{saar.Business}, Muted: []string{"2", "0"}}, "1 3 4", true},
		{"nothing of it", saar.Subscriber{Topics: []saar.Section{saar.Religion}}, "0 1 2", true},
	} {
		chosen, err := p.Chosen(t.Context(), c.reader, false)
		var ids []string
		for _, story := range chosen.Stories {
			ids = append(ids, story.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != c.want || chosen.Show != len(ids) {
			t.Errorf("%s: %q, want %q (%d shown, %v)", c.name, got, c.want, chosen.Show, err)
		}
		parts, err := p.Personal(t.Context(), c.reader)
		if err != nil || len(parts) != 1 || strings.Contains(parts[0].Text, "कोई ख़बर नहीं") != c.empty {
			t.Errorf("%s: %+v, %v", c.name, parts, err)
		}
	}
	all, err := p.Chosen(t.Context(), saar.Subscriber{Muted: []string{"0"}}, true)
	if err != nil || all.Stories[0].ID != "0" {
		t.Errorf("with muted ones: %+v, %v", all, err)
	}
}

// Readers who chose alike share what is rendered; it is not rendered again when they ask for it.
func TestEachChoiceIsRenderedOnce(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		for chat := int64(1); chat <= 5; chat++ {
			subscribe(t, o.store, saar.Subscriber{Chat: chat})
		}
		subscribe(t, o.store, saar.Subscriber{Chat: 6, Topics: []saar.Section{saar.Religion}})
		if _, err := o.publish(); err != nil {
			t.Fatal(err)
		}
		renderings := map[string]bool{}
		deliveries, err := o.store.Deliveries(t.Context(), today)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range deliveries {
			renderings[d.Rendering] = true
		}
		if len(renderings) != 3 { // the channel's, and two choices
			t.Errorf("renderings %v", slices.Collect(maps.Keys(renderings)))
		}
	})
}

// readers is a desk whose edition has readers.
func readers(t *testing.T, f func(t *testing.T, o *office)) {
	t.Helper()
	desk(t, 4, func(t *testing.T, o *office) {
		o.close()
		o.config.Editions[0].Subscribers = true
		o.open()
		f(t, o)
	})
}

// A reader's time is the earliest moment. Who chose none, or one before the edition's, has the digest when it is ready; who
// slept through a machine's bad day is not woken by it in the evening.
func TestReadersHaveTheirTime(t *testing.T) {
	for _, test := range []struct {
		name     string
		off, on  string // when the machine is switched off and on again
		readers  map[int64]int
		received map[int64]string
	}{
		{
			"an ordinary day", "", "",
			map[int64]int{1: 0, 2: 6 * 60, 3: 9*60 + 30, 4: 20 * 60},
			map[int64]string{1: "07:00", 2: "07:00", 3: "09:30", 4: "20:00"},
		},
		{
			"switched off for an hour", "2026-11-20T09:00:00+05:30", "2026-11-20T10:00:00+05:30",
			map[int64]int{1: 0, 3: 9*60 + 30, 4: 20 * 60},
			map[int64]string{1: "07:00", 3: "10:00", 4: "20:00"},
		},
		{
			"switched off until the evening", "2026-11-20T09:00:00+05:30", "2026-11-20T16:00:00+05:30",
			map[int64]int{1: 0, 3: 9*60 + 30, 4: 11 * 60, 5: 20 * 60},
			map[int64]string{1: "07:00", 4: "16:00", 5: "20:00"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, "2026-11-20T06:50:00+05:30", func(t *testing.T, o *office) {
				o.config.Heartbeat = 10 * time.Minute
				o.config.Editions[0].Subscribers = true
				o.start()
				o.print("prabhat", 1)
				for chat, at := range test.readers {
					subscribe(t, o.store, saar.Subscriber{Chat: chat, Time: at})
				}
				if test.off != "" {
					travel(instant(t, test.off))
					o.halt()
					travel(instant(t, test.on))
					o.start()
				}
				travel(instant(t, "2026-11-20T15:00:00Z"))
				o.halt()
				if diff := cmp.Diff(test.received, o.post.received()); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

// received tells when each reader's first part was posted, and whether one was posted twice.
func (b *postbox) received() map[int64]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	times := map[int64]string{}
	for _, p := range b.posted {
		if p.chat.ID > 0 && p.part == 1 {
			if times[p.chat.ID] != "" {
				times[p.chat.ID] += " and "
			}
			times[p.chat.ID] += p.at.In(kolkata).Format("15:04")
		}
	}
	return times
}

// A broadcast that is stopped goes on where it was; who was owed something gets what was rendered for them then, whatever
// they chose since.
func TestBroadcastGoesOn(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		const many = 230
		for chat := int64(1); chat <= many; chat++ {
			subscribe(t, o.store, saar.Subscriber{Chat: chat})
		}
		stopped, calls := errors.New("stopped"), 0
		o.post.onDeliver = func(_ context.Context, parts []saar.Message) error {
			if calls++; calls == 150 {
				return stopped
			}
			return nil
		}
		if _, err := o.publish(); !errors.Is(err, stopped) {
			t.Fatalf("not stopped: %v", err)
		}
		got := len(o.post.received())
		if got == 0 || got >= many {
			t.Fatalf("%d readers served", got)
		}
		for chat := int64(1); chat <= many; chat++ {
			subscribe(t, o.store, saar.Subscriber{Chat: chat, Topics: []saar.Section{saar.Religion}, Since: time.Now().Add(-24 * time.Hour)})
		}
		pass(time.Second)
		subscribe(t, o.store, saar.Subscriber{Chat: many + 1}) // after the digest was compiled
		for range 2 {
			if _, err := o.publish(); err != nil {
				t.Fatal(err)
			}
		}
		after := o.post.received()
		for chat := int64(1); chat <= many; chat++ {
			if len(after[chat]) != len("12:00") {
				t.Errorf("reader %d received it at %q", chat, after[chat])
			}
		}
		if len(after) != many {
			t.Errorf("%d readers served, want %d", len(after), many)
		}
		d, err := o.store.Deliveries(t.Context(), today, saar.Chat{ID: int64(got)}, saar.Chat{ID: int64(got + 1)}, saar.Chat{ID: many})
		if err != nil || d[0].Rendering != d[1].Rendering || d[0].Rendering == d[len(d)-1].Rendering {
			t.Errorf("renderings of served, owed and later readers: %+v, %v", d, err)
		}
	})
}

// A channel that cannot be written to for hours does not keep the digest from its readers; one that can comes first.
func TestReadersDoNotWaitForAStuckChannel(t *testing.T) {
	for stuck, want := range map[time.Duration]time.Duration{time.Hour: time.Minute, 20 * time.Second: 20 * time.Second} {
		t.Run(stuck.String(), func(t *testing.T) {
			readers(t, func(t *testing.T, o *office) {
				subscribe(t, o.store, saar.Subscriber{Chat: 1})
				o.post.onDeliver = func(ctx context.Context, parts []saar.Message) error {
					if strings.HasPrefix(parts[0].Rendering, saar.PersonalRendering) {
						return nil
					}
					return wait(ctx, stuck)
				}
				begun := time.Now()
				if _, err := o.pipeline.Publish(t.Context(), today, begun, begun.Add(2*time.Hour)); err != nil {
					t.Fatal(err)
				}
				for _, m := range o.post.posted {
					if m.chat.ID > 0 && m.at.Sub(begun) != want || m.chat.ID < 0 && m.at.Sub(begun) != stuck {
						t.Errorf("chat %s after %v; the channel was stuck for %v", m.chat, m.at.Sub(begun), stuck)
					}
				}
				if len(o.post.posted) != 2 {
					t.Errorf("posted %+v", o.post.posted)
				}
			})
		})
	}
}

// A channel that waits for hours, as in its quiet hours, does not keep a reader beyond the time that they chose.
func TestReadersHaveTheirTimeWhileAChannelWaits(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		subscribe(t, o.store, saar.Subscriber{Chat: 1})
		subscribe(t, o.store, saar.Subscriber{Chat: 2, Time: 14 * 60})
		o.config.Editions[0].Manners = map[string]saar.Manner{"-1001": {Pin: true}}
		o.pipeline = o.another()
		o.post.onDeliver = func(ctx context.Context, parts []saar.Message) error {
			if strings.HasPrefix(parts[0].Rendering, saar.PersonalRendering) {
				return nil
			}
			return wait(ctx, 5*time.Hour)
		}
		noon := time.Now()
		if _, err := o.pipeline.Publish(t.Context(), today, noon, noon.Add(6*time.Hour)); err != nil {
			t.Fatal(err)
		}
		for _, m := range o.post.posted {
			want := map[int64]time.Duration{1: time.Minute, 2: 2 * time.Hour, -1001: 5 * time.Hour}[m.chat.ID]
			if at := m.at.Sub(noon); at < want || at > want+time.Minute {
				t.Errorf("chat %s after %v, want %v", m.chat, at, want)
			}
		}
		if len(o.post.posted) != 3 {
			t.Errorf("posted %+v", o.post.posted)
		}
		if got := o.post.calls[0].targets; len(got) != 1 || !got[0].Pin {
			t.Errorf("targets %+v: the manner of the chat is lost", got)
		}
	})
}

// An old edition that the operator publishes by hand goes to who read that edition then: not to who joined since, be it the bot
// or that edition alone, whether its digest was stored or is compiled only now.
func TestOldEditionsAreNotForNewReaders(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		seven := time.Now()
		subscribe(t, o.store, saar.Subscriber{Chat: 1})
		subscribe(t, o.store, saar.Subscriber{Chat: 2, Editions: []string{"shaam"}})
		subscribe(t, o.store, saar.Subscriber{Chat: 3})
		subscribe(t, o.store, saar.Subscriber{Chat: 3, Since: seven, Editions: []string{"shaam"}})
		pass(time.Hour)
		subscribe(t, o.store, saar.Subscriber{Chat: 2, Since: seven, Editions: []string{"shaam", "subah"}}) // the evening's reader joins
		subscribe(t, o.store, saar.Subscriber{Chat: 3, Since: seven})                                       // one comes back
		subscribe(t, o.store, saar.Subscriber{Chat: 4})
		pass(time.Hour)
		if _, err := o.pipeline.Publish(t.Context(), today, seven, time.Now().Add(time.Hour)); err != nil { // compiled two hours late
			t.Fatal(err)
		}
		var got []int64
		for _, m := range o.post.posted {
			if m.chat.ID > 0 {
				got = append(got, m.chat.ID)
			}
		}
		if diff := cmp.Diff([]int64{1}, got); diff != "" {
			t.Errorf("who got the edition of two hours ago (-want +got):\n%s", diff)
		}
		pass(23 * time.Hour)
		o.print("samvad", 7)
		o.collect("samvad")
		tomorrow := saar.DigestID{Edition: today.Edition, Date: "2026-11-21"}
		if _, err := o.pipeline.Publish(t.Context(), tomorrow, time.Now(), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if n := len(o.post.posted); n != 2+5 {
			t.Errorf("%d posts, want both of a channel, one and four of readers", n)
		}
	})
}

// Only stored parts are sent: a reader whose parts have been deleted meanwhile gets none, rather than others.
func TestDeletedPartsAreNotMadeAnew(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		subscribe(t, o.store, saar.Subscriber{Chat: 1})
		stopped := errors.New("stopped")
		o.post.onDeliver = func(_ context.Context, parts []saar.Message) error {
			if strings.HasPrefix(parts[0].Rendering, saar.PersonalRendering) {
				return stopped
			}
			return nil
		}
		if _, err := o.publish(); !errors.Is(err, stopped) {
			t.Fatalf("not stopped: %v", err)
		}
		o.post.onDeliver = nil
		if err := o.store.ForgetPersonal(t.Context(), today.Edition, "2027-01-01"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.publish(); err != nil || len(o.post.received()) > 0 {
			t.Errorf("%v, %v", err, o.post.received())
		}
	})
}

// An edition that has no channel goes to its readers.
func TestEditionForReadersOnly(t *testing.T) {
	readers(t, func(t *testing.T, o *office) {
		o.close()
		o.config.Editions[0].Chats = nil
		o.open()
		subscribe(t, o.store, saar.Subscriber{Chat: 1})
		subscribe(t, o.store, saar.Subscriber{Chat: 2, Editions: []string{"shaam"}})
		status, err := o.publish()
		synctest.Wait()
		if err != nil || !status.Done() || len(o.post.received()) != 1 {
			t.Errorf("%+v, %v, %v", status, err, o.post.received())
		}
	})
}
