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
		{"one weak word: no school", article("a", "1", 1, "शहीद मैदान में लगा शिविर, 126 युवाओं ने किया रक्तदान",
			"नीमगढ़ के शहीद मैदान में गुरुवार को लगे शिविर में 126 युवाओं ने रक्तदान किया। इनमें 41 युवतियां थीं।"), saar.State},
		{"weak words of two sections: neither", article("a", "1", 1, "चंद्रनगर में नौ दिन का पुस्तक मेला शुरू, पहले दिन पहुंचे 11 हजार पाठक",
			"पुस्तक मेला शनिवार को कला मैदान में शुरू हुआ। पहले दिन 11 हजार लोग पहुंचे।"), saar.State},
		{"a word of the opening alone: no health", article("a", "1", 1, "मोतीबंदर तट के पास मालवाहक जहाज में आग, सभी 22 नाविक सुरक्षित",
			"तट से करीब 40 समुद्री मील दूर मालवाहक जहाज सागरिका में शुक्रवार तड़के आग लग गई।"), saar.State},
		{"one word of a headline without a text", saar.Article{Title: "टीम ने लिया सम्मान, शहर ने मनाया जश्न"}, saar.Sports},
		{"the same word above a text", article("a", "1", 1, "टीम ने लिया सम्मान, शहर ने मनाया जश्न", "बचाव दल के सदस्यों का शनिवार को सम्मान हुआ।"), saar.State},
		{"a year is no crime", article("a", "1", 1, "40 साल बाद नीमगढ़ लौटा तालाब का पानी", "नीमगढ़ का तालाब 40 साल से सूखा था और दो साल पहले उसकी खुदाई शुरू हुई।"), saar.State},
		{"a minister is no prayer", saar.Article{Title: "मंत्री ने संत से मांगी माफी"}, saar.Politics},
		{"money is no sign of the zodiac", saar.Article{Title: "किसानों के खातों में भेजी गई मुआवजे की राशि"}, saar.Other},
		{"ghats are no loss", article("a", "1", 1, "दीपों से जगमगाए रत्नकुंड के घाट, दो लाख श्रद्धालु जुटे", "दीपोत्सव शनिवार को घाटों पर महाआरती के साथ शुरू हुआ।"), saar.Religion},
		{"land taken is no constipation", saar.Article{Title: "मकान पर जबरन कब्जा"}, saar.Other},
		{"an outpost is no four", saar.Article{Title: "चौकी के सामने चक्काजाम"}, saar.Other},
		{"rupees alone are no trade", saar.Article{Title: "सौ रुपए में मिला कंबल"}, saar.Other},
		{"a child is no hair", saar.Article{Title: "बाल विवाह रुकवाया"}, saar.Other},
		{"a petition is no school", saar.Article{Title: "याचिका दाखिल"}, saar.Other},
		{"this country is not the world", saar.Article{Title: "देश भर में शोक"}, saar.Other},
		{"a town is no film", saar.Article{Title: "भोजपुर में शोक"}, saar.Other},
		{"a battery is no batter", saar.Article{Title: "बैटरी फटने से दहशत"}, saar.Other},
		{"the section's folder in Hindi", saar.Article{URL: "https://a.example/news/pradesh/raktdan-1", Title: "परीक्षा का रिजल्ट जारी"}, saar.State},
		{"words: world", saar.Article{Title: "यूरोप के देशों ने युद्धविराम समझौते का स्वागत किया"}, saar.World},
		{"words: science", saar.Article{Title: "इसरो ने उपग्रह को कक्षा में स्थापित किया"}, saar.Science},
		{"words: business", saar.Article{Title: "सेंसेक्स 400 अंक चढ़ा, बैंक शेयरों में तेजी"}, saar.Business},
		{"words: religion", saar.Article{Title: "कार्तिक पूर्णिमा पर श्रद्धालुओं ने किया स्नान"}, saar.Religion},
		{"inflected", saar.Article{Title: "अभिनेत्रियों ने फिल्मों के सेट पर मांगी सुविधाएं"}, saar.Entertainment},
		{"the opening", article("a", "1", 1, "ऐसा पहली बार हुआ", "अस्पताल में मरीज को नई दवा से इलाज मिला।"), saar.Health},
		{"a storm that closes schools is a storm", article("a", "1", 1, "चक्रवात मेघना: तीन जिलों के स्कूल बंद, 40 ट्रेनें रद्द",
			"चक्रवाती तूफान मेघना के कारण तीन जिलों में शनिवार को स्कूल और कॉलेज बंद रहेंगे।"), saar.India},
		{"a rescue is no remedy", saar.Article{Title: "बचाव दल ने मलबे से निकाले 12 लोग"}, saar.Other},
		{"a vehicle's fitness is no sport of the body", article("a", "1", 1, "फिटनेस के बिना चल रही थीं 40 गाड़ियां",
			"परिवहन विभाग ने शनिवार को रामपुरा में बिना फिटनेस वाली 40 गाड़ियां पकड़ीं।"), saar.State},
		{"a diamond is no hero", article("a", "1", 1, "खेत में मिला हीरा", "रामपुरा के एक किसान को खेत में हीरा मिला।"), saar.Other},
		{"degrees of cold", article("a", "1", 1, "पारा चार डिग्री तक गिरा", "रामपुरा में शनिवार को पारा चार डिग्री रहा।"), saar.State},
		{"a bank in Latin letters", article("a", "1", 1, "RBI का नया आदेश", "आदेश सोमवार से लागू होगा।"), saar.Business},
		{"a bribe", saar.Article{Title: "लेखपाल रिश्वत लेते पकड़ा गया"}, saar.Crime},
		{"a by-election", saar.Article{Title: "रामपुरा उपचुनाव 12 दिसंबर को"}, saar.Politics},
		{"schools by their other name", saar.Article{Title: "प्रदेश में 40 नए विद्यालय खुलेंगे"}, saar.Education},
		{"a heart", saar.Article{Title: "बिना चीरे के बदला हृदय का वाल्व"}, saar.Health},
		{"a country far away", saar.Article{Title: "इंडोनेशिया में फटा ज्वालामुखी"}, saar.World},
		{"a stampede", saar.Article{Title: "कंबल बांटते समय भगदड़"}, saar.State},
		{"nothing speaks", saar.Article{Title: "तो यह बात थी"}, saar.Other},
		{"nothing at all", saar.Article{}, saar.Other},
	} {
		if got := digest.Classify(tt.a); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Words of one stem are one word: a list that has स्कूल and स्कूलों does not make a school weigh twice as much as a murder.
func TestFormsOfAWordSpeakOnce(t *testing.T) {
	a := saar.Article{Title: "स्कूल में छात्र की हत्या, पुलिस ने चाकू बरामद किया"}
	if got := digest.Classify(a); got != saar.Crime {
		t.Errorf("%s: %s, want crime", a.Title, got)
	}
}
