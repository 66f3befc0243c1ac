package main

import (
	"slices"
	"strings"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func fieldCount(s string) int { return len(strings.Fields(s)) }

func joined(s string) string { return strings.Join(pointTokens(s), " ") }

// firstPoints keeps the first three points, and of them no more than three sentences of four words: gluing sentences into one point
// gains nothing.
func firstPoints(told []string) []string {
	var out []string
	seen, sentences := 0, 0
	for _, p := range told {
		if len(pointTokens(p)) == 0 {
			continue
		}
		if seen++; seen > points {
			break
		}
		var keep []string
		for _, s := range goldSentences(p) {
			if fieldCount(s) >= 4 {
				if sentences == points {
					break
				}
				sentences++
			}
			keep = append(keep, s)
		}
		if keep != nil {
			out = append(out, strings.Join(keep, " "))
		}
	}
	return out
}

// firstWords keeps points while they fit into 75 words; a first one that is longer is cut.
func firstWords(told []string) []string {
	var out []string
	total := 0
	for _, p := range told {
		if len(pointTokens(p)) == 0 {
			continue
		}
		switch n := fieldCount(p); {
		case total+n <= pointsWords:
			out = append(out, p)
			total += n
		case out == nil:
			return []string{strings.Join(strings.Fields(p)[:pointsWords], " ")}
		default:
			return out
		}
	}
	return out
}

// scoreSummary measures ROUGE-1, 2 and L against a human summary.
func scoreSummary(m map[string]float64, budget string, kept []string, summary string) {
	var told []string
	for _, p := range kept {
		told = append(told, pointTokens(p)...)
	}
	gold := pointTokens(summary)
	hits1, told1, gold1 := overlapOf(told, gold, 1)
	hits2, told2, gold2 := overlapOf(told, gold, 2)
	m[budget+"rouge1"] = f1(hits1, told1, gold1)
	m[budget+"rouge2"] = f1(hits2, told2, gold2)
	m[budget+"rougeL"] = f1(longestCommon(told, gold), len(told), len(gold))
	m[budget+"rouge1_recall"] = 0
	if gold1 > 0 {
		m[budget+"rouge1_recall"] = float64(hits1) / float64(gold1)
	}
}

// overlapOf counts the runs of n tokens that two texts share, and those of each.
func overlapOf(a, b []string, n int) (both, inA, inB int) {
	runs := func(t []string) (map[string]int, int) {
		counts, all := map[string]int{}, 0
		for i := 0; i+n <= len(t); i++ {
			counts[strings.Join(t[i:i+n], " ")]++
			all++
		}
		return counts, all
	}
	x, inA := runs(a)
	y, inB := runs(b)
	for run, count := range x {
		both += min(count, y[run])
	}
	return both, inA, inB
}

func f1(hits, told, gold int) float64 {
	if hits == 0 || told == 0 || gold == 0 {
		return 0
	}
	p, r := float64(hits)/float64(told), float64(hits)/float64(gold)
	return 2 * p * r / (p + r)
}

// longestCommon is the length of the longest common subsequence.
func longestCommon(a, b []string) int {
	last := make([]int, len(b)+1)
	for _, x := range a {
		next := make([]int, len(b)+1)
		for j, y := range b {
			if x == y {
				next[j+1] = last[j] + 1
			} else {
				next[j+1] = max(last[j+1], next[j])
			}
		}
		last = next
	}
	return last[len(b)]
}

// scoreSlots measures the share of facts of which a value stands in a point, each class of facts counting the same, the share of
// classes told at all, and the share over all facts.
func scoreSlots(m map[string]float64, budget string, kept []string, slots []slot) {
	var told [][]string
	for _, p := range kept {
		told = append(told, pointTokens(p))
	}
	hits, all := map[string]float64{}, map[string]float64{}
	for _, s := range slots {
		all[s.Slot]++
		m[budget+"slot_micro"] += 0
		if slices.ContainsFunc(s.Values, func(v string) bool { return tells(told, v) }) {
			hits[s.Slot]++
			m[budget+"slot_micro"] += 1 / float64(len(slots))
		}
	}
	m[budget+"slot_recall"], m[budget+"slot_any"] = 0, 0
	for class, n := range all {
		m[budget+"slot_recall"] += hits[class] / n / float64(len(all))
		m[budget+"slot_any"] += number(hits[class] > 0) / float64(len(all))
		m[budget+"rec_"+class] = hits[class] / n
	}
}

func tells(told [][]string, value string) bool {
	return slices.ContainsFunc(told, func(point []string) bool { return covers(point, value) })
}

// covers reports whether a point tells a value: word for word, or, from three content words, three quarters of them with all numbers.
func covers(point []string, value string) bool {
	words := pointTokens(value)
	if len(words) == 0 {
		return false
	}
	for i := 0; i+len(words) <= len(point); i++ {
		if slices.Equal(point[i:i+len(words)], words) {
			return true
		}
	}
	content := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slotStops[w] })
	if len(content) == 0 {
		content = words
	}
	if len(content) < 3 {
		return false
	}
	hits := 0
	for _, w := range content {
		switch {
		case slices.Contains(point, w):
			hits++
		case isNumber(w):
			return false
		}
	}
	return float64(hits)/float64(len(content)) >= 0.75
}
