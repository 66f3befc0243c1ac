package digest_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

func window() []saar.Article {
	return input(busNav(), busSetu(), busSamvad(), busElsewhere(), election(), electionSetu(), cricket())
}

// stories names the groups by the last part of their articles' addresses.
func stories(articles []saar.Article) []string {
	var out []string
	for _, members := range digest.Cluster(articles) {
		var names []string
		for _, i := range members {
			names = append(names, articles[i].URL[strings.LastIndexByte(articles[i].URL, '/')+1:])
		}
		slices.Sort(names)
		out = append(out, strings.Join(names, " "))
	}
	slices.Sort(out)
	return out
}

// One event told by three outlets is one story; another accident of the same day is another.
func TestClusterFindsTheEvents(t *testing.T) {
	want := []string{"basti-hadsa bus-accident bus-pul", "bus-ghati", "chunav upchunav", "match"}
	if diff := cmp.Diff(want, stories(window())); diff != "" {
		t.Error(diff)
	}
}

func TestClusterDoesNotDependOnTheOrder(t *testing.T) {
	want := stories(window())
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 10 {
		articles := window()
		rnd.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
		if diff := cmp.Diff(want, stories(articles)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// A copy keeps no body of its own: it belongs to the article it repeats, whatever its headline.
func TestCopiesJoinWhatTheyRepeat(t *testing.T) {
	reprint := article("gram-vani", "reprint", 1, "सरयू का कहर")
	reprint.CopyOf = busNav().URL
	lost := article("gram-vani", "lost", 1, "किसी और की खबर")
	lost.CopyOf = "https://nowhere.example/gone"
	self := article("gram-vani", "self", 1, "अपनी ही नकल")
	self.CopyOf = self.URL
	want := []string{"basti-hadsa bus-pul reprint", "lost", "self"}
	if diff := cmp.Diff(want, stories(input(reprint, busSetu(), lost, busNav(), self))); diff != "" {
		t.Error(diff)
	}
}

func TestClusterOfNothingAndOfEmptyArticles(t *testing.T) {
	if got := digest.Cluster(nil); len(got) != 0 {
		t.Errorf("stories of nothing: %v", got)
	}
	articles := []saar.Article{{URL: "a"}, {URL: "b"}, {URL: "c", Title: "।।"}}
	if got := digest.Cluster(articles); len(got) != 3 {
		t.Errorf("stories of three empty articles: %v, want each alone", got)
	}
}
