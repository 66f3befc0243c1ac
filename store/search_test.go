package store_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

func article(address, title string, body ...string) saar.Reading {
	r := withBody(reading(address, "prabhat"), strings.Join(body, " ")+address)
	r.Article.Title, r.Article.Body = title, nil
	for _, text := range body {
		r.Article.Body = append(r.Article.Body, saar.Paragraph{Kind: saar.Text, Text: text})
	}
	return r
}

// What a reader types is rarely spelled as the outlet spelled it.
func TestSearch(t *testing.T) {
	s := open(t)
	save(t, s, article("a", "हिन्दी दिवस पर कवि सम्मेलन", "कवियों ने ज़िले में १२ कविताएँ पढ़ीं।", "श्रोता देर रात तक जमे रहे।"))
	save(t, s, article("b", "मोदी ने पुल का उद्घाटन किया", "प्रधानमंत्री ने काँग्रेस पर भी तंज कसा।"))
	save(t, s, article("c", "मादा बाघ दिखी", "वन विभाग ने दम लगाकर खोजा। क्‍या वह लौटेगी?"))

	for _, test := range []struct {
		query string
		want  []string
	}{
		{"हिंदी", []string{"a"}},
		{"हिन्दी दिवस", []string{"a"}},
		{"जिले 12", []string{"a"}},
		{"कांग्रेस", []string{"b"}},
		{"मोदी", []string{"b"}},
		{"मादा", []string{"c"}},
		{"म", nil},
		{"मद", nil},
		{"क्या", []string{"c"}},
		{"मोदी मादा", nil},
		{`"मोदी" OR -मादा* NEAR(`, nil},
		{`title : (मोदी) ^`, nil},
		{"मोदी!", []string{"b"}},
		{"", nil},
		{"\"'*()", nil},
		{"\xff\x00", nil},
	} {
		hits, err := s.Search(t.Context(), test.query, 10)
		check(t, err)
		var got []string
		for _, h := range hits {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(h.URL, "https://"), ".example/khabar"))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.query, diff)
		}
	}
}

// The snippet is what the outlet wrote, around the words asked for, not what the index made of it.
func TestSnippets(t *testing.T) {
	s := open(t)
	long := strings.Repeat("खेत में धान की फ़सल अच्छी है। ", 20)
	save(t, s, article("a", "मंडी समाचार", "पहला परिच्छेद।", long+"काँग्रेस के ज़िला अध्यक्ष “राम सुमेर” ने कहा: दाम बढ़ें। "+long))
	for _, test := range []struct{ query, want string }{
		{"मंडी", "पहला परिच्छेद।"},
		{"कांग्रेस जिला", "काँग्रेस के ज़िला अध्यक्ष “राम सुमेर” ने कहा: दाम बढ़ें।"},
	} {
		hit := must[[]saar.Hit](t)(s.Search(t.Context(), test.query, 1))[0]
		if !strings.Contains(hit.Snippet, test.want) || len([]rune(hit.Snippet)) > 250 {
			t.Errorf("%q: snippet %q, want %q in it", test.query, hit.Snippet, test.want)
		}
		if inner := strings.Trim(hit.Snippet, "…"); !strings.Contains(long+"पहला परिच्छेद।"+long+test.want+" "+long, inner) &&
			test.query == "मंडी" {
			t.Errorf("not verbatim: %q", inner)
		}
		same(t, "title", hit.Title, "मंडी समाचार")
		same(t, "outlet", hit.Outlet.Name, "दैनिक prabhat")
		same(t, "published", hit.Published, morning.Add(-3600e9))
	}
}

// Nothing that a reader can type is an error. (No fuzz target: instrumenting SQLite takes minutes.)
func TestNoQueryIsAnError(t *testing.T) {
	s := open(t)
	save(t, s, article("a", "हिन्दी दिवस", "कवि सम्मेलन में १२ कवि।"))
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	pieces := []string{"हिंदी", "कवि", "12", `"`, "'", "*", "^", "(", ")", ":", "{", "-", " ", "AND", "NOT", "NEAR", "\x00", "\xff", "\u200d", "़", "्", "😀"}
	for range 500 {
		var query strings.Builder
		for range random.IntN(8) {
			query.WriteString(pieces[random.IntN(len(pieces))])
		}
		if _, err := s.Search(t.Context(), query.String(), 3); err != nil {
			t.Errorf("seed %d: %q: %v", seed, query.String(), err)
		}
	}
}

// Readers of the bot and visitors of the page who search all at once must not keep the watchdog's read waiting.
func TestSearchesLeaveRoomForOtherReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, ctx := open(t), t.Context()
		save(t, s, reading("a", "prabhat"))
		done := s.TakeSearch()
		same(t, "hits beside one search", len(must[[]saar.Hit](t)(s.Search(ctx, "नहर", 1))), 1)
		defer s.TakeSearch()()
		found := make(chan int, 1)
		go func() {
			hits, err := s.Search(ctx, "नहर", 1)
			if err != nil {
				t.Error(err)
			}
			found <- len(hits)
		}()
		synctest.Wait()
		select {
		case <-found:
			t.Error("a third search did not wait")
		default:
		}
		same(t, "articles read meanwhile", len(all(t, s)), 1)
		done()
		same(t, "hits of the search that waited", <-found, 1)
	})
}
