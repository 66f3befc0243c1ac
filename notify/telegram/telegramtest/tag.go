package telegramtest

import (
	"strconv"
	"strings"
)

// styles are the tags that only carry a style.
var styles = map[string]string{
	"b": bold, "strong": bold,
	"i": italic, "em": italic,
	"u": underline, "ins": underline,
	"s": strikethrough, "strike": strikethrough, "del": strikethrough,
	"tg-spoiler": spoiler, "span": spoiler,
}

func isKnownTag(name string) bool {
	if _, ok := styles[name]; ok {
		return true
	}
	switch name {
	case "a", "tg-emoji", "tg-time", "code", "pre", "blockquote":
		return true
	}
	return false
}

// startTag reads "<name attributes>" and opens an element.
func (p *parser) startTag() error {
	begin := p.at
	p.at++
	name := p.tagName()
	if p.at == len(p.in) {
		return failf("Unclosed start tag at byte offset %d", begin)
	}
	if !isKnownTag(name) {
		return failf("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	e := element{tag: name, units: p.units, start: len(p.text)}
	class, err := p.attributes(&e, begin)
	if err != nil {
		return err
	}
	if name == "span" && class != "tg-spoiler" {
		return failf("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, e)
	return nil
}

// attributes reads up to and with the ">" of the tag that began at begin.
func (p *parser) attributes(e *element, begin int) (class string, err error) {
	for p.skipSpaces() != '>' {
		name, value, err := p.attribute(e.tag, begin)
		if err != nil {
			return "", err
		}
		if name == "class" {
			class = value
		}
		e.set(name, value)
	}
	p.at++
	return class, nil
}

func (p *parser) attribute(tag string, begin int) (name, value string, err error) {
	name = p.run(func(c byte) bool { return !isSpace(c) && !strings.ContainsRune(`=>/"'`, rune(c)) })
	if p.at == len(p.in) {
		return "", "", failf("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
	}
	if name == "" {
		return "", "", failf("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
	}
	if p.skipSpaces() != '=' {
		if p.at == len(p.in) {
			return "", "", failf("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
		}
		return name, "", nil
	}
	p.at++
	p.skipSpaces()
	if p.at == len(p.in) {
		return "", "", failf("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
	}
	value, err = p.attributeValue()
	if err == nil && p.at == len(p.in) {
		err = failf("Unclosed start tag at byte offset %d", begin)
	}
	return name, value, err
}

// attributeValue reads a quoted or a bare value.
func (p *parser) attributeValue() (string, error) {
	q := p.peek()
	if q != '"' && q != '\'' {
		return p.bareValue()
	}
	p.at++
	var value []byte
	for p.at < len(p.in) && p.in[p.at] != q {
		if p.in[p.at] == '&' {
			if r, n := reference(p.in[p.at:]); n > 0 {
				value = appendRune(value, r)
				p.at += n
				continue
			}
		}
		value = append(value, p.in[p.at])
		p.at++
	}
	if p.at < len(p.in) {
		p.at++
	}
	// Behind a quote that ends the input the tag is as unclosed as without it: the caller sees the end.
	return string(value), nil
}

func (p *parser) bareValue() (string, error) {
	begin := p.at
	value := p.run(func(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' || c == '.' || c == '-' })
	if c := p.peek(); !isSpace(c) && c != '>' {
		return "", failf("Unexpected end of name token at byte offset %d", begin)
	}
	return lowerASCII(value), nil
}

// set keeps an attribute that means something to the tag; the last one of a name wins.
func (e *element) set(name, value string) {
	switch e.tag + " " + name {
	case "a href":
		e.attr.href = value
	case "code class":
		e.attr.language = ""
		if l, ok := strings.CutPrefix(value, "language-"); ok {
			e.attr.language = l
		}
	case "tg-emoji emoji-id":
		e.attr.emoji = value
	case "tg-time unix":
		e.attr.unix = value
	case "tg-time format":
		e.attr.format = value
	case "blockquote expandable":
		e.attr.expandable = true
	}
}

// finish makes the entity of a closed element that holds text.
func (p *parser) finish(e element) error {
	made := Entity{Offset: e.units, Length: p.units - e.units}
	switch e.tag {
	case "a":
		return p.finishLink(e, made)
	case "tg-emoji":
		id, err := strconv.ParseInt(e.attr.emoji, 10, 64)
		if err != nil || id == 0 {
			return failf("Invalid custom emoji identifier specified")
		}
		made.Type, made.CustomEmojiID = customEmoji, strconv.FormatInt(id, 10)
	case "tg-time":
		return p.finishTime(e, made)
	case "code", "pre":
		p.finishVerbatim(e, made)
		return nil
	case "blockquote":
		made.Type = quote
		if e.attr.expandable {
			made.Type = longQuote
		}
	default:
		made.Type = styles[e.tag]
	}
	p.entities = append(p.entities, made)
	return nil
}

func (p *parser) finishLink(e element, made Entity) error {
	url := e.attr.href
	if url == "" {
		url = string(p.text[e.start:])
	}
	if id, ok := mentionedUser(url); ok {
		made.Type, made.User = textMention, &User{ID: id}
	} else if checked, ok := checkLink(url); ok {
		made.Type, made.URL = textLink, checked
	} else {
		p.badLinks = append(p.badLinks, url)
		return nil
	}
	p.entities = append(p.entities, made)
	return nil
}

func (p *parser) finishTime(e element, made Entity) error {
	f := e.attr.format
	if f != "r" && f != "R" && strings.Trim(f, "tTdDwW") != "" {
		return failf("Invalid date format used")
	}
	if unix, err := strconv.ParseInt(e.attr.unix, 10, 32); err == nil && unix > 0 {
		made.Type, made.UnixTime, made.DateTimeFormat = dateTime, int(unix), f
		p.entities = append(p.entities, made)
	}
	return nil
}

// finishVerbatim joins a pre and a code with a language that cover exactly the same text into one pre.
func (p *parser) finishVerbatim(e element, made Entity) {
	made.Type, made.Language = e.tag, e.attr.language
	if n := len(p.entities); n > 0 {
		last := &p.entities[n-1]
		same := last.Offset == made.Offset && last.Length == made.Length
		switch {
		case same && e.tag == pre && last.Type == code && last.Language != "":
			last.Type = pre
			return
		case same && e.tag == code && last.Type == pre && last.Language == "" && made.Language != "":
			last.Language = made.Language
			return
		}
	}
	p.entities = append(p.entities, made)
}

// finishCode takes the language off code that found no pre around it.
func (p *parser) finishCode() {
	for i := range p.entities {
		if p.entities[i].Type == code {
			p.entities[i].Language = ""
		}
	}
}
