package digest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// floodedVillages are four outlets' articles on villages under water.
func floodedVillages() []saar.Article {
	return input(
		article("nav-prabhat", "baadh-gaon", 6, "कंचना नदी का पानी 42 गांवों में घुसा, हजारों लोग बेघर",
			"देवपुरा में कंचना नदी का पानी शुक्रवार रात 42 गांवों में घुस गया। हजारों लोग घर छोड़कर ऊंची जगहों पर पहुंचे।",
			"मंझौली और सिरसा गांव में छतों पर फंसे 60 लोगों को नावों से निकाला गया।"),
		article("dainik-setu", "baadh-gaon", 5, "देवपुरा के 42 गांव कंचना की बाढ़ में डूबे, छतों पर कटी रात",
			"कंचना नदी की बाढ़ से देवपुरा के 42 गांव डूब गए हैं। मंझौली और सिरसा के लोगों ने छतों पर रात काटी।",
			"नावों से 60 लोगों को निकाला गया और पशुओं के लिए चारा नहीं बचा।"),
		article("jan-samvad", "baadh-gaon", 5, "कंचना में उफान, देवपुरा के 42 गांवों का संपर्क टूटा",
			"देवपुरा में कंचना नदी के उफान से 42 गांवों का संपर्क टूट गया। मंझौली में छतों पर फंसे लोग नावों से निकाले गए।",
			"सिरसा गांव में 60 लोगों को सुरक्षित जगह पहुंचाया गया।"),
		article("gram-vani", "baadh-gaon", 4, "बाढ़: मंझौली और सिरसा समेत 42 गांव पानी में, नावों से निकाले गए लोग",
			"कंचना नदी का पानी देवपुरा के 42 गांवों में भर गया है। मंझौली और सिरसा में नावों से 60 लोगों को निकाला गया।",
			"लोग छतों पर रात काट रहे हैं और पीने का पानी नहीं है।"),
	)
}

// floodPolitics are four outlets' articles on a quarrel over the same flood.
func floodPolitics() []saar.Article {
	return input(
		article("nav-prabhat", "tatbandh", 5, "कंचना की बाढ़ पर विधानसभा में हंगामा, सिंचाई मंत्री से मांगा इस्तीफा",
			"देवपुरा में कंचना नदी की बाढ़ पर विधानसभा में शनिवार को हंगामा हुआ। विपक्ष ने सिंचाई मंत्री रमाकांत शुक्ल का इस्तीफा मांगा।",
			"विपक्ष ने कहा कि तटबंध की मरम्मत के 18 करोड़ रुपये कागज पर खर्च हुए और लोग छतों पर रात काट रहे हैं।"),
		article("dainik-setu", "tatbandh", 4, "देवपुरा की बाढ़: तटबंध मरम्मत में 18 करोड़ के घपले का आरोप, सदन में घिरे मंत्री",
			"कंचना नदी की बाढ़ पर विपक्ष ने सदन में सिंचाई मंत्री रमाकांत शुक्ल को घेरा। आरोप है कि देवपुरा के तटबंध की मरम्मत के 18 करोड़ रुपये कहीं नहीं लगे।",
			"लोगों को नावों से निकालने में देर का सवाल भी उठा।"),
		article("jan-samvad", "tatbandh", 4, "बाढ़ पर सदन में शोर: सिंचाई मंत्री शुक्ल के इस्तीफे पर अड़ा विपक्ष",
			"देवपुरा में कंचना नदी की बाढ़ पर विधानसभा में विपक्ष ने सिंचाई मंत्री रमाकांत शुक्ल का इस्तीफा मांगा। उसने तटबंध की मरम्मत में 18 करोड़ के घपले का आरोप लगाया।",
			"मंत्री ने कहा कि सिरसा से लोगों को नावों से निकाला गया और जांच होगी।"),
		article("gram-vani", "tatbandh", 3, "सिंचाई मंत्री बोले, कंचना के तटबंध की जांच होगी; हंगामा जारी",
			"सिंचाई मंत्री रमाकांत शुक्ल ने विधानसभा में कहा कि कंचना नदी के टूटे तटबंध की जांच होगी। देवपुरा के 42 गांवों में पानी भरने पर विपक्ष ने हंगामा किया।",
			"विपक्ष ने 18 करोड़ रुपये की मरम्मत को घपला बताया और इस्तीफा मांगा।"),
	)
}

