package telegram

import (
	"net/url"
	"sync"
)

// mostForms bounds the texts whose forms are kept: a broadcast has as many at a time as its readers made different choices.
const mostForms = 64

// forms encodes texts for requests, each once: a broadcast sends the same ones to thousands of readers.
type forms struct {
	mu   sync.Mutex
	made map[content]string
}

// content is what a message shows, in its parse mode.
type content struct{ text, mode string }

// of returns what follows the chat in the form of a message.
func (f *forms) of(text, mode string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	made, ok := f.made[content{text, mode}]
	if ok {
		return made
	}
	fields := url.Values{"text": {text}, "link_preview_options": {`{"is_disabled":true}`}}
	if mode != "" {
		fields.Set("parse_mode", mode)
	}
	made = "&" + fields.Encode()
	if f.made == nil || len(f.made) >= mostForms {
		f.made = map[content]string{}
	}
	f.made[content{text, mode}] = made
	return made
}
