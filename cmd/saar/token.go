package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/saar-news/saar/notify/telegram"
)

// tokenForm is a bot's token as BotFather gives it: the bot's id, a colon and 35 or so letters.
var tokenForm = regexp.MustCompile(`^[0-9]{3,20}:[A-Za-z0-9_-]{20,}$`)

// readToken finds the bot's token: the systemd credential telegram-token, else the file of telegram.token_file, else
// the variable SAAR_TELEGRAM_TOKEN. It is "" when there is none; a malformed one is an error that does not show it.
func readToken(file string) (telegram.Secret, error) {
	if dir := os.Getenv("CREDENTIALS_DIRECTORY"); dir != "" {
		text, err := os.ReadFile(filepath.Join(dir, "telegram-token"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("read the credential telegram-token: %w", err)
		}
		if token := strings.TrimSpace(string(text)); token != "" && token != "unset" {
			return wellFormed("the credential telegram-token", token)
		}
	}
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("telegram.token_file: %w; name a file that holds the token and that saar may read", err)
		}
		return wellFormed(file, strings.TrimSpace(string(text)))
	}
	if token := strings.TrimSpace(os.Getenv("SAAR_TELEGRAM_TOKEN")); token != "" {
		return wellFormed("SAAR_TELEGRAM_TOKEN", token)
	}
	return "", nil
}

func wellFormed(from, token string) (telegram.Secret, error) {
	if !tokenForm.MatchString(token) {
		return "", fmt.Errorf("%s holds no bot token; it looks like 123456789:AA… and comes from @BotFather", from)
	}
	return telegram.Secret(token), nil
}

// checkToken refuses a token that is configured and cannot be used, before anything that needs it is touched.
func (s settings) checkToken() error {
	if _, err := readToken(s.token); err != nil {
		return &configProblem{errs: []error{err}}
	}
	return nil
}
