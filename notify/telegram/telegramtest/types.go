package telegramtest

import (
	"encoding/json"
	"slices"
	"time"
)

// User is a person or a bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// The types of a chat.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// The standing of the bot in a chat. In a private chat Kicked means that the user blocked the bot and Left that the
// user never started it.
const (
	Administrator = "administrator"
	Member        = "member"
	Left          = "left"
	Kicked        = "kicked"
)

// Chat is a conversation the bot may know, and the bot's standing there.
type Chat struct {
	ID        int64  // positive for a private chat, negative for the others, below -1000000000000 for channels and supergroups
	Type      string // Private, Group, Supergroup or Channel
	Username  string // without @
	Title     string
	FirstName string // private chats

	// Bot is the bot's status. Empty: the bot is administrator, or in a private chat was started by the user.
	Bot string
	// Denied are the rights that the administrator lacks, by their names in the Bot API, such as "can_post_messages".
	Denied []string
	// Admins are the people who administer the chat, its creator first.
	Admins []User
	// Protected forbids to forward and to copy out of the chat.
	Protected bool
	// Threads are the topics of a forum; a chat without any is none.
	Threads []int
	// MigratedTo is the supergroup that this group became.
	MigratedTo int64
}

// can tells whether the bot is an administrator with the named right.
func (c Chat) can(right string) bool {
	return c.Bot == Administrator && !slices.Contains(c.Denied, right)
}

// Message is what the server keeps of a message.
type Message struct {
	Chat     int64
	ID       int
	Thread   int
	From     User // zero for a channel's post
	Own      bool // sent by the bot
	Raw      string
	Text     string // as a reader gets it; a photo's caption
	Entities []Entity
	Found    []Entity   // mentions, hashtags, addresses that Telegram found by itself
	Photo    string     // address of a photo
	Buttons  [][]Button // of an inline keyboard
	Markup   string     // reply_markup as sent, without spaces
	Preview  string     // link_preview_options as sent
	ReplyTo  int
	Origin   Origin // of a forwarded message
	Silent   bool
	Guarded  bool // protect_content
	Pinned   bool
	Posted   time.Time
	Edited   time.Time // zero: never
	Deleted  bool
	// Earlier are the states before each edit, oldest first; their own Earlier is empty.
	Earlier []Message
}

// Origin tells what a forwarded message was forwarded from.
type Origin struct {
	Chat int64
	ID   int
}

// Button is one key of an inline keyboard.
type Button struct {
	Text         string `json:"text"`
	URL          string `json:"url,omitempty"`
	CallbackData string `json:"callback_data,omitempty"`
}

// Request is a call as it came in.
type Request struct {
	Method  string // as the Bot API spells it
	Params  map[string]string
	At      time.Time
	Faulted bool // answered by an injected fault
}

// Kind names a way to treat Telegram badly that Telegram itself would let pass or punish late.
type Kind string

// The kinds of [Violation].
const (
	TooManyEntities Kind = "entities" // formatting beyond [MaxEntities], which readers lose
	DroppedLink     Kind = "link"     // a link that readers lose
	TooLong         Kind = "length"   // a text over a limit, refused
	TooFast         Kind = "rate"     // a message above the rates, refused
	Impatient       Kind = "patience" // a message before retry_after had passed
)

// Violation is one case of it.
type Violation struct {
	Kind   Kind
	Method string
	Chat   int64
	Detail string
}

// wireChat is a Chat of the Bot API.
type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// wireMessage is a Message of the Bot API.
type wireMessage struct {
	ID              int             `json:"message_id"`
	Thread          int             `json:"message_thread_id,omitempty"`
	IsTopic         bool            `json:"is_topic_message,omitempty"`
	From            *User           `json:"from,omitempty"`
	SenderChat      *wireChat       `json:"sender_chat,omitempty"`
	Chat            wireChat        `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date,omitempty"`
	Origin          any             `json:"forward_origin,omitempty"`
	ReplyTo         *wireMessage    `json:"reply_to_message,omitempty"`
	Protected       bool            `json:"has_protected_content,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	Photo           any             `json:"photo,omitempty"`
	Preview         json.RawMessage `json:"link_preview_options,omitempty"`
	Markup          json.RawMessage `json:"reply_markup,omitempty"`
}

func (c Chat) wire() wireChat {
	return wireChat{c.ID, c.Type, c.Title, c.Username, c.FirstName, len(c.Threads) > 0}
}
