package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/notify/telegram"
)

// chatEntry is a chat as written: its name alone, or keys with its name among them.
type chatEntry struct {
	Chat           string `yaml:"chat"`
	Quiet          string `yaml:"quiet"`
	QuietMode      string `yaml:"quiet_mode"`
	Zone           string `yaml:"zone"`
	Pin            bool   `yaml:"pin"`
	ThreadFallback bool   `yaml:"thread_fallback"`
}

// UnmarshalYAML takes either form.
func (e *chatEntry) UnmarshalYAML(decode func(any) error) error {
	if decode(&e.Chat) == nil {
		return nil
	}
	type keys chatEntry
	return decode((*keys)(e))
}

// The modes of quiet hours.
const (
	quietSilent   = "silent"
	quietDeferred = "deferred"
)

// targets fills where an edition goes, and in what manner.
func (e editionEntry) targets(key string, edition *saar.Edition) []error {
	var errs []error
	for i, chat := range e.Chats {
		at := fmt.Sprintf("%s.chats[%d]", key, i)
		if slices.Contains(edition.Chats, chat.Chat) {
			errs = append(errs, twice(at, chat.Chat))
			continue
		}
		manner, bad := chat.manner(at, edition.Zone)
		errs = append(errs, bad...)
		edition.Chats = append(edition.Chats, chat.Chat)
		if manner == (saar.Manner{}) {
			continue
		}
		if edition.Manners == nil {
			edition.Manners = map[string]saar.Manner{}
		}
		edition.Manners[chat.Chat] = manner
	}
	return errs
}

func (e chatEntry) manner(key string, zone *time.Location) (saar.Manner, []error) {
	var errs []error
	if !validChat(e.Chat) {
		at := key + ".chat"
		if e == (chatEntry{Chat: e.Chat}) { // most likely written as its name alone
			at = key
		}
		errs = append(errs, &saar.ConfigError{
			Key: at, Problem: fmt.Sprintf("%q is no chat", e.Chat),
			Instead: `write "@name", "-1001234567890" or, for a forum's thread, "-1001234567890/7"`,
		})
	}
	if e.ThreadFallback && !strings.Contains(e.Chat, "/") {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".thread_fallback", Problem: fmt.Sprintf("%q names no thread that could go", e.Chat),
			Instead: `write the thread behind the chat, e.g. "-1001234567890/7", or leave thread_fallback out`,
		})
	}
	quiet, bad := e.quiet(key, zone)
	return saar.Manner{Quiet: quiet, Pin: e.Pin, ThreadFallback: e.ThreadFallback}, append(errs, bad...)
}

// quiet reads the quiet hours and what goes with them.
func (e chatEntry) quiet(key string, zone *time.Location) (saar.Quiet, []error) {
	var errs []error
	if e.Quiet == "" {
		for _, alone := range [][2]string{{"quiet_mode", e.QuietMode}, {"zone", e.Zone}} {
			if alone[1] != "" {
				errs = append(errs, &saar.ConfigError{
					Key: key + "." + alone[0], Problem: "means nothing without quiet hours", Instead: `add quiet: "22:00-06:00", or leave it out`,
				})
			}
		}
		return saar.Quiet{}, errs
	}
	quiet := saar.Quiet{Zone: zone, Defer: e.QuietMode == quietDeferred}
	var ok bool
	if quiet.From, quiet.To, ok = parseHours(e.Quiet); !ok {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".quiet", Problem: fmt.Sprintf("%q are no hours", e.Quiet), Instead: `write two times of day, e.g. "22:00-06:00"`,
		})
	}
	if mode := cmp.Or(e.QuietMode, quietSilent); mode != quietSilent && mode != quietDeferred {
		errs = append(errs, &saar.ConfigError{
			Key: key + ".quiet_mode", Problem: fmt.Sprintf("%q is no mode", mode),
			Instead: "write silent (posted without a sound) or deferred (posted when the quiet hours are over)",
		})
	}
	if e.Zone != "" {
		own, err := time.LoadLocation(e.Zone)
		if err != nil {
			errs = append(errs, &saar.ConfigError{
				Key: key + ".zone", Problem: fmt.Sprintf("%q is no time zone", e.Zone), Instead: "write one such as Asia/Kolkata",
			})
		}
		quiet.Zone = own
	}
	return quiet, errs
}

var hoursForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$`)

// parseHours reads "22:00-06:00" as minutes after midnight.
func parseHours(s string) (from, to int, ok bool) {
	if !hoursForm.MatchString(s) {
		return 0, 0, false
	}
	minutes := func(s string) int {
		return int(s[0]-'0')*600 + int(s[1]-'0')*60 + int(s[3]-'0')*10 + int(s[4]-'0')
	}
	from, to = minutes(s[:5]), minutes(s[6:])
	return from, to, from != to
}

// chatForm is "@name" (five characters or more, as Telegram has it), an id, or an id or name with a forum's thread.
var chatForm = regexp.MustCompile(`^(@[A-Za-z][A-Za-z0-9_]{3,31}|-?[0-9]{1,19})(/[0-9]{1,9})?$`)

func validChat(chat string) bool {
	_, _, err := telegram.ParseChat(chat)
	return err == nil && chatForm.MatchString(chat)
}
