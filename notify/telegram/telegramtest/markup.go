package telegramtest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// maxCallbackData bounds callback_data, in bytes.
const maxCallbackData = 64

// setMarkup reads reply_markup; an inline keyboard is checked, other kinds are taken as they are.
func setMarkup(m *Message, markup string) error {
	m.Markup, m.Buttons = "", nil
	if markup == "" || markup == "null" {
		return nil
	}
	if !isObject(markup) {
		return apiText("can't parse reply keyboard markup JSON object")
	}
	var keyboard struct {
		Rows [][]map[string]any `json:"inline_keyboard"`
	}
	var rows struct {
		Rows [][]Button `json:"inline_keyboard"`
	}
	if json.Unmarshal([]byte(markup), &keyboard) != nil || json.Unmarshal([]byte(markup), &rows) != nil {
		return apiText("can't parse inline keyboard: Field \"inline_keyboard\" must be of type Array of Arrays")
	}
	for y, row := range keyboard.Rows {
		for x, button := range row {
			if err := checkButton(rows.Rows[y][x], button); err != nil {
				return err
			}
		}
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(markup)); err != nil {
		return fmt.Errorf("can't parse reply keyboard markup JSON object: %w", err)
	}
	if keyboard.Rows != nil && countButtons(rows.Rows) == 0 {
		return nil // an empty keyboard is none
	}
	m.Markup, m.Buttons = compact.String(), rows.Rows
	return nil
}

// checkButton wants a text and exactly one thing the button does.
func checkButton(b Button, fields map[string]any) error {
	_, hasData := fields["callback_data"]
	_, hasURL := fields["url"]
	switch {
	case b.Text == "":
		return apiText("inline keyboard button text must be non-empty")
	case hasData && (len(b.CallbackData) < 1 || len(b.CallbackData) > maxCallbackData):
		return apiText("BUTTON_DATA_INVALID")
	case hasURL:
		if _, ok := checkLink(b.URL); !ok {
			return failf("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
		}
	case len(fields) < 2:
		return apiText("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return nil
}

func countButtons(rows [][]Button) int {
	n := 0
	for _, row := range rows {
		n += len(row)
	}
	return n
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
