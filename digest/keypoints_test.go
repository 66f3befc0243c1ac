package digest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

func texts(points []saar.KeyPoint) []string {
	var out []string
	for _, p := range points {
		out = append(out, p.Text)
	}
	return out
}

// What is shown must be news that somebody published: no dateline, no teaser, no question, and never a changed word.
func TestPointsAreVerbatimNews(t *testing.T) {
	a := article("nav-prabhat", "x", 1, "बाजार में आग, 30 दुकानें जलीं",
		"कानपुर, 21 नवंबर (भाषा)। शहर के कपड़ा बाजार में शनिवार तड़के आग लगने से 30 दुकानें जल गईं और दो लोग झुलस गए।",
		"आग पर काबू पाने में दमकल की 11 गाड़ियों को पांच घंटे लगे।",
		"कैसे लगी आग?",
		"आग की लपटें इतनी तेज थीं कि क्या कोई बच सकता था?",
		"वीडियो में देखें आग का मंजर",
		"व्यापार मंडल के अध्यक्ष हरि गुप्ता ने चार करोड़ रुपये के नुकसान का दावा किया है।",
		"ये भी पढ़ें: दिल्ली में ठंड ने तोड़ा रिकॉर्ड",
		"Kanpur News: यूपी में बढ़ी ठंड, स्कूलों का समय बदला")
	got := digest.KeyPoints([]saar.Article{a}, 3)
	want := []string{
		"शहर के कपड़ा बाजार में शनिवार तड़के आग लगने से 30 दुकानें जल गईं और दो लोग झुलस गए।",
		"आग पर काबू पाने में दमकल की 11 गाड़ियों को पांच घंटे लगे।",
		"व्यापार मंडल के अध्यक्ष हरि गुप्ता ने चार करोड़ रुपये के नुकसान का दावा किया है।",
	}
	if diff := cmp.Diff(want, texts(got)); diff != "" {
		t.Error(diff)
	}
	for _, p := range got {
		if p.URL != a.URL || p.Outlet != "nav-prabhat" {
			t.Errorf("point %q is credited to %s, %s", p.Text, p.URL, p.Outlet)
		}
	}
}

// A reader of the second point has only the first before him.
func TestLeaningSentencesStandBehindTheirGround(t *testing.T) {
	a := busNav()
	all := strings.Join(a.Texts(), "\n")
	points := texts(digest.KeyPoints([]saar.Article{a}, 3))
	for i, p := range points {
		if !strings.HasPrefix(p, "उन्होंने") {
			continue
		}
		if i == 0 || !strings.Contains(all, points[i-1]+"\n"+p) {
			t.Errorf("%q stands without the sentence before it", p)
		}
	}
	if len(points) == 0 {
		t.Error("no points")
	}
}

// An article in parts is told part by part, not by its opening alone.
func TestEachPartIsTold(t *testing.T) {
	a := article("nav-prabhat", "parts", 1, "नगर परिषद की बैठक में कई फैसले",
		"नगर परिषद की बैठक में बजट और सफाई पर लंबी चर्चा हुई। बैठक की अध्यक्षता सभापति गीता रावत ने की। कई पार्षदों ने अपने वार्ड की बात रखी।",
		"पार्किंग पर फैसला",
		"परिषद ने तय किया कि पुराने बस अड्डे पर 240 वाहनों की पार्किंग बनेगी। इसका काम जनवरी में शुरू होगा। ठेका अगले महीने दिया जाएगा।",
		"पानी की दरें",
		"पानी का मासिक शुल्क 150 रुपये से बढ़ाकर 180 रुपये किया गया है। नई दर अप्रैल से लागू होगी। विपक्ष के पार्षदों ने इसका विरोध किया।")
	points := strings.Join(texts(digest.KeyPoints([]saar.Article{a}, 3)), "\n")
	for _, want := range []string{"नगर परिषद", "240 वाहनों", "180 रुपये"} {
		if !strings.Contains(points, want) {
			t.Errorf("%q is missing in\n%s", want, points)
		}
	}
}

func TestPointsOfAStoryComeFromSeveralOutlets(t *testing.T) {
	points := digest.KeyPoints(input(busNav(), busSetu(), busSamvad()), 3)
	var outlets []string
	for _, p := range points {
		if !slices.Contains(outlets, p.Outlet) {
			outlets = append(outlets, p.Outlet)
		}
	}
	if len(points) != 3 || len(outlets) < 2 || points[0].Outlet != "nav-prabhat" {
		t.Errorf("points %v; want three, the lead's first, of two outlets or more", points)
	}
}

func TestArticlesThatForbidQuotingGiveNoPoints(t *testing.T) {
	a, b := busNav(), busSetu()
	a.NoSnippet = true
	if got := digest.KeyPoints(input(a), 3); len(got) != 0 {
		t.Errorf("points of an article with nosnippet: %v", got)
	}
	for _, p := range digest.KeyPoints(input(a, b), 3) {
		if p.URL != b.URL {
			t.Errorf("%q is quoted from %s", p.Text, p.URL)
		}
	}
}

func TestFewSentencesGiveFewPoints(t *testing.T) {
	leaning := article("a", "1", 1, "", "उन्होंने कहा कि बैठक अगले सप्ताह फिर बुलाई जाएगी।", "उनके अनुसार तैयारी पूरी है और सबको सूचना दी गई है।")
	for _, tt := range []struct {
		name     string
		articles []saar.Article
		n, want  int
	}{
		{"no articles", nil, 3, 0},
		{"no body", input(article("a", "1", 1, "शीर्षक")), 3, 0},
		{"none asked", input(busNav()), 0, 0},
		{"one asked", input(busNav()), 1, 1},
		{"negative", input(busNav()), -1, 0},
	} {
		if got := digest.KeyPoints(tt.articles, tt.n); len(got) != tt.want {
			t.Errorf("%s: %d points, want %d", tt.name, len(got), tt.want)
		}
	}
	if got := digest.KeyPoints(input(leaning), 3); len(got) == 0 {
		t.Error("a text whose every sentence leans gives nothing, not even its first")
	}
}
