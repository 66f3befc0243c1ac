package telegramtest

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// finder is one kind of entity that Telegram finds; accept looks at what stands around it and may shorten it.
type finder struct {
	kind    string
	mark    *regexp.Regexp // a cheap test: a text without this has none
	pattern *regexp.Regexp
	accept  func(before rune, match string, after rune) (string, bool)
}

// finders are the patterns by which Telegram finds entities in plain text, to a sensible degree: rather one too many than one
// too few, so that a renderer whose texts show none here shows none in Telegram. They are made when they are asked for first: the daemon
// carries this server for its demo alone.
var finders = sync.OnceValue(func() []finder {
	return []finder{
		{"url", regexp.MustCompile(`://`), regexp.MustCompile(`(?i)(?:https?|ftp|tg|ton|tonsite)://[^\s<>"«»\x{2000}-\x{200b}\x{200e}-\x{2060}]+`), func(b rune, m string, _ rune) (string, bool) { return trimURL(m), !isWord(b) }},
		{"email", regexp.MustCompile(`@`), regexp.MustCompile(`[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}`), func(_ rune, m string, _ rune) (string, bool) { return m, true }},
		{"url", regexp.MustCompile(`\.[\p{L}\p{M}]`), regexp.MustCompile(`(?:[\p{L}\p{M}\p{N}_\x{200c}\x{200d}-]+\.)+[\p{L}\p{M}][\p{L}\p{M}\p{N}-]+(?::\d{1,5})?(?:[/?#][^\s<>"«»\x{2000}-\x{200b}\x{200e}-\x{2060}]*)?`), acceptDomain},
		{"mention", regexp.MustCompile(`@`), regexp.MustCompile(`@[A-Za-z0-9_]{2,32}`), func(b rune, m string, a rune) (string, bool) { return m, !isWord(b) && !isWord(a) }},
		{"hashtag", regexp.MustCompile(`#`), regexp.MustCompile(`#[\p{L}\p{M}\p{N}_\x{200c}\x{b7}]{1,256}`), acceptHashtag},
		{"cashtag", regexp.MustCompile(`\$`), regexp.MustCompile(`\$[A-Z]{1,8}`), func(b rune, m string, a rune) (string, bool) { return m, !isWord(b) && b != '$' && !isWord(a) }},
		{"bot_command", regexp.MustCompile(`/`), regexp.MustCompile(`/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{2,32})?`), acceptCommand},
		{"phone_number", regexp.MustCompile(`\+`), regexp.MustCompile(`\+\d(?:[ -]?\d){6,14}`), func(b rune, m string, a rune) (string, bool) { return m, !isWord(b) && !isWord(a) }},
	}
})

// find lists what Telegram finds by itself in text, in order and without overlaps; of two that overlap the earlier
// finder wins.
func find(text string) []Entity {
	var found []Entity
	for _, f := range finders() {
		if !f.mark.MatchString(text) {
			continue
		}
		for _, at := range f.pattern.FindAllStringIndex(text, -1) {
			if e, ok := f.entity(text, at[0], at[1]); ok && !overlapsAny(e, found) {
				found = append(found, e)
			}
		}
	}
	sortEntities(found)
	return found
}

func (f finder) entity(text string, begin, end int) (Entity, bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:begin])
	after, _ := utf8.DecodeRuneInString(text[end:])
	match, ok := f.accept(edge(before, begin == 0), text[begin:end], edge(after, end == len(text)))
	return Entity{Type: f.kind, Offset: utf16Len(text[:begin]), Length: utf16Len(match)}, ok && match != ""
}

// edge is a space where the text ends.
func edge(r rune, atEnd bool) rune {
	if atEnd {
		return ' '
	}
	return r
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

func acceptHashtag(before rune, match string, after rune) (string, bool) {
	return match, !isWord(before) && before != '#' && after != '#' &&
		strings.ContainsFunc(match[1:], unicode.IsLetter)
}

func acceptCommand(before rune, match string, after rune) (string, bool) {
	return match, !isWord(before) && !strings.ContainsRune("/<>", before) && !isWord(after) && !strings.ContainsRune("/<>", after)
}

// acceptDomain takes a bare domain when it ends in a top-level domain that exists.
func acceptDomain(before rune, match string, _ rune) (string, bool) {
	match = trimURL(match)
	host := match
	if i := strings.IndexAny(match, ":/?#"); i >= 0 {
		host = match[:i]
	}
	name := host[strings.LastIndexByte(host, '.')+1:]
	return match, before != '@' && slices.Contains(topLevel, strings.ToLower(name))
}

// trimURL leaves the punctuation that ends a sentence out of an address.
func trimURL(url string) string { return strings.TrimRight(url, ".,:;!?'।॥…()[]{}*") }

// topLevel holds every two-letter domain of a country and the generic ones a reader of news may meet.
var topLevel = strings.Fields(`
	ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd
	cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd
	ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg
	kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv
	mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa
	sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua
	ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
	aero agency app art asia bank best bet bid biz blog business cafe care cat center chat church city cloud club com
	community company coop dev digital direct edu education email energy events expert express farm fashion finance fit
	food football foundation fund fun fyi gallery game games gold golf gov green group guide guru health help host house
	inc info institute int international jobs land law legal life link live loan ltd market media mil mobi moe money
	movie museum name net network news ninja one online onl org page partners party photo photos plus press pro
	property pub radio report rest review rocks run sale school science services shop show site social software solutions
	space sport sports store stream studio style support systems team tech technology tel tips today tools top tours town
	travel tube university video vip vote watch website wiki win work works world xyz yoga zone google youtube
	भारत संगठन नेट कॉम भारतम् भारोत ভারত ভাৰত ਭਾਰਤ ભારત ଭାରତ இந்தியா భారత్ ಭಾರತ ഭാരതം بھارت рф укр срб бел`)
