package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify/render"
)

// everything is the argument of the button that gives up all that is chosen.
const everything = "*"

// chooseTopics takes one topic from a button, or all of them from their names.
func chooseTopics(v *visit, r *saar.Subscriber) *saar.Subscriber {
	switch {
	case v.arg == everything:
		r.Topics = nil
	case v.pressed:
		if wanted, id := sign(v.arg); saar.Section(id).Valid() {
			r.Topics, _ = put(r.Topics, saar.Section(id), wanted)
		}
	case v.arg != "":
		var topics []saar.Section
		var strange []string
		for _, word := range strings.FieldsFunc(v.arg, separates) {
			if s, ok := topicNamed(word); ok {
				topics, _ = put(topics, s, true)
			} else {
				strange = append(strange, word)
			}
		}
		if len(topics) > 0 {
			r.Topics = topics
		}
		v.strange(r, strange)
	}
	return r
}

// separates reports what stands between the topics that a reader writes; names have no spaces.
func separates(c rune) bool { return unicode.IsSpace(c) || between(c) }

func between(c rune) bool { return strings.ContainsRune(",،;।|/\n", c) }

// topicNamed finds a topic by its name or id.
func topicNamed(word string) (saar.Section, bool) {
	word = hindi.Normalize(word)
	for _, s := range saar.Sections() {
		if word == hindi.Normalize(s.Name()) || word == string(s) {
			return s, true
		}
	}
	return "", false
}

// strange remarks on words that mean nothing.
func (v *visit) strange(r *saar.Subscriber, words []string) {
	if len(words) > 0 {
		v.remark = fmt.Sprintf(unknown.in(r.Language), render.Inline(strings.Join(words, ", ")))
	}
}

func topicsList(_ context.Context, v *visit) []note {
	var buttons []tgbotapi.InlineKeyboardButton
	for _, s := range saar.Sections() {
		buttons = append(buttons, toggle("topics", string(s), s.Name(), slices.Contains(v.reader.Topics, s)))
	}
	keys := keyboard{}.rows(2, buttons)
	if len(v.reader.Topics) > 0 {
		keys = keys.row(button(v.say(allTopics), "topics "+everything))
	}
	return []note{{html: v.remarked(v.say(topicsPage)), keys: keys}}
}

// topics names the reader's topics.
func (v *visit) topics() string {
	names := []string{}
	for _, s := range v.reader.Topics {
		names = append(names, s.Name())
	}
	switch {
	case len(names) == 0 && len(v.reader.Places) == 0:
		return v.say(allTopics)
	case len(names) == 0:
		return v.say(none)
	}
	return strings.Join(names, ", ")
}

// choosePlaces adds the places of a text, or takes one away by its button.
func choosePlaces(v *visit, r *saar.Subscriber) *saar.Subscriber {
	if v.pressed {
		r.Places = slices.DeleteFunc(r.Places, func(p string) bool { return v.arg == "-"+shortOf(p) })
		return r
	}
	var strange []string
	for _, piece := range strings.FieldsFunc(v.arg, between) {
		found := placesIn(piece)
		if len(found) == 0 {
			strange = append(strange, strings.TrimSpace(piece))
		}
		for _, p := range found {
			var room bool
			if r.Places, room = put(r.Places, p.Name, true); !room {
				v.remark = mostChosen.in(r.Language)
				return r
			}
		}
	}
	v.strange(r, strange)
	return r
}

// placesIn finds the places of a text, also one whose name is a common word as well: such a one counts only where
// something shows a place.
func placesIn(text string) []hindi.Place {
	if found := hindi.Places(text); len(found) > 0 {
		return found
	}
	return hindi.Places(text + " जिला")
}

// shortOf stands for a name in a button, whose data is short.
func shortOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:6])
}

func placesList(_ context.Context, v *visit) []note {
	var buttons []tgbotapi.InlineKeyboardButton
	for _, p := range v.reader.Places {
		buttons = append(buttons, button("✖ "+p, "places -"+shortOf(p)))
	}
	html := v.say(placesPage) + "\n\n" + v.say(yourPlaces, v.places())
	return []note{{html: v.remarked(html), keys: keyboard{}.rows(2, buttons)}}
}

// places names the reader's places.
func (v *visit) places() string {
	if len(v.reader.Places) == 0 {
		return v.say(none)
	}
	return render.Inline(strings.Join(v.reader.Places, ", "))
}

// hours are the times that buttons offer.
var hours = []int{5, 6, 7, 8, 9, 10, 13, 18, 21}

// chooseTime takes the time as minutes from a button, or as people write it.
func chooseTime(v *visit, r *saar.Subscriber) *saar.Subscriber {
	if v.arg == "" {
		return r
	}
	minutes, err := strconv.Atoi(v.arg)
	ok := err == nil && minutes >= 0 && minutes < 24*60
	if !v.pressed {
		minutes, ok = readTime(v.arg)
	}
	if ok {
		r.Time = minutes
	} else {
		v.remark = noTime.in(r.Language)
	}
	return r
}

