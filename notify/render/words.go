package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// title is a digest's title, short enough to head every part.
func title(d saar.Digest) string {
	t := []rune(Clean(d.Title))
	if len(t) == 0 {
		return "सार"
	}
	const most = 100
	if len(t) > most {
		return string(t[:most]) + "…"
	}
	return string(t)
}

// dateAndCount is the line under the title: रविवार, 22 नवंबर 2026 · 12 ख़बरें.
func dateAndCount(d saar.Digest) string {
	line := d.ID.Date
	if t, err := time.Parse(time.DateOnly, d.ID.Date); err == nil {
		line = hindi.Date(t)
	}
	if n := len(d.Shown()); n > 0 {
		line += " · " + counted(n)
	}
	return figures(d, line)
}

func counted(stories int) string {
	if stories == 1 {
		return "1 ख़बर"
	}
	return strconv.Itoa(stories) + " ख़बरें"
}

// lateNote says that a digest is late and when it was made; empty when it is not.
func lateNote(d saar.Digest) string {
	if !d.Late {
		return ""
	}
	return figures(d, "देर से: "+hindi.Clock(d.Compiled.In(zone(d)))+" तैयार हुआ")
}

// emptyNote is what a digest without stories says instead.
func emptyNote(d saar.Digest) string {
	if d.Sources.Total > 0 && d.Sources.OK == 0 {
		return "इस बार कोई भी स्रोत उपलब्ध नहीं था, इसलिए ख़बरें नहीं जुटाई जा सकीं।"
	}
	return "पिछले अंक के बाद से कोई नई ख़बर नहीं मिली।"
}

// sourcesNote tells how many sources answered: 14 में से 12 स्रोत उपलब्ध.
func sourcesNote(d saar.Digest) string {
	return figures(d, strconv.Itoa(d.Sources.Total)+" में से "+strconv.Itoa(d.Sources.OK)+" स्रोत उपलब्ध")
}

// sourcesOf tells how many independent sources tell a story.
func sourcesOf(d saar.Digest, s saar.Story) string {
	if s.Independent <= 0 {
		return "एजेंसी की ख़बर"
	}
	return figures(d, strconv.Itoa(s.Independent)+" स्वतंत्र स्रोत")
}

const (
	updateMark  = "अपडेट"
	differsMark = "⚖️ आँकड़ों में अंतर: "
	continued   = " (जारी)"

	correctedMark = "✏️ संशोधित: "
	goneNote      = " · स्रोत ने मूल ख़बर हटा ली है"
	wasMark       = "पहले: "
	leftNote      = "यह ख़बर हटाई गई"

	unmatchedNote = "इस अंक में आपके चुने विषयों और जगहों की कोई ख़बर नहीं है। ये रहीं सबसे बड़ी ख़बरें:"
)

// difference is a disagreement in one line: हार का अंतर 96 हजार (नव प्रभात), 98 हजार (जन संवाद).
func difference(s saar.Story, d saar.Disagreement) string {
	claims := make([]string, len(d.Claims))
	for i, c := range d.Claims {
		claims[i] = Clean(c.Text) + " (" + outletName(s, c.Outlet) + ")"
	}
	return strings.TrimSpace(Clean(d.Subject) + " " + strings.Join(claims, ", "))
}

// correctedNote says when a story was corrected last, with the date when that is another than the digest's; empty when it
// never was.
func correctedNote(s saar.Story, id saar.DigestID, zone *time.Location) string {
	if len(s.Corrections) == 0 {
		return ""
	}
	last := s.Corrections[len(s.Corrections)-1]
	at := last.At.In(zone)
	note := correctedMark + hindi.Clock(at)
	if at.Format(time.DateOnly) != id.Date {
		note = correctedMark + hindi.Date(at) + ", " + hindi.Clock(at)
	}
	if len(last.Gone) > 0 {
		note += goneNote
	}
	return note
}

// formerly are the texts that a story had before it was corrected, oldest first.
func formerly(s saar.Story) []string {
	var old []string
	for _, c := range s.Corrections {
		for _, change := range append([]saar.Change{c.Headline}, c.Points...) {
			if change.Old != "" {
				old = append(old, Clean(change.Old))
			}
		}
	}
	return old
}
