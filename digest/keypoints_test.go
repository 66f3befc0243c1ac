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

// What leans on its neighbour (वहीं, इसके बाद, लेकिन) is told directly behind it or not at all, however much it says.
func TestNeighboursStayTogether(t *testing.T) {
	for _, opening := range []string{"वहीं", "इसके बाद", "लेकिन", "दूसरी ओर", "प्रशासन ने तब तक"} {
		leaning := opening + " रामघाट में शनिवार रात 23 घायल यात्रियों को जिला अस्पताल में भर्ती कराया गया और सात लोगों की मौत हो गई।"
		a := article("nav-prabhat", "x", 1, "रामघाट में नाव पलटी, सात की मौत",
			"रामघाट में शनिवार शाम यात्रियों से भरी एक नाव पलट गई, जिसमें 48 लोग सवार थे।",
			"क्या नाव पर जरूरत से ज्यादा लोग सवार थे, यह सवाल अब सब पूछ रहे हैं?",
			leaning,
			"मुख्यमंत्री ने मृतकों के परिजनों को पांच-पांच लाख रुपये देने की घोषणा की।")
		points := texts(digest.KeyPoints(input(a), 3))
		at := slices.Index(points, leaning)
		if at >= 0 {
			t.Errorf("%s: told without the sentence before it: %q", opening, points)
		}
		if len(points) < 2 {
			t.Errorf("%s: only %q", opening, points)
		}
	}
}

