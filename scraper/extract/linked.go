package extract

import (
	"strings"
)

// thing is one object of a page's linked data (schema.org in JSON-LD).
type thing map[string]any

// linkedData gathers the objects that describe this page, in page order: those at the top, in @graph and arrays, and the
// main entity of a page, but not what lists and references hold.
func linkedData(scripts []string) []thing {
	var all []thing
	var gather func(v any, depth int)
	gather = func(v any, depth int) {
		if depth > 8 || len(all) > 500 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, one := range v {
				gather(one, depth+1)
			}
		case map[string]any:
			if v["@type"] != nil {
				all = append(all, v)
			}
			for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
				gather(v[key], depth+1)
			}
		}
	}
	for _, script := range scripts {
		gather(looseJSON(script), 0)
	}
	return all
}

// is reports whether one of t's types is one of the named (lower case).
func (t thing) is(types map[string]bool) bool {
	for _, name := range t.texts("@type") {
		name = name[strings.LastIndexAny(name, "/#:")+1:]
		if types[strings.ToLower(name)] {
			return true
		}
	}
	return false
}

// text is a field as one line of text; of several values the first.
func (t thing) text(keys ...string) string {
	for _, key := range keys {
		if all := t.texts(key); len(all) > 0 {
			return squeeze(all[0])
		}
	}
	return ""
}

// texts are the values of a field: strings, or the name, url or @id of objects.
func (t thing) texts(key string) []string { return valueTexts(t[key], 0) }

func valueTexts(v any, depth int) []string {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if v = plainText(v); strings.TrimSpace(v) != "" {
			return []string{v}
		}
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, valueTexts(one, depth+1)...)
			if len(all) > 100 {
				break
			}
		}
		return all
	case map[string]any:
		for _, key := range []string{"name", "headline", "url", "@value", "@id"} {
			if all := valueTexts(v[key], depth+1); len(all) > 0 {
				return all
			}
		}
	}
	return nil
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// The types of schema.org that tell what a page is.
var (
	articleTypes = words("article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle " +
		"backgroundnewsarticle asknewsarticle blogposting advertisercontentarticle satiricalarticle scholarlyarticle report " +
		"techarticle medicalscholarlyarticle socialmediaposting liveblogposting claimreview review recipe howto medicalwebpage")
	newsTypes = words("newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle " +
		"backgroundnewsarticle blogposting liveblogposting article report")
	paperTypes = words("newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle backgroundnewsarticle")

	liveTypes    = words("liveblogposting")
	videoTypes   = words("videoobject")
	photoTypes   = words("imagegallery mediagallery")
	productTypes = words("product productgroup softwareapplication mobileapplication service offer aggregateoffer localbusiness hotel " +
		"restaurant lodgingbusiness realestatelisting vehicle car book movie individualproduct event course jobposting")
	forumTypes = words("discussionforumposting qapage forumposting")
	crumbTypes = words("breadcrumblist")
)

// articleThing is the object that describes the page's article, nil if there is none.
func articleThing(all []thing) thing {
	var best thing
	rank := 0
	for _, t := range all {
		r := 0
		switch {
		case t.is(newsTypes):
			r = 3
		case t.is(articleTypes):
			r = 2
		}
		if r > 0 && t.text("headline", "name") != "" {
			r++
		}
		if t.text("datePublished") != "" && r > 0 {
			r++
		}
		if r > rank {
			best, rank = t, r
		}
	}
	return best
}
