package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
)

// recompile is --recompile: it prints what today's rules would make of a stored digest, as a difference.
func (a *app) recompile(ctx context.Context, out io.Writer, id saar.DigestID) error {
	stored, again, err := a.pipeline.Recompile(ctx, id)
	var pruned *pipeline.PrunedError
	switch {
	case errors.Is(err, saar.ErrNotFound):
		return fmt.Errorf("%s: no such digest is stored, so there is nothing to compare with; leave out --recompile to see what it would be", id)
	case errors.As(err, &pruned):
		return fmt.Errorf("%s: %w, and from the others alone another digest would come; articles keep their bodies for %v (keep.bodies)",
			id, pruned, a.settings.pipeline.Keep.Bodies)
	case err != nil:
		return err
	}
	_, err = io.WriteString(out, difference(stored, again, colourful(out)))
	return err
}

// difference shows what becomes of each story that either digest shows, in the order of the new one: the first column is
// - for what is no longer so, + for what is new, ~ for a story that has only moved. Of a story that is as it was there is
// only the headline. Story by story, since in a difference by lines one new story at the top would change every rank.
func difference(stored, again saar.Digest, colour bool) string {
	d := &diff{colour: colour, counts: map[string]int{}}
	d.line("-", fmt.Sprintf("-- %s as stored, %d shown", stored.ID, len(stored.Shown())))
	d.line("+", fmt.Sprintf("++ %s by today's rules, %d shown", again.ID, len(again.Shown())))
	for _, c := range changes(stored, again) {
		d.story(c)
	}
	d.sum()
	return d.text.String()
}

// change is what becomes of a story. Its rank is 0 in a digest that does not have it.
type change struct {
	was, is           saar.Story
	old, now          int
	wasShown, isShown bool // among those that a channel shows
}

// changes pairs the stories of two digests and leaves out those that neither shows.
func changes(stored, again saar.Digest) []change {
	partners := pairs(stored.Stories, again.Stories)
	all := make([]change, len(again.Stories))
	left := map[int]bool{}
	for i := range stored.Stories {
		left[i] = true
	}
	for i, s := range again.Stories {
		all[i] = change{is: s, now: i + 1, isShown: i < again.Show}
		if o, ok := partners[i]; ok {
			all[i].was, all[i].old, all[i].wasShown = stored.Stories[o], o+1, o < stored.Show
			delete(left, o)
		}
	}
	for i := range left {
		all = append(all, change{was: stored.Stories[i], old: i + 1, wasShown: i < stored.Show})
	}
	all = slices.DeleteFunc(all, func(c change) bool { return !c.wasShown && !c.isShown })
	slices.SortFunc(all, func(a, b change) int { return a.place() - b.place() })
	return all
}

// place is where a story stands in the difference: at its new rank or, gone, before the story that has its old one.
func (c change) place() int {
	if c.isShown {
		return 2 * c.now
	}
	return 2*c.old - 1
}

// pairs finds for each story of now the one of old that shares most of its articles, each once, by index.
func pairs(old, now []saar.Story) map[int]int {
	type pair struct{ old, now, shared int }
	var all []pair
	for n, s := range now {
		for o, other := range old {
			if shared := sharedMembers(s, other); shared > 0 {
				all = append(all, pair{o, n, shared})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return b.shared - a.shared })
	partners, taken := map[int]int{}, map[int]bool{}
	for _, p := range all {
		if _, done := partners[p.now]; !done && !taken[p.old] {
			partners[p.now], taken[p.old] = p.old, true
		}
	}
	return partners
}

func sharedMembers(a, b saar.Story) int {
	n := 0
	for _, m := range a.Members {
		if slices.ContainsFunc(b.Members, func(o saar.Member) bool { return o.URL == m.URL }) {
			n++
		}
	}
	return n
}

// diff writes a difference and counts what it has written.
type diff struct {
	text   strings.Builder
	colour bool
	counts map[string]int
}

// line writes a line that begins with a sign, in the sign's colour.
func (d *diff) line(sign, text string) {
	colours := map[string]style{"-": red, "+": green, "~": yellow}
	if s := colours[sign]; d.colour && s != normal {
		fmt.Fprintf(&d.text, "%s%s%s%s\n", s, sign, text, unstyled)
		return
	}
	d.text.WriteString(sign + text + "\n")
}

func (d *diff) story(c change) {
	switch {
	case !c.isShown:
		d.counts["gone"]++
		d.head("-", c.old, c.was.Title, below("now", c.now, "told no more"))
	case !c.wasShown:
		d.counts["new"]++
		d.head("+", c.now, c.is.Title, below("was", c.old, "not told then"))
		d.details("+", particulars(c.is), nil)
	default:
		d.told(c)
	}
}

// below says where a story is in the digest that does not show it.
func below(when string, rank int, none string) string {
	if rank == 0 {
		return none
	}
	return fmt.Sprintf("%s %d, below what is shown", when, rank)
}

// told writes a story that both digests show.
func (d *diff) told(c change) {
	was, is := particulars(c.was), particulars(c.is)
	kind, sign, moved := "as before", " ", ""
	if c.old != c.now {
		kind, sign, moved = "moved", "~", fmt.Sprintf("was %d", c.old)
	}
	if c.was.Title != c.is.Title {
		d.head("-", c.old, c.was.Title, "")
		sign = "+"
	}
	if c.was.Title != c.is.Title || !slices.Equal(was, is) {
		kind = "changed"
	}
	d.counts[kind]++
	d.head(sign, c.now, c.is.Title, moved)
	d.details("-", was, is)
	d.details("+", is, was)
}

// head writes a story's headline.
func (d *diff) head(sign string, rank int, title, note string) {
	if note != "" {
		note = " (" + note + ")"
	}
	d.line(sign, fmt.Sprintf("%3d. %s%s", rank, title, note))
}

// details writes those of a story's particulars that are not among the others.
func (d *diff) details(sign string, particulars, others []string) {
	for _, p := range particulars {
		if !slices.Contains(others, p) {
			d.line(sign, "     "+p)
		}
	}
}

// particulars are what is told of a story besides its headline.
func particulars(s saar.Story) []string {
	lines := []string{fmt.Sprintf("%s, %s, %s", s.Section, count(len(s.Members), "article"), count(s.Independent, "independent source"))}
	for _, p := range s.Points {
		lines = append(lines, "• "+p.Text)
	}
	return lines
}

// sum writes how many stories came to which end.
func (d *diff) sum() {
	var parts []string
	for _, what := range []string{"as before", "moved", "changed", "new", "gone"} {
		if n := d.counts[what]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	if d.counts["moved"]+d.counts["changed"]+d.counts["new"]+d.counts["gone"] == 0 {
		parts = []string{"no difference"}
	}
	d.line("", strings.Join(parts, ", "))
}
