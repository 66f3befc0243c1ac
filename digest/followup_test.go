package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// yesterdaysDigest is the digest of a day earlier that shows these articles.
func yesterdaysDigest(articles ...saar.Article) saar.Digest {
	d := compile(articles)
	d.ID.Date, d.Window.To, d.Show = "2026-11-21", morning.Add(-3*time.Hour), len(d.Stories)
	return d
}

func busArrest() saar.Article {
	return article("gram-vani", "chalak", 1, "बस्ती बस हादसा: रामघाट पुल से बस गिराने वाला चालक पकड़ा गया",
		"बस्ती के रामघाट पुल से सरयू नदी में गिरी निजी बस के चालक को पुलिस ने उसके गांव से गिरफ्तार कर लिया। उस पर लापरवाही का मुकदमा दर्ज हुआ है।",
		"पुलिस अधीक्षक मोहन तिवारी ने कहा कि चालक बिना लाइसेंस के गाड़ी चला रहा था।")
}

func busToll() saar.Article {
	return article("pratah-vani", "mritak", 1, "सरयू से तीन और शव मिले, बस्ती हादसे में मृतक 15 हुए",
		"बस्ती में रामघाट पुल से नदी में समाई बस के तीन और यात्रियों के शव गोताखोरों ने सरयू नदी से निकाले। मृतकों की संख्या 15 हो गई है।",
		"लोक निर्माण विभाग के दो इंजीनियर निलंबित किए गए हैं क्योंकि रेलिंग दो साल से टूटी थी।")
}

func verdict() saar.Article {
	return article("nav-prabhat", "rishwat", 5, "जलकल घोटाले में पूर्व महापौर सुलोचना राणा दोषी करार",
		"विशेष अदालत ने जलकल घोटाले में पूर्व महापौर सुलोचना राणा और ठेकेदार विपिन खुराना को दोषी करार दिया।",
		"अभियोजन के अनुसार ठेकेदार खुराना ने घटिया पाइप लगाकर करोड़ों का भुगतान लिया था।")
}

func sentence() saar.Article {
	return article("dainik-setu", "saza", 1, "जलकल घोटाला: पूर्व महापौर सुलोचना राणा को सात साल की कैद",
		"जलकल घोटाले में दोषी पूर्व महापौर सुलोचना राणा को अदालत ने सात साल की कैद सुनाई। ठेकेदार विपिन खुराना को पांच साल की सजा हुई।",
		"घटिया पाइप लगाने वाले ठेकेदार खुराना से करोड़ों की वसूली होगी।")
}

// A reader who muted or follows a running event keeps it the next day, when all that tells of it is new.
func TestFollowUpsKeepTheStory(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before []saar.Article
		now    saar.Article
	}{
		{"an arrest", input(busNav(), busSetu()), busArrest()},
		{"a toll that rose", input(busNav(), busSetu()), busToll()},
		{"a sentence after the verdict", input(verdict()), sentence()},
		{
			"an arrest in other words", input(article("nav-prabhat", "chaukidar", 20, "भीमताल के चंदवक डाकघर में चौकीदार की हत्या, तिजोरी टूटी मिली",
				"चंदवक डाकघर के चौकीदार गोविंद नेगी शुक्रवार सुबह बरामदे में मृत मिले। तिजोरी से सात लाख रुपये गायब हैं।",
				"डाकपाल ने बताया कि पेंशन की रकम एक दिन पहले ही आई थी।")),
			article("gram-vani", "chaukidar-2", 1, "चंदवक डाकघर कांड में पूर्व डाकिया गिरफ्तार, कर्ज में डूबा था",
				"पुलिस ने शनिवार रात काठगोदाम स्टेशन से हरीश बिष्ट को पकड़ा, जो दो साल पहले तक चंदवक में डाक बांटता था।",
				"उसके थैले से पांच लाख रुपये मिले। गोविंद नेगी के बेटे ने फांसी की मांग की है।"),
		},
	} {
		first := yesterdaysDigest(append(tt.before, cricket())...)
		was, is := storyOf(t, first, tt.before[0].URL), storyOf(t, compile(input(tt.now, electionSetu()), first), tt.now.URL)
		if is.ID != was.ID || !is.Update {
			t.Errorf("%s: id %s, update %v; want %s of the story it goes on with, and an update", tt.name, is.ID, is.Update, was.ID)
		}
		if why := strings.Join(is.Why, "; "); !strings.Contains(why, "अपडेट: subah/2026-11-21 में बताई गई घटना की अगली ख़बर (दोनों में: ") || !strings.HasSuffix(why, "सभी लेख नए (भार 0.85)") {
			t.Errorf("%s: why: %s", tt.name, why) // what is all new is worth more than what was told and has one new article
		}
	}
}

