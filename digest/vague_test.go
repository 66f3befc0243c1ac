package digest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// A sentence that announces, paints or comments is no fact, wherever it stands: the one that tells is picked before it.
func TestWhatTellsNothingIsNoPoint(t *testing.T) {
	const news = "बेलपुर नगर निगम ने सोमवार को पुराने बस अड्डे की जमीन बेचने का प्रस्ताव खारिज कर दिया।"
	for _, vague := range []string{
		"बस अड्डे के यात्रियों के लिए राहत भरी खबर है।",
		"बेलपुर नगर निगम से जमीन को लेकर बड़ी खबर आ रही है।",
		"बेलपुर नगर निगम के एक प्रस्ताव से शहर में हड़कंप है।",
		"अगर आप बेलपुर के बस अड्डे जा रहे हैं तो ठहरिए।",
		"नगर निगम में कब कौन सा प्रस्ताव गिर जाए, कहना मुश्किल है.",
		"अगर बस अड्डे पर आपको भी शोर सुनाई दिया तो वह वहम नहीं था।",
		"बेलपुर के बस अड्डे के दुकानदारों की नींद उड़ गई है।",
		"बेलपुर नगर निगम ने बस अड्डे की जमीन पर बड़ा एक्शन लिया है।",
		"टूटी सड़कें, उखड़ी बेंचें और बेलपुर का खाली होता बाजार.",
	} {
		a := article("nav-prabhat", "x", 1, "बेलपुर नगर निगम नहीं बेचेगा बस अड्डे की जमीन", vague, news)
		if points := texts(digest.KeyPoints(input(a), 1)); !slices.Equal(points, []string{news}) {
			t.Errorf("%q, want what the council did", points)
		}
		b := article("dainik-setu", "y", 1, "बस अड्डे की जमीन नहीं बिकेगी", vague, "निगम में 41 पार्षद हैं और 26 ने प्रस्ताव के खिलाफ मत दिया।")
		if points := texts(digest.KeyPoints(input(article("nav-prabhat", "x", 1, "बेलपुर नगर निगम नहीं बेचेगा बस अड्डे की जमीन", news), b), 3)); slices.Contains(points, vague) {
			t.Errorf("told beside the facts of another outlet: %q", points)
		}
		if points := digest.KeyPoints(input(article("nav-prabhat", "x", 1, "बेलपुर", vague)), 1); len(points) != 1 {
			t.Errorf("nothing is told of an article that has %q alone", vague)
		}
	}
}

// The sentence behind an announcement stands where the news does, though the headline's words stand in the announcement.
func TestTheNewsBeginsBehindAnAnnouncement(t *testing.T) {
	const announces, news = "बेलपुर बस अड्डे के यात्रियों के लिए अच्छी खबर है।", "नगर निगम ने सोमवार को बिक्री का प्रस्ताव खारिज कर दिया।"
	a := article("nav-prabhat", "x", 1, "बेलपुर बस अड्डे की जमीन पर परिषद का फैसला", announces, news)
	if points := texts(digest.KeyPoints(input(a), 1)); !slices.Equal(points, []string{news}) {
		t.Errorf("%q", points)
	}
}

// What counts something, or quotes somebody, tells something.
func TestWhatCountsIsNotVague(t *testing.T) {
	for _, telling := range []string{
		"बेलपुर के 240 दुकानदारों के लिए अच्छी खबर है।",
		"महापौर ने कहा कि यह फैसला दुकानदारों के लिए अच्छी खबर है।",
	} {
		a := article("nav-prabhat", "x", 1, "बेलपुर के दुकानदारों को मोहलत", telling, "बेलपुर के दुकानदारों की दुकानें पुराने बाजार में हैं और बरसों से वहीं लगती हैं।")
		if points := texts(digest.KeyPoints(input(a), 1)); !slices.Equal(points, []string{telling}) {
			t.Errorf("%q, want %q", points, telling)
		}
	}
}

// The end of a quotation without its beginning, a remark in brackets and a byline cannot be shown.
func TestRemnantsAreNoPoints(t *testing.T) {
	for _, remnant := range []string{
		"पुल की मरम्मत का पैसा जनता का है और वह लौटाया जाएगा।\"",
		"पुल की मरम्मत का पैसा जनता का है और वह लौटाया जाएगा।”",
		"(लेखक बेलपुर के एक कॉलेज में पुलों के जानकार हैं)",
		"बेलपुर (सागर) से हमारे विशेष प्रतिनिधि।",
	} {
		a := article("nav-prabhat", "x", 1, "बेलपुर पुल की मरम्मत का पैसा लौटेगा",
			"बेलपुर पुल की मरम्मत में गड़बड़ी पर ठेकेदार से 12 करोड़ रुपये वसूले जाएंगे।")
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: remnant})
		if points := texts(digest.KeyPoints(input(a), 3)); len(points) == 0 || slices.ContainsFunc(points, func(p string) bool { return strings.HasPrefix(remnant, p) }) {
			t.Errorf("told: %q", points)
		}
	}
	const quoted = "महापौर ने बताया, \"पुल की मरम्मत का पैसा जनता का है और वह लौटाया जाएगा।\""
	a := article("nav-prabhat", "x", 1, "बेलपुर पुल की मरम्मत का पैसा लौटेगा", quoted)
	if points := texts(digest.KeyPoints(input(a), 3)); !slices.Equal(points, []string{quoted}) {
		t.Errorf("a whole quotation: %q", points)
	}
}
