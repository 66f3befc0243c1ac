package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

var (
	places = []string{
		"बेलाघाट", "कमलाघाट", "सोनपुरी", "रतनगढ़ी", "माधोनगर", "हरिपुरा", "चंदनवाड़ी", "नीलगंज", "पीपलखेड़ा", "देवसरा",
		"गुलाबपुर", "शीतलगंज",
	}
	persons = []string{
		"ज़िलाधिकारी अरविंद सेठी", "महापौर कविता रावल", "अभियंता सुरेश नागर", "प्रधानाचार्य मीनल व्यास", "थानाध्यक्ष दिलीप खत्री",
		"डॉक्टर शालिनी बंसल", "विधायक रमेश कोठारी", "किसान नेता हरबंस लाल", "कोच इमरान शेख़", "व्यापारी संघ के मुखिया पवन गोयल",
	}
	matters = []string{ // in the oblique case, as they stand before a postposition
		"नए पुल की मरम्मत", "गेहूँ की ख़रीद", "पेयजल की पाइपलाइन", "बस अड्डे के विस्तार", "स्कूलों में शिक्षकों की तैनाती",
		"बिजली के पुराने तारों", "सब्ज़ी मंडी की सफ़ाई", "अस्पताल में दवाओं की कमी", "रेल फाटक के जाम", "कबड्डी मैदान की घास",
		"बाढ़ से टूटे तटबंधों", "पुस्तकालय के नए भवन",
	}
	headlines = []string{
		"%[1]s: %[3]s पर %[4]d लाख रुपये का घोटाला उजागर", "%[2]s ने %[3]s के लिए माँगा समय, %[1]s में नाराज़गी",
		"%[3]s से परेशान %[1]s के लोग सड़क पर उतरे", "%[1]s को मिला पुरस्कार, %[3]s की हुई तारीफ़",
		"अदालत पहुँचा %[3]s का विवाद, %[2]s तलब", "%[4]d दिन में सुलझेगा %[3]s का मामला: %[2]s",
	}
	sentences = []string{
		"%[1]s में %[3]s को लेकर %[2]s ने %[4]d अधिकारियों की बैठक बुलाई।",
		"%[2]s ने बताया कि %[3]s पर अब तक %[4]d लाख रुपये ख़र्च हो चुके हैं।",
		"स्थानीय लोगों का कहना है कि %[3]s की शिकायत %[4]d बार की गई थी।",
		"%[1]s के %[4]d परिवारों ने इस फ़ैसले पर संतोष जताया है।",
		"पिछले साल %[1]s में इसी तरह की %[4]d गड़बड़ियाँ सामने आई थीं।",
		"%[2]s के अनुसार काम %[4]d दिन में पूरा कर लिया जाएगा।",
		"प्रशासन ने %[3]s के लिए %[1]s में अलग दल बनाया है।",
		"जाँच में पता चला कि ठेकेदार ने %[4]d मज़दूरों का भुगतान रोक रखा था।",
		"%[1]s से आए %[4]d ग्रामीणों ने तहसील के सामने धरना दिया।",
		"%[2]s ने माना कि %[3]s में देरी की वजह बारिश रही।",
		"अगली समीक्षा %[4]d दिन बाद %[1]s के पंचायत भवन में होगी।",
		"%[3]s का ठेका इस बार %[1]s की एक सहकारी समिति को मिला है।",
		"महिलाओं के एक समूह ने %[2]s को %[4]d हस्ताक्षरों वाला ज्ञापन सौंपा।",
		"अदालत ने %[1]s नगर पालिका से %[4]d पन्नों की रिपोर्ट माँगी है।",
		"युवाओं ने %[3]s पर बनी एक फ़िल्म %[1]s के चौक में दिखाई।",
		"मुआवज़े की पहली किस्त में %[4]d हज़ार रुपये हर खाते में भेजे गए।",
		"विशेषज्ञों की राय में %[3]s का असर %[4]d गाँवों तक पहुँचेगा।",
		"%[2]s ख़ुद मौक़े पर पहुँचे और देर शाम तक वहीं रहे।",
		"पुलिस ने %[4]d संदिग्धों से पूछताछ की, पर किसी को हिरासत में नहीं लिया।",
		"%[1]s के व्यापारियों ने दोपहर तक दुकानें बंद रखीं।",
		"बजट में %[3]s के हिस्से केवल %[4]d करोड़ आए हैं।",
		"छात्रों की एक टोली ने %[1]s की दीवारों पर इसी विषय के चित्र बनाए।",
		"%[2]s का दावा है कि आँकड़े बढ़ा-चढ़ाकर पेश किए गए।",
		"%[1]s का एक बुज़ुर्ग दंपती %[4]d किलोमीटर पैदल चलकर सुनवाई में पहुँचा।",
		"मौसम विभाग ने %[1]s के लिए %[4]d घंटे की चेतावनी जारी की है।",
	}
)

// text is an invented piece of news, always the same for a number and unlike that of any other number up to 30.
func text(n int) (title string, paragraphs []string) {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	write := func(sentence string) string {
		place, person, matter := n%len(places), (n+n/10)%len(persons), (n+n/12)%len(matters)
		return fmt.Sprintf(sentence, places[place], persons[person], matters[matter], 3+random.IntN(900))
	}
	title = write(headlines[n%len(headlines)])
	stride := []int{1, 4, 6, 9, 11}[n/6%5] // six pieces share no sentence; of thirty no two share more than two
	for i := range 4 {
		paragraphs = append(paragraphs, write(sentences[(4*(n%6)+i)*stride%len(sentences)]))
	}
	return title, paragraphs
}

// page is how an outlet prints a piece of news.
func page(url string, published time.Time, title string, paragraphs []string) string {
	return fmt.Sprintf(`<!doctype html>
<html lang="hi"><head><meta charset="utf-8"><title>%[1]s</title>
<link rel="canonical" href="%[2]s"><meta property="og:type" content="article">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":%[1]q,
"url":"%[2]s","datePublished":"%[3]s"}</script></head>
<body><article><h1>%[1]s</h1><p>%[4]s</p></article></body></html>`,
		title, url, published.Format(time.RFC3339), strings.Join(paragraphs, "</p>\n<p>"))
}
