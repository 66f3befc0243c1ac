package extract

import (
	"strings"
	"sync"

	"github.com/saar-news/saar/hindi"
	"golang.org/x/text/unicode/norm"
)

// monthOf is the number of the month a word names, 0 if it names none. Hindi and English names are package hindi's.
func monthOf(word string) int {
	if len(word) < 3 || len(word) > 60 {
		return 0
	}
	if month, ok := hindi.ParseMonth(word); ok {
		return int(month)
	}
	return otherMonths()[foldWord(word)]
}

// otherMonthForms are the names of each month, in full and as papers shorten them: Marathi, Gujarati, Bengali, Assamese,
// Odia, Punjabi, Tamil, Telugu, Kannada, Malayalam, Urdu, and the larger languages of Europe.
var otherMonthForms = [12]string{
	"जानेवारी जाने જાન્યુઆરી જાન્યુ জানুয়ারি জানুয়ারী জানুৱাৰী ଜାନୁଆରୀ ଜାନୁଆରି ଜାନୁୟାରୀ ਜਨਵਰੀ ஜனவரி ஜன జనవరి ಜನವರಿ ജനുവരി ജനു جنوری " +
		"januar jänner enero janvier janeiro gennaio januari",
	"फेब्रुवारी फेब्रु ફેબ્રુઆરી ફેબ્રુ ফেব্রুয়ারি ফেব্রুয়ারী ফেব্ৰুৱাৰী ଫେବୃଆରୀ ଫେବୃୟାରୀ ଫେବ୍ରୁଆରୀ ଫେବ୍ରୁୟାରୀ ਫਰਵਰੀ ਫ਼ਰਵਰੀ பிப்ரவரி பிப் ఫిబ్రవరి ఫిబ్ర ಫೆಬ್ರವರಿ ಫೆಬ್ರುವರಿ " +
		"ഫെബ്രുവരി ഫെബ്രു فروری februar febrero février fevereiro febbraio februari",
	"માર્ચ মার্চ মাৰ্চ ମାର୍ଚ୍ଚ ମାର୍ଚ ਮਾਰਚ மார்ச் மார் మార్చి మార్చ్ ಮಾರ್ಚ್ മാർച്ച് മാർ مارچ märz marzo mars março maart",
	"एप्रिल એપ્રિલ এপ্রিল এপ্ৰিল ଏପ୍ରିଲ ଅପ୍ରେଲ ਅਪ੍ਰੈਲ ஏப்ரல் ఏప్రిల్ ಏಪ್ರಿಲ್ ഏപ്രിൽ ഏപ്രി اپریل abril avril aprile",
	"मे મે মে ମଇ ମେ ਮਈ மே మే ಮೇ മേയ് മെയ് مئی mai mayo maio maggio mei",
	"જૂન જુન জুন ଜୁନ ଜୁନ୍ ਜੂਨ ஜூன் ஜுன் జూన్ జూను ಜೂನ್ ജൂൺ جون juni junio juin junho giugno",
	"जुलै જુલાઈ જુલાઇ জুলাই ଜୁଲାଇ ਜੁਲਾਈ ஜூலை ஜுலை జూలై జులై ಜುಲೈ ജൂലൈ ജൂലായ് جولائی juli julio juillet julho luglio",
	"ऑगस्ट अग ઑગસ્ટ ઓગસ્ટ আগস্ট অগস্ট আগষ্ট ଅଗଷ୍ଟ ଅଗଷ୍ଟ ਅਗਸਤ ஆகஸ்ட் ஆகஸ்டு ఆగస్టు ఆగస్ట్ ಆಗಸ್ಟ್ ഓഗസ്റ്റ് ആഗസ്റ്റ് ഓഗ اگست agosto ago août augustus",
	"सित सितं सप्टेंबर सप्टे સપ્ટેમ્બર સપ્ટે সেপ্টেম্বর ছেপ্টেম্বৰ ସେପ୍ଟେମ୍ବର ਸਤੰਬਰ செப்டம்பர் செப்டெம்பர் செப் సెప్టెంబర్ సెప్టెంబరు ಸೆಪ್ಟೆಂಬರ್ " +
		"സെപ്റ്റംബർ സെപ്തംബർ ستمبر septiembre septembre setembro settembre",
	"अक्टुबर अक्तुबर ऑक्टो ઓક્ટોબર ઑક્ટોબર ઓક્ટો ઑક્ટો অক্টোবর অক্টোবৰ ଅକ୍ଟୋବର ਅਕਤੂਬਰ அக்டோபர் ஒக்டோபர் அக் అక్టోబర్ అక్టోబరు ಅಕ್ಟೋಬರ್ ഒക്ടോബർ ഒക്ടോ اکتوبر " +
		"oktober octubre octobre outubro ottobre",
	"नवं नोव्हेंबर नोव्हें નવેમ્બર નવે নভেম্বর নৱেম্বৰ ନଭେମ୍ବର ਨਵੰਬਰ நவம்பர் நவ నవంబర్ నవంబరు ನವೆಂಬರ್ നവംബർ നവം نومبر noviembre novembre novembro",
	"डिसेंबर डिसें ડિસેમ્બર ડિસે ডিসেম্বর ডিচেম্বৰ ଡିସେମ୍ବର ਦਸੰਬਰ டிசம்பர் டிச డిసెంబర్ డిసెంబరు ಡಿಸೆಂಬರ್ ഡിസംബർ ഡിസം دسمبر " +
		"dezember diciembre décembre dezembro dicembre",
}