// Two outlets that say the same in other words say it once; room is left for what one of them alone knows.
func TestOutletsDoNotRepeatEachOther(t *testing.T) {
	a := article("nav-prabhat", "auto", 3, "हरिपुर बाईपास पर ट्रक ने ऑटो को मारी टक्कर, तीन की मौत",
		"हरिपुर बाईपास पर शुक्रवार शाम एक ट्रक ने ऑटो को टक्कर मार दी, जिसमें तीन लोगों की मौत हो गई।")
	b := article("jan-samvad", "auto", 2, "हरिपुर: ट्रक की टक्कर से ऑटो सवार तीन लोगों की जान गई",
		"हरिपुर बाईपास पर शादी से लौट रहे परिवार के तीन लोगों की शुक्रवार शाम ट्रक से कुचलकर मौत हो गई।",
		"घायलों में सात साल की एक बच्ची भी है, जिसे मेडिकल कॉलेज भेजा गया है।")
	for _, articles := range [][]saar.Article{{a, b}, {b, a}} {
		points := digest.KeyPoints(articles, 3)
		collisions := 0
		for _, p := range points {
			if strings.Contains(p.Text, "तीन लोगों की") {
				collisions++
			}
		}
		if collisions != 1 || points[0].URL != articles[0].URL {
			t.Errorf("the collision is told %d times, want once, by the lead: %q", collisions, texts(points))
		}
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
	if len(points) != 3 || len(outlets) < 2 || !strings.Contains(busNav().Body[0].Text, points[0].Text) {
		t.Errorf("points %v; want three, the lead's opening first, of two outlets or more", points)
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

// A phone shows some 75 words of a story: three long sentences are too many where short ones tell as much.
func TestPointsAreShortTogether(t *testing.T) {
	const short = "मंगलवार को घाट पर 30 नई नावें आईं।"
	a := article("nav-prabhat", "x", 1, "रामघाट में बाढ़, सात की मौत",
		"रामघाट में शनिवार रात आई बाढ़ में सात लोगों की मौत हो गई, जबकि पंचायत के सदस्यों और आसपास के गांवों से आए लोगों की मदद से देर तक चले अभियान में बाकी परिवार सुरक्षित निकाल लिए गए।",
		"बाढ़ से 340 घर गिर गए हैं और रविवार सुबह बिजली विभाग के कर्मचारियों ने पूरे इलाके के खंभे, तार और ट्रांसफार्मर बदलने का काम शुरू किया ताकि अंधेरे में डूबी बस्तियों को राहत मिल सके।",
		"सोमवार दोपहर राजधानी से पहुंचे मंत्री ने हवाई दौरा किया, टूटे तटबंध देखे, किसानों से फसल का हाल पूछा और अफसरों को गिरदावरी कराकर मुआवजे के चेक एक सप्ताह में बांटने को कहा।",
		short)
	points := texts(digest.KeyPoints(input(a), 3))
	if len(points) != 3 || points[2] != short {
		t.Errorf("the third point is not the short one: %q", points)
	}
}

// A reader who has not been told of a fire cannot read "the incident was at nine".
func TestTheEventIsToldBeforeItsDetails(t *testing.T) {
	for _, detail := range []string{"घटना रविवार सुबह 9.30 बजे रामघाट थाना क्षेत्र की है।", "प्राप्त जानकारी के अनुसार रविवार सुबह 12 लोग रामघाट में घायल हुए।", "हादसे में रविवार सुबह रामघाट के 12 लोग घायल हो गए।"} {
		a := article("nav-prabhat", "x", 1, "पुल टूटा", detail,
			"पुल का एक हिस्सा टूटकर नदी में गिर गया।", "मजिस्ट्रेट ने पुल के दोनों ओर रास्ता बंद करा दिया।")
		if points := texts(digest.KeyPoints(input(a), 3)); len(points) == 0 || points[0] == detail {
			t.Errorf("told before its event: %q", points)
		}
	}
}

// An earlier event of the same kind may have more figures than today's; it is not today's news.
func TestOldEventsAreNoNews(t *testing.T) {
	for _, background := range []string{
		"आपको बता दें कि इससे पहले जून में रामघाट में बाढ़ से 340 लोगों की मौत हुई।",
		"रामघाट में पिछले साल शनिवार रात आई बाढ़ में 340 लोगों की मौत हुई।",
		"साल 2013 में रामघाट की बाढ़ में 340 लोगों की मौत हो गई थी।",
	} {
		a := article("nav-prabhat", "x", 1, "रामघाट में बाढ़, सात की मौत",
			"रामघाट में शनिवार रात आई बाढ़ में सात लोगों की मौत हो गई।",
			"बाढ़ का पानी रविवार सुबह तक 12 गांवों में भरा रहा और सड़कें बंद रहीं।",
			"बाढ़ से घायल 23 लोगों का रविवार दोपहर जगतपुर के शिविर में इलाज हुआ।",
			background)
		if points := texts(digest.KeyPoints(input(a), 3)); len(points) != 3 || slices.Contains(points, background) {
			t.Errorf("told as news: %q", points)
		}
	}
}

// A toll that rose is told once: twelve dead and fifteen dead side by side are two truths.
func TestTheTollIsTheNewestOne(t *testing.T) {
	first := article("nav-prabhat", "x", 6, "रामघाट में बस नदी में गिरी, 12 की मौत",
		"रामघाट पुल से शनिवार रात एक बस नदी में गिर गई, जिसमें 12 लोगों की मौत हो गई।",
		"बस में 41 यात्री सवार थे और वह जगतपुर जा रही थी।", "शनिवार रात ही 12 शव और 23 घायल जगतपुर अस्पताल भेजे गए।")
	later := article("dainik-setu", "y", 2, "रामघाट बस हादसे में मृतकों की संख्या 15 हुई",
		"रामघाट पुल से बस गिरने के हादसे में मरने वालों की संख्या बढ़कर 15 हो गई है।", "नदी से रविवार सुबह तीन और शव निकाले गए।")
	points := texts(digest.KeyPoints(input(first, later), 3))
	for _, point := range points {
		if strings.Contains(point, "12 लोगों") {
			t.Errorf("an old toll is told: %q", points)
		}
	}
	if !slices.ContainsFunc(points, func(point string) bool { return strings.Contains(point, "15") }) {
		t.Errorf("the newest toll is not told: %q", points)
	}
	if points := texts(digest.KeyPoints(input(first), 3)); !strings.Contains(points[0], "12 लोगों") {
		t.Errorf("alone, the article tells %q", points)
	}
}

// Beside a headline of seven dead nobody tells of six, be it a little later; and those who are found are not missed any more.
func TestTollsAgreeWithTheHeadlineAndTheNewest(t *testing.T) {
	lead := article("nav-prabhat", "x", 3, "रामघाट में बस नदी में गिरी, सात की मौत",
		"रामघाट पुल से बस गिरने से सात लोगों की मौत हो गई।", "नदी में दो लोग अब भी लापता हैं और उनकी तलाश जारी है।")
	lower := article("dainik-setu", "y", 2.5, "बस नदी में गिरने से छह की जान गई",
		"रामघाट पुल से शनिवार तड़के एक निजी बस वेत्रा नदी में गिर गई, जिसमें छह लोगों की जान चली गई और नौ लोग घायल हो गए।", "पुल की रेलिंग दो साल से टूटी हुई थी।")
	older := article("jan-samvad", "z", 8, "वेत्रा नदी में गिरी बस के यात्रियों की तलाश", "राज्य आपदा मोचन बल की तीन टीमें शनिवार शाम से चार लापता लोगों को वेत्रा नदी में खोज रही हैं।")
	points := texts(digest.KeyPoints(input(lead, lower, older), 3))
	if len(points) < 2 || !strings.Contains(points[0], "सात") {
		t.Errorf("the toll of the headline is not told: %q", points)
	}
	for _, point := range points {
		if strings.Contains(point, "छह") || strings.Contains(point, "चार") {
			t.Errorf("beside seven dead and two missing: %q", point)
		}
	}
	found := article("ujala", "u", 1, "रामघाट में एक और यात्री मिला", "रामघाट में खोजी दल को शनिवार रात एक यात्री जीवित मिला और अब एक व्यक्ति लापता है।")
	if points := texts(digest.KeyPoints(input(lead, found), 3)); slices.ContainsFunc(points, func(point string) bool { return strings.Contains(point, "दो लोग") }) {
		t.Errorf("two are missed of whom one is found: %q", points)
	}
}

// A list of earlier accidents has dead of its own: told without their day, they would be today's.
func TestListsOfEarlierEventsAreNoNews(t *testing.T) {
	for _, old := range [][]string{
		{"20 मार्च 2015: रामघाट पुल से जीप नदी में गिर गई थी। 58 लोगों की मौत हुई जबकि 150 घायल हुए।", "4 अगस्त 2016: जगतपुर में बस पलट गई। 31 यात्रियों की मौत हुई और 90 घायल हुए।"},
		{"साल 2013 में भी रामघाट पुल से बस गिर गई थी। 58 लोगों की जान चली गई थी और जगतपुर अस्पताल में 150 घायल भर्ती हुए थे।"},
	} {
		a := article("nav-prabhat", "x", 1, "रामघाट पुल से गिरी बस, यात्री घायल", append([]string{
			"रामघाट पुल पर बुधवार तड़के हुए हादसे में एक बस नदी में गिर गई।",
			"बस में सवार कई यात्री घायल हुए और उन्हें जगतपुर ले जाया गया।",
			"पुल पर बुधवार दोपहर तक आवाजाही बंद रही।",
			"पुल की मरम्मत का काम पिछले महीने शुरू हुआ है।",
		}, old...)...)
		for _, point := range texts(digest.KeyPoints(input(a), 3)) {
			if strings.Contains(point, "58") || strings.Contains(point, "31") {
				t.Errorf("told as news: %q", point)
			}
		}
	}
}

// What came of an old event cannot be told without it.
func TestTrialsRecallTheirEvent(t *testing.T) {
	const event = "रामघाट में मार्च 2013 में हुए धमाके में 34 लोगों की मौत हो गई थी।"
	a := article("nav-prabhat", "x", 1, "रामघाट धमाके के दोषी की सजा बरकरार",
		"रामघाट धमाके के दोषी की फांसी की सजा को सुप्रीम कोर्ट ने शुक्रवार को बरकरार रखा।",
		"धमाके में मारे गए लोगों के परिजनों ने शुक्रवार शाम रामघाट में मिठाई बांटी।",
		"धमाके के दोषी को सोमवार सुबह जगतपुर जेल में रखा जाएगा।",
		event)
	if points := texts(digest.KeyPoints(input(a), 3)); !slices.Contains(points, event) {
		t.Errorf("the event is missing: %q", points)
	}
}

// "This storm" can be read wherever the storm is told, whichever sentence stands before it.
func TestWhatIsPointedAtMayBeToldBefore(t *testing.T) {
	const pointing = "इस तूफान से शनिवार को जगतपुर जिले में 15 लोगों की मौत हो गई और 40 घायल हुए।"
	telling := func(second string) []string {
		return texts(digest.KeyPoints(input(article("nav-prabhat", "x", 1, "तट से टकराया तूफान, 15 की मौत",
			"बंगाल की खाड़ी से उठा तूफान शुक्रवार रात सागरतट से टकराया और कई घर गिर गए।", second, pointing)), 2))
	}
	const aside = "क्या तैयारी पूरी थी, यह पूछने पर अफसर चुप रहे?"
	if points := telling(aside); len(points) != 2 || points[1] != pointing {
		t.Errorf("the dead are not told: %q", points)
	}
	a := article("nav-prabhat", "x", 1, "तट पर 15 की मौत", "सागरतट पर शुक्रवार रात कई घर गिर गए और पेड़ उखड़ गए।", aside, pointing)
	if points := texts(digest.KeyPoints(input(a), 2)); slices.Contains(points, pointing) {
		t.Errorf("points at a storm that nobody has told: %q", points)
	}
}

// A sentence that says little is worth telling where the next one, which leans on it, says much.
func TestNeighboursAreChosenTogether(t *testing.T) {
	const ground, leaning = "नाव पर गांव के लोग और बच्चे सवार थे।", "इनमें सात लोगों की रविवार सुबह जगतपुर जिला अस्पताल में मौत हो गई और 23 घायल हैं।"
	a := article("nav-prabhat", "x", 1, "रामघाट में नाव पलटी",
		"रामघाट में शनिवार शाम यात्रियों से भरी एक नाव पलट गई।",
		"नाव पलटने की सूचना पर मुख्यमंत्री ने रविवार को रामघाट में अफसरों की बैठक बुलाई।",
		ground, leaning)
	if points := texts(digest.KeyPoints(input(a), 3)); len(points) != 3 || points[1] != ground || points[2] != leaning {
		t.Errorf("the dead are not told behind their ground: %q", points)
	}
}

// A page that lost a line break glues a heading to the sentence below it.
func TestGluedHeadingsAreNoPoints(t *testing.T) {
	const glued = "जगतपुर में तीन की मौतअस्पताल प्रशासन के मुताबिक शनिवार को 23 घायल यात्री भर्ती हुए और तीन की मौत हो गई।"
	a := article("nav-prabhat", "x", 1, "जगतपुर में बस पलटी, तीन की मौत",
		"जगतपुर में शनिवार सुबह एक बस पलटने से तीन लोगों की मौत हो गई।", glued,
		"बस में 41 यात्री सवार थे और वह रामघाट जा रही थी।")
	if points := texts(digest.KeyPoints(input(a), 3)); slices.Contains(points, glued) {
		t.Errorf("told with its heading: %q", points)
	}
}

// Nor is a heading with the dateline behind it, whose break the page lost.
func TestHeadingsWithADatelineAreNoPoints(t *testing.T) {
	const heading = "जगतपुर में बाढ़ से 40 गांव घिरे, 12 की मौत सागरपुर (पीटीआई)।"
	a := article("nav-prabhat", "x", 1, "बाढ़ का कहर", heading+" कंचना नदी का पानी रविवार को 40 गांवों में घुस गया।", "बाढ़ में 12 लोगों की मौत हो गई।")
	if points := texts(digest.KeyPoints(input(a), 3)); len(points) == 0 || slices.Contains(points, heading) {
		t.Errorf("a heading is told: %q", points)
	}
}

// The dash of a list stands for the dot that a digest puts before its points.
func TestPointsBeginWithoutListMarks(t *testing.T) {
	a := article("nav-prabhat", "x", 1, "नगर परिषद का बजट", "- नगर परिषद ने 240 करोड़ रुपये का बजट पास किया है।")
	want := []string{"नगर परिषद ने 240 करोड़ रुपये का बजट पास किया है।"}
	if diff := cmp.Diff(want, texts(digest.KeyPoints(input(a), 3))); diff != "" {
		t.Error(diff)
	}
}

// A text that says its lead again further down is not quoted twice.
func TestAnArticleDoesNotRepeatItself(t *testing.T) {
	const again = "जगतपुर के रामघाट थाना क्षेत्र में शनिवार सुबह तेज रफ्तार बस खाई में पलटने से तीन यात्रियों की मौत हुई और रविवार दोपहर 23 घायल लोग कमलापुर मेडिकल कॉलेज भेजे गए।"
	a := article("nav-prabhat", "x", 1, "जगतपुर में बस पलटी, तीन यात्रियों की मौत",
		"जगतपुर के रामघाट थाना क्षेत्र में शनिवार सुबह तेज रफ्तार बस खाई में पलटने से तीन यात्रियों की मौत हो गई।",
		"मृतकों के परिजनों को सरकार चार लाख रुपये देगी।",
		"पुलिस ने चालक को पकड़ लिया है और उससे पूछताछ हो रही है।",
		again)
	if points := texts(digest.KeyPoints(input(a), 3)); slices.Contains(points, again) {
		t.Errorf("said twice: %q", points)
	}
}

// A film or a photo in a sentence is news; the same word in a headline names what the reader is promised. जानें are lives, or a tease.
func TestWordsOfTeasersInSentences(t *testing.T) {
	for sentence, told := range map[string]bool{
		"मुख्यमंत्री ने शनिवार को वीडियो कॉन्फ्रेंसिंग से बेलपुर के नए अस्पताल का उद्घाटन किया।":     true,
		"पुलिस ने बेलपुर अस्पताल में तोड़फोड़ करने वाले 12 लोगों की तस्वीरें शनिवार को जारी कर दीं।": true,
		"बेलपुर के नए अस्पताल के उद्घाटन का लाइव प्रसारण शनिवार को 40 गांवों में किया गया।":          true,
		"बेलपुर के पुराने अस्पताल में शनिवार को लगी आग ने 12 मरीजों की जानें ले लीं।":                true,
		"बेलपुर के नए अस्पताल में शनिवार से मिलने वाली सुविधाओं के बारे में यहां जानें पूरी बात।":    false,
		"बेलपुर के नए अस्पताल की शनिवार को ली गई इन तस्वीरों को देखें और अपनी राय हमें बताएं।":       false,
	} {
		a := article("nav-prabhat", "x", 1, "बेलपुर के अस्पताल की खबर", sentence, "अस्पताल में 120 बिस्तर हैं और इस पर 45 करोड़ रुपये खर्च हुए हैं।")
		if got := slices.Contains(texts(digest.KeyPoints(input(a), 3)), sentence); got != told {
			t.Errorf("%s: told %v, want %v", sentence, got, told)
		}
	}
}
