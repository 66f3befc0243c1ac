package digest_test

import (
	"strings"
	"time"

	"github.com/saar-news/saar"
)

var morning = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

// article is one piece of news; its identity and time come from the outlet and the hours before morning.
func article(outlet, slug string, hoursAgo float64, title string, paragraphs ...string) saar.Article {
	at := morning.Add(-hours(hoursAgo))
	a := saar.Article{
		URL: "https://" + outlet + ".example/" + slug, Outlet: saar.Outlet{ID: outlet, Name: outlet}, Title: title, Language: "hi",
		Published: at, FirstSeen: at.Add(10 * time.Minute),
	}
	for _, p := range paragraphs {
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: p})
	}
	return a
}

func hours(n float64) time.Duration { return time.Duration(n * float64(time.Hour)) }

// Three outlets on a bus that fell off a bridge, one of them with the agency's copy.
func busNav() saar.Article {
	return article("nav-prabhat", "bus-pul", 5, "बस्ती में पुल से नदी में गिरी बस, 12 यात्रियों की मौत",
		"बस्ती। जिले के रामघाट पुल से शनिवार रात एक निजी बस बेकाबू होकर सरयू नदी में गिर गई, जिसमें 12 यात्रियों की मौत हो गई और 23 घायल हो गए।",
		"पुलिस अधीक्षक मोहन तिवारी ने बताया कि बस गोरखपुर से लखनऊ जा रही थी और उसमें 41 यात्री सवार थे।",
		"उन्होंने कहा कि चालक को झपकी आने से हादसा हुआ।",
		"मुख्यमंत्री ने मृतकों के परिजनों को चार-चार लाख रुपये की सहायता देने की घोषणा की।",
		"ये भी पढ़ें: सर्दी में सेहत का ऐसे रखें ध्यान")
}

func busSetu() saar.Article {
	return article("dainik-setu", "basti-hadsa", 4, "बस्ती: रामघाट पुल की रेलिंग तोड़ सरयू में समाई बस, 12 की जान गई",
		"बस्ती में शनिवार की रात यात्रियों से भरी एक बस रामघाट पुल की रेलिंग तोड़ते हुए सरयू नदी में जा गिरी। हादसे में 12 लोगों की मौत हुई है।",
		"गोताखोरों ने रात भर चले अभियान में 29 यात्रियों को नदी से बाहर निकाला।",
		"पुल की रेलिंग दो साल से टूटी थी और ग्रामीण कई बार लोक निर्माण विभाग को पत्र लिख चुके थे।")
}

func busSamvad() saar.Article {
	a := article("jan-samvad", "bus-accident", 4.5, "उत्तर प्रदेश में बस नदी में गिरी, 12 की मौत",
		"बस्ती, 21 नवंबर (भाषा)। उत्तर प्रदेश के बस्ती जिले में शनिवार रात एक बस के सरयू नदी में गिरने से 12 यात्रियों की मौत हो गई।",
		"अधिकारियों ने रविवार को बताया कि रामघाट पुल पर हुई दुर्घटना में घायल यात्रियों को जिला अस्पताल में भर्ती कराया गया है।")
	a.Agency = "pti"
	return a
}

// Another bus, another place.
func busElsewhere() saar.Article {
	return article("nav-prabhat", "bus-ghati", 6, "चमोली में खाई में गिरी जीप, तीन की मौत",
		"चमोली। बदरीनाथ मार्ग पर शनिवार दोपहर एक जीप गहरी खाई में गिर गई, जिससे तीन लोगों की मौत हो गई और दो घायल हैं।",
		"राज्य आपदा मोचन बल की टीम ने घायलों को श्रीनगर के अस्पताल पहुंचाया।")
}

