package hindi_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar/hindi"
)

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"मेला शुरू हो गया है और लोग दूर-दूर से आ रहे हैं।": "hi",
		"मेला": "hi",
		"मेळा सुरू झाला आहे आणि लोक लांबून येत आहेत.":   "mr",
		"मेला सुरु भएको छ र मानिसहरू टाढाबाट आएका छन्।": "ne",
		"मेला शुरू हो गइल बा आ लोग दूर-दूर से आवत बा।":  "hi",
		"મેળો શરૂ થયો છે":                                                       "gu",
		"মেলা শুরু হয়েছে":                                                      "bn",
		"মেলা আৰম্ভ হৈছে":                                                       "as",
		"திருவிழா தொடங்கியது":                                                   "ta",
		"జాతర ప్రారంభమైంది":                                                     "te",
		"മേള തുടങ്ങി":                                                           "ml",
		"ಜಾತ್ರೆ ಶುರುವಾಗಿದೆ":                                                     "kn",
		"ਮੇਲਾ ਸ਼ੁਰੂ ਹੋ ਗਿਆ ਹੈ":                                                  "pa",
		"ମେଳା ଆରମ୍ଭ ହୋଇଛି":                                                      "or",
		"میلہ شروع ہو گیا ہے":                                                   "ur",
		"The fair has begun and people are coming from the villages to see it.": "en",
		"La foire a commencé hier et les gens viennent de tous les villages de la région pour la voir, malgré la pluie qui tombe depuis lundi.": "fr",
		"Home Video Live TV Login Share Follow us मेला शुरू हो गया है और लोग आ रहे हैं":                                                         "hi",
		"12345 !!": "",
		"":         "",
		strings.Repeat("Subscribe to our newsletter and follow the latest news. ", 20) + "मेला": "en",
	} {
		if got := hindi.Language(text); got != want {
			t.Errorf("Language(%.60q) = %q, want %q", text, got, want)
		}
	}
}
