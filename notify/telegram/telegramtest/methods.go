package telegramtest

import "strings"

// method is one method of the Bot API. It runs with the server's lock held.
type method struct {
	name string
	run  func(*Server, *call) (any, error)
}

// methods are all the server knows, by their names in lower case.
var methods = byLowerName(
	method{"getMe", (*Server).getMe},
	method{"getChat", (*Server).getChat},
	method{"getChatMember", (*Server).getChatMember},
	method{"getChatAdministrators", (*Server).getChatAdministrators},

	method{"sendMessage", (*Server).sendMessage},
	method{"sendPhoto", (*Server).sendPhoto},
	method{"forwardMessage", (*Server).forwardMessage},
	method{"copyMessage", (*Server).copyMessage},
	method{"editMessageText", (*Server).editMessageText},
	method{"editMessageReplyMarkup", (*Server).editMessageReplyMarkup},
	method{"deleteMessage", (*Server).deleteMessage},
	method{"deleteMessages", (*Server).deleteMessages},
	method{"pinChatMessage", (*Server).pinChatMessage},
	method{"unpinChatMessage", (*Server).unpinChatMessage},

	method{"getUpdates", (*Server).getUpdates},
	method{"setWebhook", (*Server).setWebhook},
	method{"deleteWebhook", (*Server).deleteWebhook},
	method{"getWebhookInfo", (*Server).getWebhookInfo},
	method{"answerCallbackQuery", (*Server).answerCallbackQuery},

	method{"setMyCommands", (*Server).setMyCommands},
	method{"getMyCommands", (*Server).getMyCommands},
	method{"deleteMyCommands", (*Server).deleteMyCommands},
	method{"setMyName", setText("name", 64)},
	method{"getMyName", getText("name")},
	method{"setMyDescription", setText("description", 512)},
	method{"getMyDescription", getText("description")},
	method{"setMyShortDescription", setText("short_description", 120)},
	method{"getMyShortDescription", getText("short_description")},
)

func byLowerName(list ...method) map[string]method {
	table := make(map[string]method, len(list))
	for _, m := range list {
		table[strings.ToLower(m.name)] = m
	}
	return table
}