func election() saar.Article {
	return article("nav-prabhat", "chunav", 3, "विधानसभा उपचुनाव में जनहित पार्टी ने सात सीटें जीतीं",
		"लखनऊ। विधानसभा उपचुनाव में जनहित पार्टी ने नौ में से सात सीटें जीत ली हैं जबकि विकास मोर्चा को दो सीटें मिलीं।",
		"पार्टी अध्यक्ष सरला देवी ने जीत का श्रेय कार्यकर्ताओं को दिया और कहा कि सरकार अब किसानों के कर्ज पर फैसला लेगी।",
		"मतगणना के दौरान 27 केंद्रों पर सुरक्षा बल की तैनाती रही।")
}

func electionSetu() saar.Article {
	return article("dainik-setu", "upchunav", 2, "उपचुनाव: जनहित पार्टी को सात सीटें, विकास मोर्चा दो पर सिमटा",
		"विधानसभा उपचुनाव के नतीजों में जनहित पार्टी ने सात सीटें जीतकर विकास मोर्चा को पीछे छोड़ दिया।",
		"विकास मोर्चा के संयोजक अनिल मिश्र ने हार स्वीकार करते हुए समीक्षा बैठक बुलाई है।")
}

func cricket() saar.Article {
	return article("khel-jagat", "khel/match", 8, "नीलगिरि एकादश ने आखिरी ओवर में जीता मुकाबला",
		"चेन्नई। नीलगिरि एकादश ने शुक्रवार को आखिरी ओवर में चार विकेट से मुकाबला जीत लिया।",
		"कप्तान राघव नायर ने 62 गेंदों पर 88 रन बनाए और मैन ऑफ द मैच चुने गए।")
}

func input(articles ...saar.Article) []saar.Article { return articles }

// longText is invented running text of n words, different for each seed.
func longText(seed uint64, n int) []string {
	words := strings.Fields(vocabulary)
	out := make([]string, n)
	for i := range out {
		seed = seed*6364136223846793005 + 1442695040888963407
		out[i] = words[(seed>>33)%uint64(len(words))]
		if i%14 == 13 {
			out[i] += "।"
		}
	}
	return out
}

// unlike is invented running text of n words, every other one a name that no text of another seed has.
func unlike(seed uint64, n int) []string {
	out := longText(seed, n)
	for i := 1; i < n; i += 2 {
		out[i] = name(int(seed)*101 + i)
	}
	return out
}

const vocabulary = `सरकार जनता किसान बाजार अदालत सड़क पुल नदी अस्पताल विद्यालय परीक्षा छात्र शिक्षक बिजली पानी योजना बजट मंत्री सचिव जिला गांव शहर
	मेला त्योहार मौसम बारिश ठंड कोहरा ट्रेन बस विमान हादसा जांच पुलिस आरोपी गवाह फैसला सुनवाई याचिका आदेश समिति बैठक प्रस्ताव विधेयक चुनाव मतदान
	उम्मीदवार प्रचार रैली भाषण समर्थक विरोध धरना मांग वेतन कर्मचारी मजदूर कारखाना निर्यात आयात कीमत महंगाई ब्याज बैंक कर्ज निवेश शेयर कंपनी तकनीक
	मोबाइल उपग्रह वैज्ञानिक शोध दवा टीका मरीज डॉक्टर खिलाड़ी मैच टीम पदक कप्तान फिल्म कलाकार गीत संगीत पुस्तक लेखक कविता मंच दर्शक यात्रा पर्यटक पहाड़
	जंगल बाघ पक्षी खेत फसल गेहूं धान गन्ना सिंचाई नहर तालाब मिट्टी बीज खाद मंडी व्यापारी ग्राहक दुकान बाजारू उत्पाद सामान गोदाम ट्रक चालक सीमा सेना
	जवान सुरक्षा हथियार समझौता पड़ोसी देश राजदूत वार्ता संबंध ने को से में पर के लिए और तथा एवं है था हुआ गया रहा किया जाएगा होगी बताया कहा मिला लगा
	12 45 300 1500 2017 77 हजार लाख करोड़ प्रतिशत रविवार सोमवार मंगलवार सुबह शाम रात दोपहर नया पुराना बड़ा छोटा पहला दूसरा आखिरी लंबा तेज धीमा`