// readTime reads 7:30, 07.30, ७:३०, शाम 6 बजे and the like as minutes after midnight.
func readTime(s string) (minutes int, ok bool) {
	var numbers []int
	part := ""
	for _, word := range strings.FieldsFunc(hindi.Normalize(s), func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(":.-", c) }) {
		n, err := strconv.Atoi(word)
		switch {
		case err == nil:
			numbers = append(numbers, n)
		case partOfDay(word) != "":
			part = partOfDay(word)
		case word != hindi.Normalize("बजे") && word != hindi.Normalize("बजकर") && word != hindi.Normalize("मिनट"):
			return 0, false
		}
	}
	if len(numbers) == 1 {
		numbers = append(numbers, 0)
	}
	if len(numbers) != 2 || numbers[0] < 0 || numbers[0] > 23 || numbers[1] < 0 || numbers[1] > 59 {
		return 0, false
	}
	hour := numbers[0]
	switch {
	case part == "day" && hour > 0 && hour < 12, part == "night" && hour > 5 && hour < 12:
		hour += 12
	case part == "night" && hour == 12, part == "morning" && hour == 12:
		hour = 0
	}
	return hour*60 + numbers[1], true
}

// partOfDay is the part of the day that a word names: morning, day or night.
func partOfDay(word string) string {
	for part, words := range map[string]string{"morning": "सुबह am", "day": "शाम दोपहर pm", "night": "रात"} {
		if slices.Contains(strings.Fields(hindi.Normalize(words)), word) {
			return part
		}
	}
	return ""
}

func timeList(_ context.Context, v *visit) []note {
	keys := keyboard{}.row(v.timeButton(0))
	var buttons []tgbotapi.InlineKeyboardButton
	for _, h := range hours {
		buttons = append(buttons, v.timeButton(h*60))
	}
	return []note{{html: v.remarked(v.say(timePage, v.clock(v.reader.Time))), keys: keys.rows(3, buttons)}}
}

func (v *visit) timeButton(minutes int) tgbotapi.InlineKeyboardButton {
	text := v.clock(minutes)
	if minutes == v.reader.Time {
		text = "✅ " + text
	}
	return button(text, "time "+strconv.Itoa(minutes))
}

// clock is a time of the day in the reader's language.
func (v *visit) clock(minutes int) string {
	if minutes == 0 {
		return v.say(asReady)
	}
	t := time.Date(2000, 1, 1, minutes/60, minutes%60, 0, 0, time.UTC)
	if v.reader.Language == englishWords {
		return t.Format("15:04")
	}
	return hindi.Clock(t)
}

// mute keeps a story from being shown, from its button. What is muted is not followed any more.
func mute(v *visit, r *saar.Subscriber) *saar.Subscriber {
	r.Muted, r.Followed = mark(v, r.Muted, r.Followed)
	return r
}

// follow keeps a story shown, from its button. What is followed is not muted any more.
func follow(v *visit, r *saar.Subscriber) *saar.Subscriber {
	r.Followed, r.Muted = mark(v, r.Followed, r.Muted)
	return r
}

// mark puts the story of a button into one list and out of the other. In a full list the oldest makes room.
func mark(v *visit, list, other []string) (marked, rest []string) {
	wanted, id := sign(v.arg)
	switch {
	case !v.pressed || id == "" && v.arg != everything:
		return list, other
	case v.arg == everything:
		return nil, other
	case wanted && len(list) >= mostChoices && !slices.Contains(list, id):
		list = list[1:]
	}
	list, _ = put(list, id, wanted)
	if wanted {
		other, _ = put(other, id, false)
	}
	return list, other
}

func muteList(ctx context.Context, v *visit) []note {
	return v.stories(ctx, "mute", mutePage, v.reader.Muted)
}

func followList(ctx context.Context, v *visit) []note {
	return v.stories(ctx, "follow", followPage, v.reader.Followed)
}

// storiesListed is how many stories have a button.
const storiesListed = 15

// stories offers the stories of the reader's newest digest.
func (v *visit) stories(ctx context.Context, command string, head phrase, marked []string) []note {
	d, err := v.newsroom.Chosen(ctx, v.reader, true)
	if err != nil {
		return v.sorry(err)
	}
	var keys keyboard
	seen := 0
	for _, s := range d.Stories[:min(len(d.Stories), storiesListed)] {
		on := slices.Contains(marked, s.ID)
		if on {
			seen++
		}
		keys = keys.row(toggle(command, s.ID, shorten(render.Clean(s.Title), 60), on))
	}
	html := v.say(head)
	if gone := len(marked) - seen; gone > 0 {
		html += "\n\n" + v.say(older, gone)
		keys = keys.row(button(v.say(clearAll), command+" "+everything))
	}
	return []note{{html: v.remarked(html), keys: keys}}
}
