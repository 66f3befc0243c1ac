package scraper

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// shape is what the address of a page says about it, without regard to the site.
type shape struct {
	refused bool // a part of it names something that is no article
	table   bool // a part of it names what is filled anew every day
	dated   bool // its path has a day, and a name behind it
	number  bool // it carries a date, or a number or code as long as those that content systems give to articles
	words   int  // of the part that reads like a headline
	depth   int  // parts of the path
}

// notArticles are parts of a path that hold no article themselves and under which there are none.
var notArticles = set(`about about-us aboutus account advertise advertise-with-us amp-stories app apps articlelist astro-calculator author authors calculator calendar careers category categories chat code-of-ethics comments
complaint contact contact-us contactus cookie-policy cookies-policy disclaimer download e-paper elections-results epaper
faq faqs feedback feed feeds gallery games grievance help horoscope-calculator image images jobs-at journalist journalists
keyword keywords latest-news-photos live-score live-tv livetv login logout mobile-apps newsletter newsletters newspaper
our-team page photo photo-gallery photo-story photogallery photolist photos photoshow photostory pics picture-gallery
pictures podcast podcasts poll polls print privacy privacy-policy profile programmes quiz quizzes register reels rss
rssfeeds schedule scorecard search share shorts short-videos shortvideos shop showtimes signin signup sitemap
slideshow slideshows sso static store stories-archive subscribe subscription tag tags team teams terms terms-and-conditions
terms-of-use topic topics topiclist unsubscribe user users video video-gallery videogallery videolist videos videoshow
visual-stories visualstories web-stories web-story webstories webstory wp-admin wp-content wp-login.php
live-blog liveblog live-updates fixtures points-table pointstable standings
फोटो वीडियो टैग लेखक गैलरी ई-पेपर ईपेपर पॉडकास्ट वेब-स्टोरी वेब-स्टोरीज`)

// tables are parts of a path under which stand pages that are filled anew every day, among articles with a number or a long name.
var tables = set(`weather mausam fuel-price petrol-price diesel-price gold-price gold-rate silver-rate stock-price`)

// notPages end the names of files that are no pages.
var notPages = set(`.jpg .jpeg .png .gif .webp .svg .pdf .mp3 .mp4 .m3u8 .xml .rss .json .zip .apk .css .js .ico`)

// notArticleWords fill addresses of a site's own pages; one made up of few other words is no article.
var notArticleWords = set(`about advertise app calculator careers code complaint conditions contact cookie cookies
copyright disclaimer ethics faq feedback grievance guidelines legal login newsletter policy privacy redressal
register rss sitemap standards subscribe terms unsubscribe us use`)

var (
	dateInName = regexp.MustCompile(`(?:^|[-_/])(?:19|20)\d\d[-_/](?:0?[1-9]|1[0-2])[-_/](?:0?[1-9]|[12]\d|3[01])(?:$|[-_/.])`)
	dayPath    = regexp.MustCompile(`/(?:19|20)\d\d/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])/.*[-_]`)
	monthPath  = regexp.MustCompile(`/(?:19|20)\d\d/(?:0[1-9]|1[0-2])/[^/]+`)
	numberName = regexp.MustCompile(`(?:^|[-_/]|[-_][a-z]{1,6})\d{5,}(?:_\d+)?(?:[-_.][a-z]{1,8}){0,2}$`)
	shortEnd   = regexp.MustCompile(`[-_]\d{3,}(?:\.[a-z]{2,5})?$`)
	codeName   = regexp.MustCompile(`^[a-z0-9]{9,40}$`)
	queryID    = regexp.MustCompile(`(?i)(?:^|&)(?:[a-z_]*id|p|autono|story|news|article|sid|nid)=\d{3,}(?:&|$)`)
)

// shapeOf reads an address.
func shapeOf(u *url.URL) shape {
	var s shape
	p := strings.ToLower(strings.Trim(u.Path, "/"))
	parts := strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
	s.depth = len(parts)
	s.number = queryID.MatchString(u.RawQuery) && s.depth > 0
	if s.depth == 0 {
		return s
	}
	label, _, _ := strings.Cut(u.Host, ".")
	s.refused = notPages[path.Ext(p)] || notArticles[label]
	for _, part := range parts {
		name := strings.TrimSuffix(part, path.Ext(part))
		s.refused = s.refused || notArticles[name] || notArticles[part]
		s.table = s.table || tables[name]
		s.words = max(s.words, slugWords(name))
		s.number = s.number || numberName.MatchString(part)
	}
	last := parts[len(parts)-1]
	s.number = s.number || dateInName.MatchString(p) || monthPath.MatchString("/"+p) || isCode(last) ||
		s.words >= 4 && shortEnd.MatchString(last)
	s.dated = dayPath.MatchString("/" + p)
	s.refused = s.refused || isHousekeeping(last)
	return s
}

// slugWords counts the words of a part of a path that reads like a headline; a number is none.
func slugWords(name string) int {
	n := 0
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '+' || r == ' ' }) {
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			n++
		}
	}
	return n
}

// isCode reports whether a name is a random code such as c4gz1x9e8kzo: letters and digits in turns, no word.
func isCode(name string) bool {
	if !codeName.MatchString(name) {
		return false
	}
	turns, digits := 0, 0
	for i := range len(name) {
		if isDigit(name[i]) {
			digits++
		}
		if i > 0 && isDigit(name[i]) != isDigit(name[i-1]) {
			turns++
		}
	}
	return digits >= 2 && turns >= 3
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// houseNames are parts of the names of a site's own pages, however long the rest is.
var houseNames = []string{
	"about-us", "code-of-ethics", "contact-us", "cookie-policy", "grievance-redressal", "privacy-policy", "terms-and-conditions",
	"terms-of-service", "terms-of-use", "हमारे-बारे-में", "संपर्क-करें", "गोपनीयता-नीति", "नियम-और-शर्तें", "सभी-खबरें",
}

// isHousekeeping reports whether a name or most of its words belong to a site's own pages.
func isHousekeeping(name string) bool {
	for _, own := range houseNames {
		if strings.Contains(name, own) {
			return true
		}
	}
	words := strings.FieldsFunc(strings.TrimSuffix(name, path.Ext(name)), func(r rune) bool { return r == '-' || r == '_' })
	house := 0
	for _, w := range words {
		if notArticleWords[w] {
			house++
		}
	}
	return house > 0 && house*2 >= len(words)
}

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}
