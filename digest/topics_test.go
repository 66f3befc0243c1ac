package digest_test

import (
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