// loudNews is one event as so many outlets tell it, each with another choice of what there is to tell.
func loudNews(outlets int) []saar.Article {
	headlines := []string{
		"बस्ती में पुल से नदी में गिरी बस, 12 यात्रियों की मौत", "रामघाट पुल की रेलिंग तोड़ सरयू में समाई बस, 12 की जान गई", "सरयू में गिरी बस, 12 मरे",
		"बस्ती बस हादसे में 12 की मौत, कई घायल", "उत्तर प्रदेश में बस नदी में गिरी, 12 की मौत",
	}
	openings := []string{
		"बस्ती जिले के रामघाट पुल से शनिवार रात एक निजी बस सरयू नदी में गिर गई, जिसमें 12 यात्रियों की मौत हो गई।",
		"यात्रियों से भरी बस रामघाट पुल की रेलिंग तोड़ते हुए सरयू में जा गिरी और 12 लोगों की जान चली गई।",
		"बस्ती में देर रात हुए हादसे में सरयू नदी में समाई बस से 12 शव निकाले गए।",
		"रामघाट पुल पर बेकाबू हुई बस के सरयू में गिरने से 12 यात्री मारे गए।",
	}
	details := []string{
		"पुलिस अधीक्षक मोहन तिवारी ने बताया कि बस गोरखपुर से लखनऊ जा रही थी।", "बस में 41 यात्री सवार थे।", "चालक को झपकी आने से हादसा हुआ।",
		"मुख्यमंत्री ने मृतकों के परिजनों को चार-चार लाख रुपये की सहायता देने की घोषणा की।", "गोताखोरों ने रात भर चले अभियान में 29 यात्रियों को बाहर निकाला।",
		"पुल की रेलिंग दो साल से टूटी थी।", "ग्रामीण कई बार लोक निर्माण विभाग को पत्र लिख चुके थे।", "घायलों को जिला अस्पताल में भर्ती कराया गया है।",
		"जिलाधिकारी कविता सिन्हा ने जांच के आदेश दिए हैं।", "मृतकों में एक ही परिवार के तीन लोग हैं।", "क्रेन से बस को रविवार सुबह नदी से बाहर निकाला गया।",
		"परिवहन विभाग के अनुसार बस का परमिट खत्म हो चुका था।", "बस मालिक सुरेश यादव के खिलाफ मुकदमा दर्ज हुआ है।", "घने कोहरे के कारण सड़क दिखाई नहीं दे रही थी।",
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	var out []saar.Article
	for i := range outlets {
		p := rnd.Perm(len(details))
		out = append(out, article(fmt.Sprint("akhbar-", i), "bus", 4, headlines[rnd.IntN(len(headlines))], openings[rnd.IntN(len(openings))],
			details[p[0]]+" "+details[p[1]], details[p[2]]+" "+details[p[3]]+" "+name(i*7+1)+" "+name(i*3)))
	}
	return out
}

// The more outlets tell an event the surer it is one. What a hundred and fifty tell is the day's first story, not five of its twelve.
func TestTheLoudestNewsIsOneStory(t *testing.T) {
	for _, outlets := range []int{10, 60, 150} {
		n := 0
		for _, s := range storiesOf(append(loudNews(outlets), many("patrika", 2000)...)) {
			if strings.HasSuffix(s[0].URL, "/bus") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("told by %d outlets it is %d stories", outlets, n)
		}
	}
}

// Of one flood, what the water did and what the house quarrels about share the river, the town and the days: each article of the one is
// faintly like each of the other. A reader who loses one of the two in the other is not told that a minister is to go.
func TestManyFaintTiesMakeNoStory(t *testing.T) {
	articles := append(floodedVillages(), floodPolitics()...)
	articles = append(articles, many("patrika", 120)...) // of a usual window, in which the rarity of a word can be told
	var got [][2]int
	for _, s := range storiesOf(articles) {
		var n [2]int
		for _, a := range s {
			switch a.URL[len(a.URL)-len("gaon"):] {
			case "gaon":
				n[0]++
			case "andh":
				n[1]++
			}
		}
		if n != [2]int{} {
			got = append(got, n)
		}
	}
	if diff := cmp.Diff([][2]int{{4, 0}, {0, 4}}, got); diff != "" {
		t.Errorf("articles on the villages and on the house, by story (-want +got):\n%s", diff)
	}
}

func storiesOf(articles []saar.Article) (out [][]saar.Article) {
	for _, members := range digest.Cluster(articles) {
		var s []saar.Article
		for _, i := range members {
			s = append(s, articles[i])
		}
		out = append(out, s)
	}
	return out
}

// A desk has few words, here 150, for what goes on in many towns. Who lives in one of them would not find it under the name of another.
func TestWhatHappensInManyTownsIsManyStories(t *testing.T) {
	stock := strings.Fields(`नगर पंचायत बैठक सड़क पानी योजना विभाग अधिकारी काम शिकायत जांच रिपोर्ट बजट मरम्मत पुल स्कूल अस्पताल बाजार बिजली किसान
		फसल मंडी टेंडर ठेकेदार निरीक्षण वार्ड सफाई नाली पार्क मेला`)
	for i := range 120 {
		stock = append(stock, name(1000+i))
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	said := func(words int) string {
		var out []string
		for range words {
			out = append(out, stock[rnd.IntN(len(stock))])
		}
		return strings.Join(out, " ") + " की जानकारी दी।"
	}
	var articles []saar.Article
	for i := range 60 {
		town := name(i*7+1) + "पुर"
		a := article(fmt.Sprint("akhbar-", i%4), fmt.Sprint(i), 4, town+" में "+said(6))
		for range 6 {
			a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: town + " में " + said(10) + " " + said(12)})
		}
		articles = append(articles, a)
	}
	if n := len(storiesOf(articles)); n < 40 {
		t.Errorf("sixty towns are %d stories", n)
	}
}
