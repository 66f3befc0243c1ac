package digest_test

import (
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

func TestClassify(t *testing.T) {
	for _, tt := range []struct {
		name string
		a    saar.Article
		want saar.Section
	}{
		{"its own section", saar.Article{Section: saar.Health, URL: "https://a.example/khel/1", Title: "मैच"}, saar.Health},
		{"an unknown section is ignored", saar.Article{Section: "खेल-कूद", URL: "https://a.example/khel/1"}, saar.Sports},
		{"other says nothing", saar.Article{Section: saar.Other, Title: "फाइनल मैच में तीन विकेट से जीती टीम"}, saar.Sports},
		{"the address", saar.Article{URL: "https://a.example/news/business/sona-chandi.html", Title: "मैच"}, saar.Business},
		{"not the slug", saar.Article{URL: "https://a.example/cricket", Title: "परीक्षा का रिजल्ट जारी"}, saar.Education},
		{"words: politics", saar.Article{Title: "विधानसभा चुनाव में पार्टी ने उतारे 40 उम्मीदवार"}, saar.Politics},
		{"words: crime", saar.Article{Title: "लूट के आरोपी को पुलिस ने मुठभेड़ के बाद गिरफ्तार किया"}, saar.Crime},
		{"one weak word: no crime", saar.Article{Title: "हरनामपुर में छह दिन से नल सूखे, टैंकर के लिए आधी रात से कतार"}, saar.State},
		{"words: world", saar.Article{Title: "यूरोप के देशों ने युद्धविराम समझौते का स्वागत किया"}, saar.World},
		{"words: science", saar.Article{Title: "इसरो ने उपग्रह को कक्षा में स्थापित किया"}, saar.Science},
		{"words: business", saar.Article{Title: "सेंसेक्स 400 अंक चढ़ा, बैंक शेयरों में तेजी"}, saar.Business},
		{"words: religion", saar.Article{Title: "कार्तिक पूर्णिमा पर श्रद्धालुओं ने किया स्नान"}, saar.Religion},
		{"inflected", saar.Article{Title: "अभिनेत्रियों ने फिल्मों के सेट पर मांगी सुविधाएं"}, saar.Entertainment},
		{"the opening", article("a", "1", 1, "ऐसा पहली बार हुआ", "अस्पताल में मरीज को नई दवा से इलाज मिला।"), saar.Health},
		{"nothing speaks", saar.Article{Title: "तो यह बात थी"}, saar.Other},
		{"nothing at all", saar.Article{}, saar.Other},
	} {
		if got := digest.Classify(tt.a); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
