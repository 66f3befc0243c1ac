package digest

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

//go:embed lists/sections.txt
var sectionList string

// sectionWords are how strongly each stem speaks for each section.
var sectionWords = readSectionWords(sectionList)

// sectionScore is a section and how strongly a word speaks for it.
type sectionScore struct {
	section saar.Section
	weight  float64
}

// readSectionWords reads lines of a section, a weight and words: "sports 3: मैच विकेट". Words of one stem (स्कूल, स्कूलों) speak once for
// a section, as the strongest of them.
func readSectionWords(list string) map[string][]sectionScore {
	all := map[string][]sectionScore{}
	lines(list, func(line string) {
		head, tail, _ := strings.Cut(line, ":")
		name, number, _ := strings.Cut(head, " ")
		weight, _ := strconv.ParseFloat(strings.TrimSpace(number), 64)
		for _, w := range strings.Fields(tail) {
			stem := hindi.Stem(hindi.Normalize(w))
			at := slices.IndexFunc(all[stem], func(s sectionScore) bool { return s.section == saar.Section(name) })
			if at < 0 {
				all[stem] = append(all[stem], sectionScore{saar.Section(name), weight})
			} else {
				all[stem][at].weight = max(all[stem][at].weight, weight)
			}
		}
	})
	return all
}

// sectionSegments are what folders of an address say of the section.
var sectionSegments = map[string]saar.Section{
	"politics": saar.Politics, "rajneeti": saar.Politics, "rajniti": saar.Politics, "elections": saar.Politics, "election": saar.Politics, "chunav": saar.Politics,
	"national": saar.India, "india": saar.India, "desh": saar.India, "nation": saar.India, "country": saar.India,
	"state": saar.State, "states": saar.State, "pradesh": saar.State, "rajya": saar.State, "uttar-pradesh": saar.State, "up": saar.State, "bihar": saar.State,
	"madhya-pradesh": saar.State, "mp": saar.State, "rajasthan": saar.State, "delhi": saar.State, "delhi-ncr": saar.State,
	"haryana": saar.State, "punjab": saar.State, "jharkhand": saar.State, "chhattisgarh": saar.State, "uttarakhand": saar.State,
	"himachal-pradesh": saar.State, "himachal": saar.State, "jammu-and-kashmir": saar.State, "maharashtra": saar.State, "gujarat": saar.State,
	"west-bengal": saar.State, "local": saar.State,
	"world": saar.World, "international": saar.World, "videsh": saar.World, "duniya": saar.World,
	"crime": saar.Crime, "apradh": saar.Crime,
	"business": saar.Business, "economy": saar.Business, "money": saar.Business, "share-market": saar.Business, "vyapar": saar.Business,
	"karobar": saar.Business, "auto": saar.Business, "personal-finance": saar.Business, "market": saar.Business,
	"education": saar.Education, "career": saar.Education, "jobs": saar.Education, "shiksha": saar.Education,
	"education-career": saar.Education, "results": saar.Education,
	"health": saar.Health, "sehat": saar.Health, "swasthya": saar.Health, "fitness": saar.Health, "health-fitness": saar.Health,
	"science": saar.Science, "vigyan": saar.Science, "technology": saar.Science, "tech": saar.Science, "gadgets": saar.Science, "tech-news": saar.Science,
	"sports": saar.Sports, "sport": saar.Sports, "cricket": saar.Sports, "khel": saar.Sports, "ipl": saar.Sports, "football": saar.Sports,
	"entertainment": saar.Entertainment, "bollywood": saar.Entertainment, "manoranjan": saar.Entertainment, "movies": saar.Entertainment,
	"tv": saar.Entertainment, "cinema": saar.Entertainment,
	"lifestyle": saar.Lifestyle, "life-style": saar.Lifestyle, "travel": saar.Lifestyle, "food": saar.Lifestyle, "fashion": saar.Lifestyle,
	"religion": saar.Religion, "dharm": saar.Religion, "spirituality": saar.Religion, "spiritual": saar.Religion, "adhyatm": saar.Religion,
}

// Classify tells what an article is about: its own section if the page or the source says so, else what the folders of its address
// say, else what the words of its headline and opening say. An article that nothing speaks for is Other.
func Classify(a saar.Article) saar.Section {
	if a.Section.Valid() && a.Section != saar.Other {
		return a.Section
	}
	folders := segments(a.URL)
	for _, folder := range folders[:max(0, len(folders)-1)] {
		if s, ok := sectionSegments[folder]; ok {
			return s
		}
	}
	return sectionOf(a)
}

// sectionOf asks the words: those of the headline count full, those of the opening a third. Where they say little, it is news of some place.
func sectionOf(a saar.Article) saar.Section {
	var scores [16]float64
	order := saar.Sections()
	add := func(text string, share float64) {
		for _, term := range hindi.Terms(text) {
			for _, s := range sectionWords[term] {
				for i, section := range order {
					if section == s.section {
						scores[i] += s.weight * share
					}
				}
			}
		}
	}
	add(a.Title, 1)
	texts := a.Texts()
	if len(texts) > 0 {
		add(opening(texts[0], 600), 1.0/3)
	}
	best, found := 0.0, saar.Other
	for i, section := range order {
		switch {
		case scores[i] >= least(section, len(texts) > 0) && scores[i] > best:
			best, found = scores[i], section
		case scores[i] > 0 && best == 0:
			found = saar.State
		}
	}
	return found
}

// leastEvidence is what the words must say for a section: as much as one that stands in the news of no other does in a headline. Words of
// all kinds of news, such as रात or युवा, make no crime and no school of it.
const leastEvidence = 3

// least is what the words must say for a section. Of a headline alone less can be asked where one word is often all it has.
func least(section saar.Section, hasText bool) float64 {
	if !hasText && (section == saar.Sports || section == saar.Entertainment || section == saar.Health) {
		return leastEvidence - 1
	}
	return leastEvidence
}

// opening is at most so many bytes of a text, cut between words.
func opening(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return text[:max(0, strings.LastIndexByte(text[:most], ' '))]
}

// openingOf is the opening of an article's running text, whose paragraphs begin lines. No more of it is put together.
func openingOf(a saar.Article, most int) string {
	var paragraphs []string
	size := 0
	for _, text := range a.Texts() {
		paragraphs = append(paragraphs, text)
		if size += len(text); size > most {
			break
		}
	}
	return opening(strings.Join(paragraphs, "\n"), most)
}