var otherMonths = sync.OnceValue(func() map[string]int {
	months := map[string]int{}
	for i, forms := range otherMonthForms {
		for form := range strings.FieldsSeq(forms) {
			months[foldWord(form)] = i + 1
		}
	}
	return months
})

// chillus are the letters of Malayalam that older texts write as a consonant, a virama and a joiner.
var chillus = strings.NewReplacer("ണ്\u200d", "ൺ", "ന്\u200d", "ൻ", "ര്\u200d", "ർ", "ല്\u200d", "ൽ", "ള്\u200d", "ൾ", "\u200d", "", "\u200c", "")

// foldWord makes the spellings of one word one.
func foldWord(word string) string { return chillus.Replace(norm.NFC.String(word)) }

// partsOfDay are the words before a time of the twelve-hour clock, by the part of the day they mean.
var partsOfDay = sync.OnceValue(func() map[string]string {
	parts := map[string]string{}
	for part, words := range map[string]string{
		"morning": "सुबह सवेरे प्रातः तड़के भोर पूर्वाह्न सकाळी पहाटे સવારે সকাল সকালে ভোর ভোরে ପୂର୍ବାହ୍ନ ସକାଳ ਸਵੇਰੇ காலை முற்பகல் ఉదయం ಬೆಳಿಗ್ಗೆ ಬೆಳಗ್ಗೆ രാവിലെ പുലർച്ചെ صبح",
		"noon":    "दोपहर दुपारी બપોરે দুপুর দুপুরে ਦੁਪਹਿਰ மதியம் நண்பகல் మధ్యాహ్నం ಮಧ್ಯಾಹ್ನ ഉച്ചയ്ക്ക് دوپہر",
		"evening": "शाम सायं सांय अपराह्न सायंकाळी संध्याकाळी સાંજે সন্ধ্যা সন্ধ্যায় বিকেল বিকেলে বিকাল ଅପରାହ୍ନ ସନ୍ଧ୍ୟା ਸ਼ਾਮ மாலை பிற்பகல் సాయంత్రం ಸಂಜೆ വൈകിട്ട് വൈകുന്നേരം شام",
		"night":   "रात रात्रि रात्री રાત્રે রাত রাতে ରାତି ਰਾਤ இரவு రాత్రి ರಾತ್ರಿ രാത്രി رات",
	} {
		for word := range strings.FieldsSeq(words) {
			parts[foldWord(word)] = part
		}
	}
	return parts
})

// hourWords follow a whole hour, as o'clock does.
var hourWords = words(foldWord("बजे वाजता વાગ્યે টা টায় টার ଟା ଟାରେ ਵਜੇ மணி மணிக்கு గంటల గంటలకు ಗಂಟೆಗೆ മണിക്ക് بجے"))