func TestWhatIsNoFollowUp(t *testing.T) {
	later := func(a saar.Article) saar.Article {
		a.Published = morning.Add(-time.Hour)
		return a
	}
	for _, tt := range []struct {
		name        string
		before, now saar.Article
	}{
		{"another accident of the district", busNav(), article("gram-vani", "tractor", 1, "बस्ती में ट्रैक्टर पलटा, दो किसानों की मौत",
			"बस्ती के हर्रैया कस्बे के पास रविवार सुबह गन्ने से लदा ट्रैक्टर पलट गया। हादसे में दो किसानों की मौत हो गई।")},
		{"the same toll at another place", busNav(), later(busElsewhereWithTheSameToll())},
		{"another bridge of the river", busNav(), article("gram-vani", "setu", 1, "सरयू पर बनेगा नया पुल, बस्ती को मिलेगा लाभ",
			"बस्ती में सरयू नदी पर 240 करोड़ रुपये से नया पुल बनेगा। रविवार को मंत्री ने इसका शिलान्यास किया।")},
		{"today's bulletin", bulletin("kal", 30, "शुक्रवार", 214, 12), bulletin("aaj", 6, "शनिवार", 241, 9)},
		{"today's bulletin without a day", bulletin("kal", 30, "कल", 214, 12), bulletin("aaj", 6, "आज", 241, 9)},
		{"the next bulletin of a hospital", hospitalBulletin("kal", 26, 31), hospitalBulletin("aaj", 2, 24)},
		{"the same streets of another city", jewellers("lucknow", 20, "लखनऊ", "देर रात"), article("jan-samvad", "jewellers", 2,
			"जौहरी की तिजोरी काटकर नकाबपोश फरार, कानपुर के केतकीनगर की घटना",
			"कानपुर के केतकीनगर में चांदनी मार्ग स्थित एक जौहरी के यहां नकाबपोश बदमाश सेंधमारी कर जेवर ले गए।")},
		{"another accident at the same bridge", busNav(), article("gram-vani", "truck", 1, "बस्ती में रामघाट पुल से सरयू में गिरा ट्रक, दो मजदूर डूबे",
			"बस्ती। रामघाट पुल से रविवार तड़के ईंटों से लदा ट्रक बेकाबू होकर सरयू नदी में गिर गया। दो मजदूर डूब गए।",
			"पुलिस अधीक्षक मोहन तिवारी ने बताया कि चालक को झपकी आने से हादसा हुआ।")},
		{
			"figures of the same cities", article("nav-prabhat", "flu", 20, "लखनऊ और कानपुर में मिले स्वाइन फ्लू के छह मरीज, कुल 17",
				"लखनऊ में चार और कानपुर में दो मरीजों में स्वाइन फ्लू की पुष्टि हुई। कुल मरीज 17 हो गए। संदिग्ध नमूने जांच को भेजे गए हैं।"),
			article("dainik-setu", "flu", 2, "प्रदेश में फ्लू: 17 और नमूनों में पुष्टि, कानपुर सबसे आगे",
				"कानपुर में नौ, लखनऊ में आठ संदिग्ध मिले। स्वाइन फ्लू की 17 रिपोर्ट आईं।"),
		},
		{"another ward", ward("ward-7", 7, "रामलाल पासी", "नाली"), later(ward("ward-12", 12, "शांति देवी", "पेयजल लाइन"))},
		{"another matter of the party", partyDefeat(), later(partySeats())},
		{"another case of the person", verdict(), article("dainik-setu", "vivah", 1, "पूर्व महापौर सुलोचना राणा की पुस्तक का विमोचन",
			"पूर्व महापौर सुलोचना राणा की कविताओं की पुस्तक का विमोचन हुआ। समारोह में अनेक साहित्यकार आए।")},
		{"news that is older than the story", busNav(), func() saar.Article {
			a := busArrest()
			a.Published = busNav().Published.Add(-time.Hour)
			return a
		}()},
	} {
		first := yesterdaysDigest(tt.before, cricket())
		is := storyOf(t, compile(input(tt.now, electionSetu()), first), tt.now.URL)
		if was := storyOf(t, first, tt.before.URL); is.ID == was.ID || is.Update || len(is.From) > 0 {
			t.Errorf("%s: id %s, update %v, from %q: taken for the story of yesterday; %q", tt.name, is.ID, is.Update, is.From, is.Why)
		}
	}
}

