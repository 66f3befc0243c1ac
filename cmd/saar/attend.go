package main

import (
	"context"
	"sync"
)

// attend has the operator asked about uncertain parts, if there is a token, until the function it returns is called.
func (a *app) attend(ctx context.Context) (stop func()) {
	if a.sender == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var attending sync.WaitGroup
	attending.Go(func() { a.sender.Attend(ctx) })
	return func() {
		cancel()
		attending.Wait()
	}
}
