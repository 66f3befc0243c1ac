package digest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar/digest"
)

// What several outlets tell is what happened; what one of them adds of its own comes after it.
func TestWhatSeveralTellIsTold(t *testing.T) {
	a := article("nav-prabhat", "x", 2, "कंचनपुर चीनी मिल के मजदूरों ने काम रोका",
		"कंचनपुर चीनी मिल के मजदूरों ने मंगलवार को काम रोक दिया।",
		"मिल के फाटक पर चाय की एक पुरानी दुकान है, जहां दिन भर लोग बैठे रहे।",
		"मिल पर मजदूरों का 14 करोड़ रुपये का वेतन बकाया है और प्रबंधन ने 20 दिसंबर तक भुगतान का भरोसा दिया।")
	b := article("dainik-setu", "y", 1.5, "चीनी मिल में काम ठप", "मिल में सुबह से मशीनें बंद हैं और मजदूर फाटक के बाहर जमे हैं।",
		"प्रबंधन के मुताबिक 14 करोड़ रुपये के बकाया वेतन का भुगतान 20 दिसंबर तक होगा।", "फाटक पर धूप में बैठे मजदूरों ने ढोलक बजाकर गीत गाए।")
	points := strings.Join(texts(digest.KeyPoints(input(a, b), 2)), "\n")
	if !strings.Contains(points, "14 करोड़") || !strings.Contains(points, "काम रोक दिया") {
		t.Errorf("two points: %s", points)
	}
	why := strings.Join(digest.PointReasons(input(a, b), 2), "\n")
	if !strings.Contains(why, "things that other articles tell too") {
		t.Errorf("reasons: %s", why)
	}
}

// How another outlet opens is the lead's news in other words, digits and letters: it is no third point.
func TestAnotherOutletDoesNotRetell(t *testing.T) {
	const again = "वेधशाला ने बुधवार की सुबह बच्चों की दूरबीन नक्षत्र-२ का सफल उद्घाटन किया।"
	a := article("nav-prabhat", "x", 2, "बच्चों की दूरबीन 'नक्षत्र-2' रामपुरा वेधशाला में, सफल उद्घाटन",
		"खगोल अनुसंधान परिषद ने बुधवार को आकाश निगरानी दूरबीन 'नक्षत्र-2' को पहाड़ी पर लगा दिया।",
		"दर्पण 3.6 मीटर चौड़ा है और इस पर 240 करोड़ रुपये खर्च हुए हैं।")
	b := article("dainik-setu", "y", 1.5, "नक्षत्र-२ का उद्घाटन", again)
	if points := texts(digest.KeyPoints(input(a, b), 3)); slices.Contains(points, again) {
		t.Errorf("told again: %q", points)
	}
}

// A reader is told how things stand, not how they stood in the morning.
func TestTheNewestStateIsTold(t *testing.T) {
	morning := article("nav-prabhat", "x", 14, "सोनगढ़ में बुनकरों ने रोकी राजमार्ग पर आवाजाही",
		"सोनगढ़ के बुनकरों ने सूत के दाम के विरोध में शुक्रवार सुबह राजमार्ग जाम कर दिया।",
		"राजमार्ग पर पांच किलोमीटर तक वाहनों की कतार लगी है।")
	evening := article("dainik-setu", "y", 4, "सोनगढ़ में बुनकरों ने छह घंटे बाद खोला राजमार्ग",
		"सोनगढ़ में सूत के दाम के विरोध में बैठे बुनकरों ने छह घंटे बाद शुक्रवार दोपहर राजमार्ग खोल दिया।",
		"जिलाधिकारी ने सूत पर 30 रुपये किलो की छूट का भरोसा दिया।")
	d := compile(input(morning, evening))
	if len(d.Stories) != 1 || d.Stories[0].Title != evening.Title {
		t.Fatalf("headline: %q", titles(d))
	}
	if points := texts(d.Stories[0].Points); len(points) == 0 || !strings.Contains(strings.Join(points, ""), "खोल दिया") {
		t.Errorf("points: %q", points)
	}
	soon := evening
	soon.Published, soon.FirstSeen = morning.Published.Add(hours(2)), morning.FirstSeen.Add(hours(2))
	if d := compile(input(morning, soon)); len(d.Stories) != 1 || d.Stories[0].Title != morning.Title {
		t.Errorf("of two in three hours the earlier: %q", titles(d))
	}
}

// Of two things that one outlet each knows, the newer one is told.
func TestTheNewerFactIsTold(t *testing.T) {
	lead := article("nav-prabhat", "x", 2, "सोनगढ़ में बुनकरों ने छह घंटे बाद खोला राजमार्ग", "सोनगढ़ के बुनकरों ने छह घंटे बाद शुक्रवार दोपहर राजमार्ग खोल दिया।")
	old := article("dainik-setu", "y", 16, "बुनकर सड़क पर", "करघा संघ के अध्यक्ष ने मंत्री को 40 गांवों की सूची भेजी।")
	young := article("jan-samvad", "z", 1, "बुनकर लौटे", "सूत मंडी के अध्यक्ष ने मंत्री को 60 दुकानों की सूची भेजी।")
	if points := texts(digest.KeyPoints(input(lead, old, young), 2)); !slices.Contains(points, young.Body[0].Text) {
		t.Errorf("%q", points)
	}
}

// Arrests grow like a toll, and the dead may be counted by what they were.
func TestRisenCountsAreNotTold(t *testing.T) {
	for _, tt := range []struct{ old, headline, first string }{
		{"पुलिस ने रविवार को रामपुरा के दो गोदामों से तीन लोगों को गिरफ्तार किया और उनसे 12 मोबाइल मिले।", "नकली खाद के मामले में रामपुरा से आठ गिरफ्तार", "नकली खाद के मामले में पुलिस अब तक आठ लोगों को गिरफ्तार कर चुकी है।"},
		{"रामपुरा में रविवार को दीवार गिरने से चार महिलाओं और एक बच्चे की मौत हो गई, 12 मकान टूटे।", "रामपुरा में दीवार गिरने से मृतकों की संख्या सात हुई", "रामपुरा में दीवार गिरने की घटना में मृतकों की संख्या सात हो गई है।"},
	} {
		late := article("nav-prabhat", "x", 2, tt.headline, tt.first)
		early := article("dainik-setu", "y", 9, "रामपुरा की घटना", tt.old, "अफसर रविवार शाम मौके पर पहुंचे और 40 परिवारों को स्कूल में ठहराया गया।")
		if points := texts(digest.KeyPoints(input(late, early), 3)); slices.Contains(points, tt.old) || len(points) < 2 {
			t.Errorf("%q", points)
		}
	}
}
