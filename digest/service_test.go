package digest_test

import (
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

var serviceTitles = []string{
	"आज का राशिफल: मेष राशि वालों को मिलेगा धन लाभ", "22 नवंबर का पंचांग, जानें शुभ मुहूर्त और राहुकाल", "इन राशियों पर बरसेगी शनि की कृपा",
	"Gold Silver Price Today: सोना हुआ सस्ता", "सोने का भाव 200 रुपये गिरा", "सोने-चांदी के दाम में आज फिर बदलाव", "पेट्रोल-डीजल के आज के दाम जारी, अपने शहर का रेट देखें",
	"मंडी भाव: गेहूं और सरसों के ताजा दाम", "केरल लॉटरी परिणाम आज", "GK Quiz: इन पांच सवालों के जवाब दीजिए", "पहेली: तस्वीर में छिपी बिल्ली ढूंढिए",
	"पार्टनर कंटेंट: घर के लिए सही गद्दा चुनें", "डांस का Viral Video लोगों को आया पसंद", "बैंक में क्लर्क के 500 पदों पर भर्ती, ऐसे करें आवेदन",
	"सरकारी नौकरी: रेलवे में मौका", "अंक ज्योतिष: मूलांक 5 वालों का दिन", "गोल्ड रेट में तेजी", "सर्दियों की रेसिपी: गाजर का हलवा", "हिंदी जोक्स: पप्पू और टीचर",
	"प्रेमी का वीडियो वायरल, लोगों ने की टिप्पणी",
}

var newsTitles = []string{
	"सोना तस्करी के आरोप में दो यात्री हवाई अड्डे पर गिरफ्तार", "पेट्रोल पंप पर लूट, कर्मचारी घायल", "राशि नहीं मिली तो किसानों ने किया प्रदर्शन",
	"भर्ती घोटाले में पूर्व सचिव से पूछताछ", "मंडी में आग से दस दुकानें जलीं", "लाटरी के नाम पर ठगी करने वाला गिरोह पकड़ा गया",
	"केंद्र ने पेट्रोल और डीजल पर उत्पाद शुल्क घटाया", "चांदी के मुकुट की चोरी, मंदिर के पुजारी से पूछताछ", "नौकरी के बदले जमीन मामले में सुनवाई टली",
	"सोने की खान में धंसी मिट्टी, सात मजदूर दबे", "शिक्षक भर्ती पर हाईकोर्ट ने रोक लगाई", "वायरल बुखार से बच्चों के वार्ड भरे",
	"प्रश्नपत्र लीक के बाद परीक्षा रद्द", "सपने पूरे करने गांव से शहर आई बेटी बनी जज", "किसानों ने मंडी के बाहर दिया धरना",
}

// A horoscope among the news costs a digest its reader's trust; a story taken for one is lost.
func TestServicePieces(t *testing.T) {
	for _, title := range serviceTitles {
		if !digest.Service(saar.Article{URL: "https://a.example/x", Title: title}) {
			t.Errorf("%q is taken for news", title)
		}
	}
	for _, title := range newsTitles {
		if digest.Service(saar.Article{URL: "https://a.example/x", Title: title}) {
			t.Errorf("%q is taken for a service piece", title)
		}
	}
}

func TestServiceFolders(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/astro/rashifal/mesh": true, "https://a.example/web-stories/neta": true, "https://a.example/news/viral-fever-in-city": false,
		"::": false, "https://a.example/": false,
	} {
		if got := digest.Service(saar.Article{URL: address, Title: "कोई शीर्षक"}); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}
