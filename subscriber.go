package saar

import "time"

// Subscriber is a private chat whose reader asked the bot for editions, with what the reader chose.
type Subscriber struct {
	Chat     int64
	Editions []string  // ids; none: nothing is sent, the choices are kept
	Topics   []Section // with Places: a story of one of the topics, or that names one of the places, is chosen
	Places   []string  // places or whole states, named as hindi.Places names them; without topics and places every story is chosen
	Muted    []string  // ids of stories that are not shown, the one muted last at the end
	Followed []string  // ids of stories that are always shown
	Time     int       // minutes after midnight before which no digest is sent; 0: as soon as it is ready
	Language string    // of the bot's answers: "hi" or "en"
	Since    time.Time // when the reader last began; no digest of news before is sent, nor one of an edition joined later
	Paused   time.Time // since when the chat refuses messages; zero: it takes them
}

// Reader is a subscriber for whom a digest is due. Rendering names the one whose parts the ledger has for the chat
// already; empty: none.
type Reader struct {
	Subscriber
	Rendering string
}

// PersonalRendering begins the names of the renderings that are made for readers of the bot.
const PersonalRendering = "reader/"

// Mail is what one chat gets of a digest: all parts of one rendering.
type Mail struct {
	Chat  Chat
	Parts []Message
}
