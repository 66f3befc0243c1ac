package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/saar-news/saar/pipeline"
)

// progress shows how far a scrape has come: a bar on a terminal, elsewhere a line for each source that is read, and with
// verbose one for each page.
type progress struct {
	mu      sync.Mutex
	out     io.Writer
	bar     *progressbar.ProgressBar
	totals  map[string]int
	visible bool
	verbose bool
}

func newProgress(out io.Writer, verbose bool) *progress {
	return &progress{out: out, totals: map[string]int{}, visible: isTerminal(out), verbose: verbose}
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// start begins with one step per source.
func (p *progress) start(sources int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.visible {
		return
	}
	p.bar = progressbar.NewOptions(sources, progressbar.OptionSetWriter(p.out), progressbar.OptionShowCount(),
		progressbar.OptionSetDescription("reading"), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth())
}

// step counts one page, growing the total by what its source has found.
func (p *progress) step(e pipeline.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.verbose && !p.visible {
		fmt.Fprintf(p.out, "%s: %s %s\n", e.Source, e.Outcome, e.URL)
	}
	if !p.visible && e.Done == e.Total {
		fmt.Fprintf(p.out, "%s: %d pages read\n", e.Source, e.Done)
	}
	if p.bar == nil {
		return
	}
	if grown := e.Total - p.totals[e.Source]; grown > 0 {
		p.totals[e.Source] = e.Total
		p.bar.ChangeMax(p.bar.GetMax() + grown)
	}
	p.bar.Describe(e.Source)
	_ = p.bar.Add(1)
}

// tick counts one source of which no pages are read.
func (p *progress) tick(source string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Describe(source)
		_ = p.bar.Add(1)
	}
}

func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
