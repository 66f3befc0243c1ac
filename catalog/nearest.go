package catalog

import "strings"

// alike is how much two refs must have in common for one to be taken for a misspelling of the other, of 1.
const alike = 0.55

// Nearest returns the ref that a misspelt one was most likely meant to be, or "" when none is near. It sees through
// initials: amarujala/up is near amarujala/uttar-pradesh.
func Nearest(ref string) string {
	ref = strings.ToLower(strings.TrimSpace(ref))
	best, most := "", alike
	for _, e := range entries() {
		likeness := max(similarity(ref, e.Ref), similarity(ref, abbreviated(e.Ref)))
		if likeness > most {
			best, most = e.Ref, likeness
		}
	}
	return best
}

// abbreviated is a ref with its section cut to initials where it has several words.
func abbreviated(ref string) string {
	outlet, section, _ := strings.Cut(ref, "/")
	words := strings.Split(section, "-")
	if len(words) == 1 {
		return ref
	}
	initials := ""
	for _, word := range words {
		initials += word[:1]
	}
	return outlet + "/" + initials
}

// similarity is the share of letter pairs that two texts have in common (Dice's coefficient): 1 for equal texts, 0 for
// texts with nothing in common. Their beginnings and ends count as letters.
func similarity(a, b string) float64 {
	a, b = "^"+a+"$", "^"+b+"$"
	pairs := map[string]int{}
	for i := range len(a) - 1 {
		pairs[a[i:i+2]]++
	}
	shared := 0
	for i := range len(b) - 1 {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(a)-1+len(b)-1)
}
