// Package render turns a stored digest into what people and programs read: messages for Telegram, text for a terminal,
// a web page, and JSON. The stories, their order and their numbers are the same in each.
//
// Stories are grouped by section. The sections come in the order of their best-ranked story, the stories of a section in
// the order of their rank, and they are numbered as they are read.
//
// A message is built as a tree and measured before it is written; text is never cut to size. Text from the web is made
// harmless by Clean, and kept from turning into links by a word joiner (U+2060) that readers do not see.
package render

import (
	"slices"
	"time"

	"github.com/saar-news/saar"
)

// Rendering names the rendering for Telegram in saar.Message.
const Rendering = "telegram"

// Shed says what a story lost because it would not have fitted in a message. The caller logs it.
type Shed struct {
	Story  string // id
	Title  string
	Points int  // how many of its last key points
	More   bool // also its disagreements, further outlets or link, or the end of its headline
}

// chapter is a section with its stories, as they are read.
type chapter struct {
	Section saar.Section
	Name    string
	Stories []numbered
}

// numbered is a story with its number in reading order.
type numbered struct {
	saar.Story
	Number    int
	Corrected string // that it has been corrected, and when; empty: it has not
}

// chapters groups the shown stories of a digest in reading order.
func chapters(d saar.Digest) []chapter {
	var all []chapter
	here := zone(d)
	for _, s := range d.Shown() {
		if !s.Section.Valid() {
			s.Section = saar.Other
		}
		i := slices.IndexFunc(all, func(c chapter) bool { return c.Section == s.Section })
		if i < 0 {
			i = len(all)
			all = append(all, chapter{Section: s.Section, Name: s.Section.Name()})
		}
		all[i].Stories = append(all[i].Stories, numbered{Story: s, Corrected: correctedNote(s, d.ID, here)})
	}
	n := 0
	for _, c := range all {
		for i := range c.Stories {
			n++
			c.Stories[i].Number = n
		}
	}
	return all
}

// Reading is the shown stories of a digest in the order in which they are read, that of their numbers.
func Reading(d saar.Digest) []saar.Story {
	var stories []saar.Story
	for _, c := range chapters(d) {
		for _, s := range c.Stories {
			stories = append(stories, s.Story)
		}
	}
	return stories
}

// zone is the zone of a digest's date and clock; UTC when this machine does not know it.
func zone(d saar.Digest) *time.Location {
	if z, err := time.LoadLocation(d.Zone); err == nil {
		return z
	}
	return time.UTC
}

// outletName is an outlet's name as readers see it: its id when the story does not tell the name.
func outletName(s saar.Story, id string) string {
	for _, t := range s.Tellers {
		if t.ID == id && t.Name != "" {
			return Clean(t.Name)
		}
	}
	return Clean(id)
}
