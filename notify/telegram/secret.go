package telegram

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
)

// Secret is a bot's token. However it is printed, logged or marshalled, it reads <secret>.
type Secret string

const hiddenSecret = "<secret>"

func (Secret) String() string { return hiddenSecret }

// GoString is what %#v prints.
func (Secret) GoString() string { return hiddenSecret }

// Format is what every verb prints, also %x and %q.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenSecret) }

// LogValue is what slog logs.
func (Secret) LogValue() slog.Value { return slog.StringValue(hiddenSecret) }

// MarshalText is what JSON and YAML hold.
func (Secret) MarshalText() ([]byte, error) { return []byte(hiddenSecret), nil }

// redact takes the token out of text, in the forms it may have in an address, and its secret half by itself.
func (s Secret) redact(text string) string {
	token := string(s)
	_, half, _ := strings.Cut(token, ":")
	for _, form := range []string{token, url.QueryEscape(token), url.PathEscape(token), half} {
		if form != "" {
			text = strings.ReplaceAll(text, form, hiddenSecret)
		}
	}
	return text
}
