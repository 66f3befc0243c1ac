package digest_test

import (
	"fmt"

	"github.com/saar-news/saar"
)

func cyclone() saar.Article {
	return article("nav-prabhat", "chakravat", 6, "चक्रवात से पहले हवाईअड्डा बंद, विद्यालयों में अवकाश",
		"बंगाल की खाड़ी में उठा चक्रवात शनिवार रात सागरपुर से टकराएगा। मौसम विज्ञान केंद्र ने मूसलाधार वर्षा बताई है।",
		"हवाईअड्डा बंद है और 40 उड़ानें रद्द हैं। मरीजों को पास के चिकित्सालय ले जाया गया।")
}

func storm() saar.Article {
	return article("dainik-setu", "toofan", 5, "तूफान: सागरपुर एयरपोर्ट पर ताला, स्कूल भी नहीं खुलेंगे",
		"तूफान के शनिवार रात सागरपुर पहुंचने के डर से एयरपोर्ट पर 40 फ्लाइट कैंसिल कर दी गईं। बारिश को देखते हुए लोग घरों में रहें, ऐसी सलाह है।",
		"हॉस्पिटल में पेशेंट शिफ्ट किए गए और स्कूल दो दिन नहीं खुलेंगे।")
}

// bulletin is a day's figures of an illness, written in the same words every day.
func bulletin(slug string, hoursAgo float64, day string, cases, wards int) saar.Article {
	return article("outlet-"+slug, slug, hoursAgo, fmt.Sprintf("%s को मिले डेंगू के %d नए मरीज", day, cases),
		fmt.Sprintf("स्वास्थ्य विभाग के बुलेटिन के अनुसार %s को राज्य में डेंगू के %d नए मरीज मिले।", day, cases),
		fmt.Sprintf("विभाग ने %d वार्डों में छिड़काव कराया और लोगों से पानी जमा न होने देने की अपील की।", wards))
}

func busElsewhereWithTheSameToll() saar.Article {
	return article("jan-samvad", "bus-dhara", 7, "धारानगर में ट्रक से टकराई बस, 12 यात्रियों की मौत",
		"धारानगर। राष्ट्रीय राजमार्ग पर शनिवार रात एक बस खड़े ट्रक से टकरा गई, जिसमें 12 यात्रियों की मौत हो गई और 23 घायल हो गए।",
		"पुलिस के अनुसार कोहरे के कारण चालक को ट्रक नहीं दिखा। घायलों को मेडिकल कॉलेज भेजा गया है।")
}

func ward(slug string, number int, councillor, work string) saar.Article {
	return article("outlet-"+slug, slug, 4, fmt.Sprintf("फूलपुर के वार्ड %d में %s का काम शुरू", number, work),
		fmt.Sprintf("फूलपुर नगर पालिका के वार्ड %d में शनिवार को %s का काम शुरू हुआ। पार्षद %s ने भूमिपूजन किया।", number, work, councillor),
		fmt.Sprintf("पार्षद %s ने कहा कि %s की मांग लोग लंबे समय से कर रहे थे।", councillor, work))
}

func partyDefeat() saar.Article {
	return article("nav-prabhat", "haar", 4, "निकाय चुनाव की हार पर जनहित पार्टी ने बुलाई समीक्षा बैठक",
		"राजधानी में जनहित पार्टी के नेताओं ने शनिवार को निकाय चुनाव में मिली हार की समीक्षा की। प्रदेश अध्यक्ष दिनकर वर्मा ने बैठक की अध्यक्षता की।",
		"पार्टी महापौर की सीट 96 हजार वोटों से हारी थी। हार के कारणों की जांच तीन सदस्यों की समिति करेगी।")
}

func partySeats() saar.Article {
	return article("dainik-setu", "seat", 5, "विधानसभा चुनाव: जनहित पार्टी और किसान मंच में सीटों का बंटवारा तय",
		"जनहित पार्टी और किसान मंच ने शनिवार को विधानसभा चुनाव के लिए सीटों का बंटवारा तय कर लिया। प्रदेश अध्यक्ष दिनकर वर्मा ने इसकी घोषणा की।",
		"किसान मंच 28 सीटों पर लड़ेगा। साझा घोषणापत्र के लिए एक समिति बनाई गई है।")
}

func quake(slug, magnitude string) saar.Article {
	text := map[string][]string{
		"sham": {
			"भूकंप के झटकों से दहशत, घरों से निकले लोग",
			fmt.Sprintf("कमलगढ़ और आसपास भूकंप के तेज झटके आए। तीव्रता %s मापी गई और लोग घरों से बाहर निकल आए।", magnitude),
			"जान-माल के नुकसान की सूचना नहीं है। प्रशासन ने पुराने मकानों की जांच के आदेश दिए हैं।",
		},
		"raat": {
			"भूकंप से हिली धरती, स्कूलों में एहतियात",
			fmt.Sprintf("कमलगढ़ में भूकंप के बाद कुछ मकानों में दरारें आ गईं। रिक्टर पैमाने पर तीव्रता %s मापी गई।", magnitude),
			"कोई हताहत नहीं हुआ। राहत दल तैयार रखे गए हैं और अफवाहों से बचने को कहा गया है।",
		},
	}[slug]
	return article("outlet-"+slug, slug, 4, text[0], text[1:]...)
}

func flood(slug, state, other string) saar.Article {
	return article("outlet-"+slug, slug, 4, fmt.Sprintf("%s में बाढ़ से हाहाकार", state),
		fmt.Sprintf("अमेरिका के %s और %s में बाढ़ का पानी शहरों में घुस गया है। राहत दल नावों से लोगों को निकाल रहे हैं।", state, other),
		"पुल बह गए हैं, राजमार्ग बंद हैं और हजारों लोग बेघर हैं।")
}

func evacuation(slug, state, other string) saar.Article {
	return article("outlet-"+slug, slug, 3, fmt.Sprintf("%s में हजारों बेघर, गवर्नर ने मांगी मदद", state),
		fmt.Sprintf("%s और %s में बाढ़ के कारण हजारों लोग राहत शिविरों में हैं। राजमार्ग बंद हैं और गवर्नर ने अमेरिका की सरकार से सहायता मांगी है।", state, other),
		"मौसम विभाग का अनुमान है कि जलस्तर दो दिन और बढ़ेगा।")
}

func landfall(storm string) saar.Article {
	return article("outlet-tat", "tat", 5, fmt.Sprintf("तूफान %s तट से टकराया", storm),
		fmt.Sprintf("बंगाल की खाड़ी से उठा तूफान %s शनिवार तड़के सागरतट से टकराया और हवा की रफ्तार 110 किलोमीटर रही।", storm),
		"पेड़ उखड़ गए और बिजली के खंभे गिर गए।")
}

func stormShelters(storm string) saar.Article {
	return article("outlet-shivir", "shivir", 3, "60 गांवों के लोग शिविरों में, राहत का इंतजार",
		fmt.Sprintf("तूफान %s के बाद हजारों लोग शिविरों में हैं और पीने का पानी टैंकरों से पहुंच रहा है।", storm),
		"कलेक्टर ने कहा कि टूटे घरों का सर्वे दो दिन में पूरा होगा और मुआवजा सीधे खातों में जाएगा।")
}
