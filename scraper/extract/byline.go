package extract

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// byline is who wrote the article, as the page says it: names, no addresses and no credits to the site itself alone.
func (f *facts) byline() []string {
	var names []string
	for _, text := range f.article.texts("author") {
		names = addNames(names, text)
	}
	if len(names) == 0 {
		for _, key := range []string{"author", "parsely-author", "sailthru.author", "dc.creator", "byl", "article:author", "twitter:data1"} {
			for _, text := range f.metas[key] {
				if key != "twitter:data1" || strings.EqualFold(f.metaText("twitter:label1"), "written by") {
					names = addNames(names, text)
				}
			}
			if len(names) > 0 {
				break
			}
		}
	}
	if len(names) == 0 {
		names = f.shownByline()
	}
	return names
}

const maxNames = 8

// addNames adds the names a text holds: "By A and B", "A, B".
func addNames(names []string, text string) []string {
	text = squeeze(plainText(text))
	for _, lead := range []string{"By ", "BY ", "by ", "Written by ", "Edited by ", "द्वारा "} {
		text = strings.TrimPrefix(text, lead)
	}
	for _, name := range strings.FieldsFunc(strings.ReplaceAll(text, " and ", ","), func(c rune) bool { return c == ',' || c == ';' || c == '|' }) {
		name = strings.TrimSpace(name)
		if n := utf8.RuneCountInString(name); len(names) >= maxNames || n < 2 || n > 60 || strings.Contains(name, "://") || strings.HasPrefix(name, "@") {
			continue
		}
		known := false
		for _, other := range names {
			known = known || strings.EqualFold(other, name)
		}
		if !known {
			names = append(names, name)
		}
	}
	return names
}

// shownByline looks for a short line near the headline that says who wrote, in Hindi or English.
func (f *facts) shownByline() []string {
	at := f.titleBlock(f.headline())
	if at < 0 {
		return nil
	}
	for i := at; i < min(int32(len(f.blocks)), at+12); i++ {
		b := &f.blocks[i]
		if b.runes > 150 {
			continue
		}
		for _, lead := range bylineLeads {
			if rest, ok := strings.CutPrefix(b.text, lead); ok {
				if names := addNames(nil, untilDate(rest)); len(names) > 0 && endsName(names[len(names)-1]) {
					return names
				}
			}
		}
	}
	return nil
}

var bylineLeads = []string{
	"By ", "by ", "By:", "Written by", "Reported by", "Edited by", "Author:", "Author :", "लेखक:", "लेखक :", "द्वारा", "रिपोर्ट:", "रिपोर्टर:",
}

// untilDate cuts what follows the names in a line that also dates the article.
func untilDate(text string) string {
	for _, mark := range []string{"|", "Updated", "Last updated", "Published", "Posted", "अपडेट", "प्रकाशित"} {
		text, _, _ = strings.Cut(text, mark)
	}
	return strings.Trim(text, " :-–,")
}

func endsName(text string) bool {
	return !strings.ContainsAny(text, "0123456789.!?।") && len(strings.Fields(text)) <= 6
}

// absolute is an address on the page made whole; empty when it is not one of the web.
func (f *facts) absolute(address string) string {
	base, err := url.Parse(f.page.URL)
	if err != nil || strings.TrimSpace(address) == "" {
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
