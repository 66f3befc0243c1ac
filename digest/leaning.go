package digest

import (
	"slices"
	"strings"

	"github.com/saar-news/saar/hindi"
)

// follows reports whether s stands directly after before.
func (s *sentence) follows(before *sentence) bool {
	return s.article == before.article && s.place == before.place+1
}

// leaningKind says what a sentence needs before it.
type leaningKind int

const (
	standsAlone      leaningKind = iota
	leansOnStory                 // इस हादसे में, गौरतलब है कि: needs to be behind another point of the article
	leansOnNeighbour             // उन्होंने, वहीं, इसके बाद: needs the very sentence before, unless it names what it points at and that is told
)

// Openings of sentences that lean but can be read wherever the story is known: they name what they speak of, or begin anew.
var storyOpenings = strings.Split("इस मामल|इस घटना|इस हादस|इस फैसल|इस बैठक|इस हमल|इस मौके|इस अवसर|इस संबंध|बता दें|बताते चलें|गौरतलब|उल्लेखनीय|"+
	"मालूम हो|ज्ञात हो|दरअसल|अब |हम|मैं|मे|मुझे|यह घटना|यह हादस|यह दुर्घटना|यह हमल|यह फैसल|यह बैठक|यह मामल|ये घटना|ये हादस|ये हमल", "|")

// Openings that need the sentence before though hindi.Leans does not list them: relative clauses that lost their main one.
var relativeOpenings = []string{"उन", "उस", "वह ", "वे ", "इन्ह", "जो ", "जिस", "जिन", "जहां ", "जैसे ", "दूसरे शब्दों"}

// Openings that take the event as told though they lean on no word: घटना सुबह नौ बजे की है.
var eventOpenings = strings.Split("घटना |हादसा |हादसे |दुर्घटना |वारदात |प्राप्त जानकारी |जानकारी के ", "|")

// leaningOf reads a normalised sentence.
func leaningOf(norm string) leaningKind {
	norm = strings.TrimLeft(norm, "\"' ")
	switch {
	case opensWith(norm, relativeOpenings):
		return leansOnNeighbour
	case opensWith(norm, eventOpenings):
		return leansOnStory
	case pointsAway(norm), strings.Contains(norm, " तब तक ") && !strings.Contains(norm, "जब तक "): // until what was told before
		return leansOnNeighbour
	case !hindi.Leans(norm):
		return standsAlone
	case opensWith(norm, storyOpenings):
		return leansOnStory
	}
	return leansOnNeighbour
}

// pointsAway reports whether a sentence opens with इस and a thing told before: not with a time (इस साल) that every reader knows.
func pointsAway(norm string) bool {
	tail, ok := strings.CutPrefix(norm, "इस ")
	return ok && !opensWith(tail, knownTimes) && !opensWith(norm, storyOpenings)
}

var knownTimes = strings.Split("साल|वर्ष|बार|समय|वक्त|माह|मही|सप्ताह|हफ्त|दिन|सीजन|सत्र|मौसम|सर्दी|गर्मी|बरस|सदी|दशक|दौर|देश|दुनिया", "|")

// pointers open sentences that point at a thing, which they name.
var pointers = map[string]bool{"इस": true, "इन": true, "यह": true, "ये": true, "उक्त": true}

// pointerReach is how many words behind a pointer the thing is named in: इस भीषण तूफान से.
const pointerReach = 2

// pointedAt finds the terms of what the opening of a normalised sentence points at.
func pointedAt(norm string, n numbering) []int32 {
	var names []int32
	at := -1
	words(norm, func(w string) {
		if at++; at == 0 && !pointers[w] {
			at = pointerReach
		}
		if at > 0 && at <= pointerReach && !hindi.Stop(w) {
			names = append(names, n.of(hindi.Stem(w)))
		}
	})
	return names
}

// grounded reports whether s can be read without the very sentence before it, behind what is chosen.
func (s *sentence) grounded(chosen []*sentence, told tellings) bool {
	if s.leans == standsAlone {
		return true
	}
	if s.leans == leansOnNeighbour && !slices.ContainsFunc(s.names, func(name int32) bool { return told[name] }) {
		return false
	}
	return slices.ContainsFunc(chosen, func(c *sentence) bool { return c.article == s.article && c.place < s.place })
}

func opensWith(text string, openings []string) bool {
	return slices.ContainsFunc(openings, func(opening string) bool { return strings.HasPrefix(text, opening) })
}
