package extract

import (
	"net/url"
	"strings"

	"github.com/saar-news/saar"
)

// sectionNames are the words by which outlets call their sections, in addresses, breadcrumbs and linked data.
var sectionNames = sectionTable(map[saar.Section]string{
	saar.Politics: "politics rajniti rajneeti election elections chunav vidhan-sabha-elections lok-sabha-elections राजनीति चुनाव सियासत",
	saar.State: "state states rajya local city cities metro metros uttar-pradesh up bihar delhi delhi-ncr ncr madhya-pradesh mp rajasthan haryana " +
		"punjab uttarakhand jharkhand chhattisgarh himachal-pradesh himachal jammu-and-kashmir jammu-kashmir maharashtra gujarat " +
		"west-bengal lucknow kanpur varanasi prayagraj allahabad agra meerut gorakhpur noida ghaziabad patna bhopal indore jaipur " +
		"ranchi chandigarh dehradun राज्य प्रदेश शहर स्थानीय उत्तर-प्रदेश यूपी बिहार दिल्ली मध्य-प्रदेश राजस्थान हरियाणा पंजाब उत्तराखंड झारखंड छत्तीसगढ़",
	saar.India: "india national nation desh bharat india-news national-news country देश भारत राष्ट्रीय",
	saar.World: "world international videsh duniya vishwa world-news international-news pakistan china america दुनिया विदेश विश्व अंतरराष्ट्रीय",
	saar.Crime: "crime apradh crime-news अपराध क्राइम जुर्म",
	saar.Business: "business economy market markets money finance vyapar karobar arthvyavastha share-market stock-market personal-finance banking " +
		"business-news biz कारोबार व्यापार बिजनेस बिज़नेस अर्थव्यवस्था बाजार बाज़ार",
	saar.Education: "education career careers jobs shiksha campus results exam exams board-results naukri शिक्षा करियर कैरियर नौकरी",
	saar.Health:    "health swasthya health-news health-fitness fitness स्वास्थ्य सेहत हेल्थ",
	saar.Science:   "science technology tech gadgets mobile vigyan tech-news auto automobile science-tech environment विज्ञान टेक टेक्नोलॉजी तकनीक गैजेट्स",
	saar.Sports: "sports sport cricket khel football hockey ipl tennis kabaddi badminton olympics sports-news cricket-news " +
		"खेल क्रिकेट स्पोर्ट्स",
	saar.Entertainment: "entertainment bollywood manoranjan movies tv television hollywood film films cinema ott web-series entertainment-news bhojpuri " +
		"tollywood मनोरंजन बॉलीवुड सिनेमा",
	saar.Lifestyle: "lifestyle life-style life-and-style jeevan-shaili fashion food travel recipe recipes beauty relationship relationships " +
		"लाइफस्टाइल जीवनशैली फैशन",
	saar.Religion: "religion dharm astrology astro spiritual spirituality rashifal bhakti jyotish dharma faith vastu festivals धर्म आस्था ज्योतिष राशिफल अध्यात्म",
	saar.Other:    "opinion editorial blog blogs weird-news ajab-gajab viral trending humour literature sahitya विचार संपादकीय अजब-गजब",
})

func sectionTable(names map[saar.Section]string) map[string]saar.Section {
	table := map[string]saar.Section{}
	for section, list := range names {
		for name := range strings.FieldsSeq(list) {
			table[name] = section
		}
	}
	return table
}

// section is what the page says the article is about, empty when it does not say clearly. The words nearest to the
// article decide: what names it (articleSection), then the breadcrumb and the address from the end.
func (f *facts) section() saar.Section {
	for _, text := range append(f.article.texts("articleSection"), f.metas["article:section"]...) {
		if s := namedSection(text); s != "" {
			return s
		}
	}
	for _, t := range f.things {
		if t.is(crumbTypes) {
			if s := f.crumbSection(t); s != "" {
				return s
			}
		}
	}
	u, err := url.Parse(f.page.URL)
	if err != nil {
		return ""
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) > 1 {
		return lastSection(parts[:len(parts)-1])
	}
	return ""
}

func (f *facts) crumbSection(t thing) saar.Section {
	list, _ := t["itemListElement"].([]any)
	var names []string
	for _, one := range list {
		object, ok := one.(map[string]any)
		if !ok {
			continue
		}
		name := thing(object).text("name")
		if inner, ok := object["item"].(map[string]any); ok && name == "" {
			name = thing(inner).text("name")
		}
		names = append(names, name)
	}
	if len(names) > 1 {
		names = names[1:] // the first is the site
	}
	return lastSection(names)
}

// lastSection is the section of the last name that has one; a state gives way to a subject before it.
func lastSection(names []string) saar.Section {
	var found saar.Section
	for i := len(names) - 1; i >= 0; i-- {
		s := namedSection(names[i])
		if s != "" && s != saar.State && s != saar.India {
			return s
		}
		if found == "" {
			found = s
		}
	}
	return found
}

func namedSection(name string) saar.Section {
	name = strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("_", "-", "&", " ", "/", " ").Replace(name)), "-"))
	if s, ok := sectionNames[name]; ok {
		return s
	}
	for _, tail := range []string{"-news", "-samachar", "-न्यूज", "-समाचार", "-hindi", "-news-in-hindi", "-khabar"} {
		if s, ok := sectionNames[strings.TrimSuffix(name, tail)]; ok {
			return s
		}
	}
	return ""
}