func hospitalBulletin(slug string, hoursAgo float64, patients int) saar.Article {
	return article("outlet-"+slug, slug, hoursAgo, fmt.Sprintf("कानपुर के मालवा अस्पताल में डेंगू के %d नए मरीज भर्ती", patients),
		fmt.Sprintf("कानपुर के मालवा अस्पताल में पिछले 24 घंटे में डेंगू के %d नए मरीज भर्ती हुए।", patients),
		"काकादेव मोहल्ले में फॉगिंग और लार्वा की जांच चल रही है।")
}

func jewellers(slug string, hoursAgo float64, city, when string) saar.Article {
	return article("outlet-"+slug, slug, hoursAgo, city+" के केतकीनगर में जौहरी की दुकान से नकाबपोश ले गए जेवर",
		fmt.Sprintf("%s के केतकीनगर में %s तीन नकाबपोश बदमाश चांदनी मार्ग स्थित जौहरी की दुकान से जेवर लूटकर भाग गए।", city, when),
		"सेंधमारी में तिजोरी काटी गई।")
}

// A story that no channel showed is the same story all the same, but nobody is told of an update.
func TestFollowUpOfWhatWasNotShown(t *testing.T) {
	first := yesterdaysDigest(busNav())
	first.Show = 0
	if is := storyOf(t, compile(input(busArrest()), first), busArrest().URL); is.ID != first.Stories[0].ID || is.Update {
		t.Errorf("id %s, update %v; want %s and none", is.ID, is.Update, first.Stories[0].ID)
	}
}

// busSuspended goes on with the bus's story at another office.
func busSuspended() saar.Article {
	return article("gram-vani", "nilamban", 1, "रामघाट पुल की टूटी रेलिंग पर लोक निर्माण विभाग के दो इंजीनियर निलंबित",
		"बस्ती के रामघाट पुल की रेलिंग दो साल से टूटी थी, जिसे तोड़ते हुए बस सरयू नदी में गिरी। लोक निर्माण विभाग के दो इंजीनियर निलंबित किए गए।",
		"ग्रामीण रेलिंग के लिए लोक निर्माण विभाग को कई बार पत्र लिख चुके थे।")
}

// Of two follow-ups that are no one story, one takes the id, and the other remembers it.
func TestTwoFollowUps(t *testing.T) {
	first := yesterdaysDigest(busNav(), busSetu())
	d := compile(input(busArrest(), busSuspended()), first)
	want := first.Stories[0].ID
	if len(d.Stories) != 2 {
		t.Fatalf("%d stories: %q; want two", len(d.Stories), titles(d))
	}
	if d.Stories[1].ID == want {
		slices.Reverse(d.Stories)
	}
	a, b := d.Stories[0], d.Stories[1]
	if a.ID != want || len(a.From) > 0 || b.ID == want || !slices.Equal(b.From, []string{want}) || !a.Update || !b.Update {
		t.Errorf("ids %s, %s, from %q, %q, updates %v, %v; want %s once in each, and two updates", a.ID, b.ID, a.From, b.From, a.Update, b.Update, want)
	}
}

// Where two earlier stories are nearly as likely, neither is taken.
func TestFollowUpOfTwo(t *testing.T) {
	first := yesterdaysDigest(busNav())
	twin := first.Stories[0]
	twin.ID = "twin"
	first.Stories, first.Show = append(first.Stories, twin), 2
	if is := storyOf(t, compile(input(busArrest()), first), busArrest().URL); is.Update || is.ID == "twin" {
		t.Errorf("id %s, update %v: taken for one of two that look the same", is.ID, is.Update)
	}
}
