package telegramtest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Content is a text as it reaches a reader.
type Content struct {
	Text     string
	Entities []Entity // what the sender asked for and Telegram kept
	Found    []Entity // what Telegram found by itself: mentions, hashtags, commands, addresses
	Lost     []Entity // entities beyond [MaxEntities], dropped without an error
	BadLinks []string // addresses of links that were dropped without an error
}

// Read takes html through all that Telegram's server does with a message of parse_mode HTML and returns what a reader
// gets, or Telegram's error message. A renderer's test asserts that Found, Lost and BadLinks are empty.
func Read(html string) (Content, error) {
	return readText(html, "HTML", "")
}

// The limits of a text that Telegram checks.
const (
	maxRawText = 32768 // bytes, markup included
	maxText    = 4096  // code points after parsing
	maxCaption = 1024  // the same for the caption of a photo
)

var (
	errNoText         = apiText("message text is empty")
	errRawTooLong     = apiText("text is too long")
	errTooLong        = apiText("message is too long")
	errCaptionTooLong = apiText("message caption is too long")
	errNotUTF8        = apiText("text must be encoded in UTF-8")
)

func readText(raw, mode, entities string) (Content, error) {
	return read(raw, mode, entities, maxText, errTooLong)
}

func readCaption(raw, mode, entities string) (Content, error) {
	return read(raw, mode, entities, maxCaption, errCaptionTooLong)
}

// read goes through the steps in the order in which Telegram's server takes them.
func read(raw, mode, entities string, limit int, tooLong error) (Content, error) {
	switch {
	case raw == "":
		return Content{}, errNoText
	case len(raw) > maxRawText:
		return Content{}, errRawTooLong
	}
	p, err := parse(raw, mode, entities)
	if err != nil {
		return Content{}, err
	}
	c, err := Clean(string(p.text), p.entities)
	if err != nil {
		return Content{}, err
	}
	if codePoints(c.Text) > limit {
		return Content{}, tooLong
	}
	c.BadLinks = p.badLinks
	return c, nil
}

// parse reads a text by its parse mode; entities count only without one.
func parse(raw, mode, entities string) (*parser, error) {
	mode = strings.ToLower(mode)
	switch {
	case mode == "markdown" || mode == "markdownv2":
		return nil, apiText("can't parse entities: this server reads HTML only")
	case mode != "" && mode != "none" && mode != "html":
		return nil, apiText("unsupported parse_mode")
	case !utf8.ValidString(raw):
		return nil, errNotUTF8
	case mode != "html":
		return &parser{text: []byte(raw), entities: parseEntities(raw, entities)}, nil
	}
	p, err := parseHTML(raw)
	if err != nil {
		return nil, apiText("can't parse entities: " + err.Error())
	}
	return p, nil
}

// memory keeps the last texts that were read: a broadcast sends one text many thousand times, and all its messages
// may share what became of it.
type memory map[string]reading

type reading struct {
	raw     string
	content Content
	err     error
}

// maxMemory bounds the texts in a memory.
const maxMemory = 256

func (m memory) read(raw, mode, entities string) reading {
	if !strings.EqualFold(mode, "html") {
		c, err := readText(raw, mode, entities)
		return reading{raw, c, err}
	}
	r, ok := m[raw]
	if !ok {
		r.raw = raw
		r.content, r.err = readText(raw, mode, "")
		if len(m) == maxMemory {
			clear(m)
		}
		m[raw] = r
	}
	return r
}

// parseEntities reads the entities of a plain text; anything but a JSON array counts as none. Entities that lie outside
// the text, link nowhere or are of no kind that a sender may ask for are left out.
func parseEntities(text, list string) []Entity {
	var all, kept []Entity
	if json.Unmarshal([]byte(list), &all) != nil {
		return nil
	}
	end := utf16Len(text)
	for _, e := range all {
		if e.Type == textLink {
			url, ok := checkLink(e.URL)
			if !ok {
				continue
			}
			e.URL = url
		}
		if isKnown(e.Type) && e.Offset >= 0 && e.Length > 0 && e.Offset < end && e.Length <= end-e.Offset {
			kept = append(kept, e)
		}
	}
	return kept
}
