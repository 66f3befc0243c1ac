package web

import (
	"fmt"
	"strings"
)

// The size of a sparkline in CSS pixels.
const (
	barWidth  = 6
	barGap    = 2
	barHeight = 24
)

// sparkline is a series of counts as bars, the latest last, for an SVG's path: each bar's height is its part of the
// largest. A count above 0 is at least a pixel high, so that few is not none.
type sparkline struct {
	Path          string
	Width, Height int
	Label         string // for who cannot see it
}

func sparklineOf(counts []int) sparkline {
	s := sparkline{Width: len(counts)*(barWidth+barGap) - barGap, Height: barHeight}
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	var path, label strings.Builder
	for i, n := range counts {
		if i > 0 {
			label.WriteString(", ")
		}
		fmt.Fprint(&label, n)
		high := n * barHeight / most
		if n > 0 {
			high = max(high, 1)
			fmt.Fprintf(&path, "M%d %dh%dv%dh-%dz", i*(barWidth+barGap), barHeight, barWidth, -high, barWidth)
		}
	}
	s.Path, s.Label = path.String(), label.String()
	return s
}
