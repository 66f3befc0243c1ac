package telegram

// phrase is something the bot says, in Hindi and in English.
type phrase struct{ hi, en string }

// The languages of the bot. Digests are in Hindi always.
const (
	hindiWords   = "hi"
	englishWords = "en"
)

// in is the phrase in a language, in Hindi unless it is English.
func (p phrase) in(language string) string {
	if language == englishWords {
		return p.en
	}
	return p.hi
}

// What the commands do, as Telegram's menu and /help say it.
var (
	aboutStart  = phrase{"शुरू करें, और देखें कि आपके बारे में क्या रखा गया है", "begin, and see what is kept about you"}
	aboutDigest = phrase{"सबसे नया सार अभी पढ़ें", "read the newest digest now"}
	aboutTopics = phrase{"अपने विषय चुनें", "choose your topics"}
	aboutPlaces = phrase{"अपनी जगहें चुनें, जैसे /places लखनऊ, बिहार", "choose your places, e.g. /places लखनऊ, बिहार"}
	aboutTime   = phrase{"सार पाने का समय चुनें, जैसे /time 7:30", "choose when to get it, e.g. /time 7:30"}
	aboutSearch = phrase{"ख़बरें खोजें, जैसे /search गेहूँ का दाम", "search the news, e.g. /search गेहूँ का दाम"}
	aboutMute   = phrase{"चल रही कोई ख़बर और न दिखाएँ", "mute a running story"}
	aboutFollow = phrase{"चल रही कोई ख़बर ज़रूर दिखाएँ", "follow a running story"}
	aboutStop   = phrase{"सार भेजना बंद करें", "stop sending digests"}
	aboutForget = phrase{"मेरे बारे में रखा सब कुछ मिटाएँ", "delete all that is kept about me"}
	aboutHelp   = phrase{"सभी आदेश", "all commands"}
)

// Beginning and ending.
var (
	welcome = phrase{"<b>🙏 सार में आपका स्वागत है</b>", "<b>🙏 Welcome to Saar</b>"}
	coming  = phrase{"आपको मिलेगा: %s।", "You will get: %s."}
	nothing = phrase{"अभी आपने कोई अंक नहीं चुना है।", "You have not chosen an edition."}
	choices = phrase{
		"विषय: %s\nजगहें: %s\nसमय: %s\nछिपाई ख़बरें: %d · फ़ॉलो की ख़बरें: %d",
		"Topics: %s\nPlaces: %s\nTime: %s\nMuted stories: %d · followed: %d",
	}
	kept = phrase{
		"आपके बारे में इतना ही रखा जाता है: इस बातचीत की संख्या, ऊपर लिखी पसंद, और यह कि कौन-सा अंक भेजा गया। " +
			"आपका नाम, फ़ोन नंबर या संदेश नहीं रखे जाते। /forget सब मिटा देता है।",
		"This is all that is kept about you: the number of this chat, the choices above, and which editions were sent. " +
			"Your name, phone number and messages are not kept. /forget deletes everything.",
	}
	more          = phrase{"सार अभी पढ़ना हो तो /digest, बाक़ी सब /help में।", "To read the digest now: /digest. All else: /help."}
	noSuchEdition = phrase{"इस लिंक का अंक अब नहीं निकलता।", "The edition of this link does not exist any more."}
	stopped       = phrase{
		"ठीक है, अब सार नहीं भेजा जाएगा। आपकी पसंद रखी हुई है: /start से फिर शुरू करें, /forget से मिटा दें।",
		"All right, no more digests. Your choices are kept: /start begins again, /forget deletes them.",
	}
	forgotten = phrase{
		"आपके बारे में रखा सब कुछ मिटा दिया गया, और सार नहीं भेजा जाएगा। लौटना चाहें तो /start लिखें।",
		"All that was kept about you is deleted, and no digest will be sent. To come back, send /start.",
	}
	startFirst = phrase{"पहले /start लिखें, ताकि आपकी पसंद रखी जा सके।", "Send /start first, so that your choices can be kept."}
)

