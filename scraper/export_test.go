package scraper

import "net/url"

// RobotsPermit is the matcher alone, for the table and the fuzzer.
func RobotsPermit(robots []byte, product string, u *url.URL) bool {
	return parseRobots(robots, product).permit(u) == nil
}

// Entries counts what a feed and a sitemap reader find in a body.
func Entries(body []byte) (feed, pages int) {
	hints, _ := readFeed(body, kindOf(body) == kindJSONFeed)
	s, _ := readSitemap(body)
	return len(hints), len(s.pages)
}

// IsIntricate reports whether a page has too many tags and attributes.
func IsIntricate(page []byte) bool { return isIntricate(page) }
