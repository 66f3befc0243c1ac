package extract

import (
	"net/url"
	"strings"

	"github.com/saar-news/saar"
)

// otherForm recognises live blogs, videos and galleries, by what the page calls itself.
func (f *facts) otherForm(text int, a *saar.Article) (Kind, string) {
	path := f.path()
	switch {
	case f.anyThing(liveTypes) || saysLive(a.Title, path) && (len(f.times) > 4 || f.entries() > 4 || f.parts(a) > 3), mentionsLive(a.Title+" "+f.title, path) && f.entries() > 4:
		return Live, "a live blog: dated entries about many things"
	case pathHas(path, "video", "videos", "watch", "shorts", "live-tv") && text < 1200 && !f.article.is(newsTypes),
		(f.anyThing(videoTypes) || f.videos > 0) && f.article == nil && text < 200, f.anyThing(videoTypes) && f.article == nil && text < 600:
		return Video, "a video with some words"
	case photoPath(path) && text < 2500, f.slides > 2, f.anyThing(photoTypes) && (f.article == nil || text < 400):
		return Photo, "a gallery of pictures"
	}
	return "", ""
}

// photoParts are the parts of an address, without hyphens, behind which pictures are shown one by one.
var photoParts = words("photos photo photogallery gallery galleries webstories webstory visualstories visualstory photostories photostory " +
	"photoshow slideshow slideshows inpics inpictures pictures")

func photoPath(path string) bool {
	for part := range strings.SplitSeq(strings.NewReplacer("-", "", "_", "").Replace(path), "/") {
		if photoParts[part] {
			return true
		}
	}
	return false
}

func (f *facts) anyThing(types map[string]bool) bool {
	for _, t := range f.things {
		if t.is(types) {
			return true
		}
	}
	return false
}

func saysLive(title, path string) bool {
	title = strings.ToLower(title)
	for _, words := range []string{"live updates", "live update", "live blog", "liveblog", "लाइव अपडेट", "लाइव ब्लॉग", "live:", "लाइव:"} {
		if strings.Contains(title, words) {
			return true
		}
	}
	return strings.Contains(path, "live-updates") || strings.Contains(path, "live-blog") || strings.Contains(path, "liveblog")
}

// mentionsLive reports whether "live" is a word of the title or the address; other things are live as well.
func mentionsLive(title, path string) bool {
	for _, word := range strings.FieldsFunc(strings.ToLower(title)+" "+path, func(c rune) bool { return !isWordRune(c) }) {
		if word == "live" || word == "liveblog" || word == "लाइव" {
			return true
		}
	}
	return false
}

// parts counts the sub-headings of the text.
func (f *facts) parts(a *saar.Article) int {
	n := 0
	for _, p := range a.Body {
		if p.Kind == saar.Heading {
			n++
		}
	}
	return n
}

// entries counts the lines that are a time of day, or begin with one, as the entries of a live blog do.
func (f *facts) entries() int {
	n := 0
	for i := range f.blocks[:min(len(f.blocks), 3000)] {
		if b := &f.blocks[i]; b.links < 2 && beginsWithClock(b.text, b.runes < 60) {
			n++
		}
	}
	return n
}

// beginsWithClock reports whether text begins with a time of day, behind a date or a few words if it is short, or by how long
// ago something was.
func beginsWithClock(text string, short bool) bool {
	if at := strings.IndexFunc(text, func(c rune) bool { return digit(c) >= 0 }); at < 0 || at > 60 {
		return false
	}
	if _, ago := readAgo(text); ago && short {
		return true
	}
	marks := dateMarks(text[:min(len(text), 100)])
	_, _, _, from, to := findDate(marks)
	if to == 0 || from > 2 && !short {
		to = 0
	}
	_, _, _, next := findClock(marks[:min(len(marks), to+6)], to)
	return next > 0 && (short || to > 0 || marks[0].number >= 0 || partOfDay(marks, 0) != "")
}

func pathHas(path string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(path, "/"+part+"/") {
			return true
		}
	}
	return false
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}
