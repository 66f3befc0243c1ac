package demo

import "strings"

var (
	video      = page{Name: "वीडियो: ड्रोन से देखिए कंचना नदी का फैलाव", Path: "/video/kanchana-drone-90417.html"}
	brokenPage = page{Name: "राज्य हॉकी टीम के लिए 60 खिलाड़ियों ने दिया ट्रायल", Path: "/news/khel/hockey-trial-31877.html"}
)

// oddPages are what each outlet links among its articles although a scraper can make no article of it.
var oddPages = map[string][]page{"nav-prabhat": {video}, "jan-samvad": {brokenPage}}

func (b *builder) odd() {
	for _, p := range oddPages[b.site.ID] {
		switch p {
		case video:
			b.render(p.Path, "video", b.newest(), view{Title: p.Name, Latest: b.others(article{})})
		case brokenPage:
			b.put(p.Path, b.site.contentType, b.newest(), broken(p.Name))
		}
	}
}

// broken is a page as a crashed server leaves it: unclosed elements nested deeper than parsers accept, bytes of no
// encoding, and an end in the middle of a tag.
func broken(title string) []byte {
	return []byte("<html><head><title>" + title + "</title><body>" + strings.Repeat("<div><table><td>", 400) +
		"\xff\xfe\x00\xc3\x28 Warning: mysql_connect(): Too many connections <a hr")
}
