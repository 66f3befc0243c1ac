package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"
)

// patience is how long any one command may take before a test calls it hung. Nothing waits that long but for a defect.
const patience = 60 * time.Second

// process is a saar of its own: this test binary, run as saar.
type process struct {
	cmd      *exec.Cmd
	out, err transcript
	done     chan struct{} // closed when it has ended
}

// passedOn are the variables that a test may set for its processes.
var passedOn = []string{"GOMEMLIMIT", "GOGC", "NOTIFY_SOCKET", "WATCHDOG_USEC", "SAAR_TRIAL_CLOCK"}

// startSaar runs saar in a folder. It is killed when ctx ends.
func startSaar(ctx context.Context, folder string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, "saar", args...), done: make(chan struct{})}
	p.cmd.Dir = folder
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/no-home", "TMPDIR=" + folder}
	for _, name := range passedOn {
		if value, set := os.LookupEnv(name); set {
			p.cmd.Env = append(p.cmd.Env, name+"="+value)
		}
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait() // its status is in ProcessState
		close(p.done)
	}()
	return p, nil
}

// runSaar runs saar to its end.
func runSaar(t *testing.T, folder string, args ...string) *process {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	p, err := startSaar(ctx, folder, args...)
	if err != nil {
		t.Fatal(err)
	}
	<-p.done
	if ctx.Err() != nil {
		t.Fatalf("saar %v hangs\n%s", args, p.err.String())
	}
	return p
}

// mustRun is runSaar for a command that must succeed.
func mustRun(t *testing.T, folder string, args ...string) *process {
	t.Helper()
	p := runSaar(t, folder, args...)
	if p.status() != 0 {
		t.Fatalf("saar %v: exit status %d\n%s%s", args, p.status(), p.out.String(), p.err.String())
	}
	return p
}

// status is the exit status of an ended process, -1 if a signal ended it.
func (p *process) status() int { return p.cmd.ProcessState.ExitCode() }

// kill ends the process as kill -9 does, and returns when it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // fails only when it has ended already
	<-p.done
}

// end waits until the process has ended by itself.
func (p *process) end(limit time.Duration) error {
	select {
	case <-p.done:
		return nil
	case <-time.After(limit):
		return fmt.Errorf("saar does not end within %v\n%s", limit, p.err.String())
	}
}

// await returns when the process has written what matches to stderr.
func (p *process) await(pattern string) error {
	wanted, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	late := time.After(patience)
	for {
		text, changed := p.err.now()
		if wanted.MatchString(text) {
			return nil
		}
		select {
		case <-changed:
		case <-p.done:
			if wanted.MatchString(p.err.String()) {
				return nil
			}
			return fmt.Errorf("saar ended before it said %q:\n%s", pattern, p.err.String())
		case <-late:
			return fmt.Errorf("saar does not say %q:\n%s", pattern, text)
		}
	}
}

// transcript keeps what is written to it and tells when more comes.
type transcript struct {
	mu      sync.Mutex
	text    []byte
	changed chan struct{} // closed at the next write
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if t.changed != nil {
		close(t.changed)
		t.changed = nil
	}
	return len(p), nil
}

func (t *transcript) now() (string, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.changed == nil {
		t.changed = make(chan struct{})
	}
	return string(t.text), t.changed
}

func (t *transcript) String() string {
	text, _ := t.now()
	return text
}

// exitStatus reads the exit status out of an error of exec.
func exitStatus(err error) (int, bool) {
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0, true
	case errors.As(err, &ended):
		return ended.ExitCode(), true
	}
	return 0, false
}

// copyDatabase copies the files of a database that nobody has open, so that looking at it leaves the original as a
// killed process left it.
func copyDatabase(t *testing.T, folder string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{"saar.db", "saar.db-wal"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(to, "saar.db")
}