// Choosing.
var (
	topicsPage = phrase{
		"<b>विषय</b>\nजिन विषयों की ख़बरें चाहिए, उन्हें चुनें। न विषय चुनें, न जगह, तो सब ख़बरें आएँगी।",
		"<b>Topics</b>\nChoose the topics you want. Choose neither topics nor places to get everything.",
	}
	allTopics  = phrase{"सब विषय", "all topics"}
	placesPage = phrase{
		"<b>जगहें</b>\nजिन ज़िलों, शहरों या राज्यों की ख़बरें चाहिए, उन्हें लिखें, जैसे: /places लखनऊ, बिहार\n" +
			"चुने हुए विषयों के साथ इन जगहों की ख़बरें भी आएँगी; विषय न चुने हों तो केवल इन्हीं की। हटाने के लिए नाम दबाएँ।",
		"<b>Places</b>\nWrite the districts, cities or states whose news you want, e.g. /places लखनऊ, बिहार\n" +
			"Their news comes besides that of your topics; without topics, only theirs. Press a name to remove it.",
	}
	yourPlaces = phrase{"आपकी जगहें: %s", "Your places: %s"}
	none       = phrase{"कोई नहीं", "none"}
	unknown    = phrase{"यह पहचान में नहीं आया: %s", "Not recognised: %s"}
	mostChosen = phrase{"इससे ज़्यादा नहीं चुने जा सकते।", "No more can be chosen."}
	timePage   = phrase{
		"<b>समय</b>\nसार इस समय से पहले नहीं आएगा। नीचे से चुनें या लिखें, जैसे: /time 7:30\nअभी: %s",
		"<b>Time</b>\nNo digest comes before this time. Choose below or write e.g. /time 7:30\nNow: %s",
	}
	asReady = phrase{"जैसे ही तैयार हो", "as soon as it is ready"}
	noTime  = phrase{"समय 00:00 से 23:59 के बीच लिखें, जैसे /time 7:30", "Write a time from 00:00 to 23:59, e.g. /time 7:30"}
)

// Reading.
var (
	noDigest   = phrase{"अभी कोई सार तैयार नहीं हुआ है। थोड़ी देर बाद फिर पूछें।", "No digest is ready yet. Please ask again later."}
	mutePage   = phrase{"<b>इस ख़बर को और न दिखाएँ</b>\nजो ख़बर आगे नहीं देखनी, उसे दबाएँ; फिर दबाने पर वह लौट आएगी।", "<b>Mute</b>\nPress a story you do not want to see again; press once more to get it back."}
	followPage = phrase{"<b>ख़बरें फ़ॉलो करें</b>\nजिस ख़बर का हर अपडेट चाहिए, उसे दबाएँ; फिर दबाने पर वह हट जाएगी।", "<b>Follow</b>\nPress a story whose every update you want; press once more to let it go."}
	older      = phrase{"पुरानी ख़बरें: %d", "Older stories: %d"}
	clearAll   = phrase{"सब हटाएँ", "Clear all"}
	searchHow  = phrase{"खोज के शब्द भी लिखें, जैसे: /search गेहूँ का दाम", "Write what to search for, e.g. /search गेहूँ का दाम"}
	searchHead = phrase{"<b>🔎 %s</b>", "<b>🔎 %s</b>"}
	noHits     = phrase{"इन शब्दों की कोई ख़बर नहीं मिली।", "No news has these words."}
	helpHead   = phrase{"<b>आदेश</b>", "<b>Commands</b>"}
	otherWords = phrase{"In English", "हिन्दी में"}
)

// What goes wrong.
var (
	notUnderstood = phrase{"यह आदेश समझ में नहीं आया। /help में सब आदेश हैं।", "This is no command. /help lists them all."}
	tooFast       = phrase{"इतनी जल्दी-जल्दी नहीं 🙂 थोड़ा रुककर फिर लिखें।", "Not so fast 🙂 Please wait a little."}
	staleButton   = phrase{"यह बटन पुराना हो गया है। आदेश फिर लिखें।", "This button is too old. Please send the command again."}
	groupsPage    = phrase{"अपना सार पाने के लिए मुझे निजी संदेश भेजें: %s", "To get your digest, write to me in private: %s"}
	failed        = phrase{"माफ़ कीजिए, अभी यह नहीं हो सका। थोड़ी देर बाद फिर कोशिश करें।", "Sorry, this did not work. Please try again later."}
)
