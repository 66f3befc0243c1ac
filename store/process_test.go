package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// roles are what this test binary does as another process. A role prints a line for each thing it has done.
var roles = map[string]func(ctx context.Context, s *store.Store, args []string) error{
	"claim":   claimAndWait,
	"turn":    takeTurnAndWait,
	"read":    saveReadings,
	"deliver": deliverAll,
	"enlist":  func(context.Context, *store.Store, []string) error { return nil },
	"restore": restoreForEver,
}

// TestMain lets the test binary be its own second process: SAAR_TEST_ROLE names what it does instead of testing.
func TestMain(m *testing.M) {
	name := os.Getenv("SAAR_TEST_ROLE")
	if name == "" {
		os.Exit(m.Run())
	}
	if err := play(name, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func play(name string, args []string) error {
	s, err := store.Open(context.Background(), args[0])
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Println("open", s.Owner())
	return roles[name](context.Background(), s, args[1:])
}

// process is a running role.
type process struct {
	*exec.Cmd
	out *bufio.Scanner
}

func start(t *testing.T, role string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "SAAR_TEST_ROLE="+role)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return &process{cmd, bufio.NewScanner(out)}
}

// line waits for the next thing the process has done; empty when it has ended.
func (p *process) line() string {
	if !p.out.Scan() {
		return ""
	}
	return p.out.Text()
}

// lines waits for the end of the process and returns what it still said.
func (p *process) lines() []string {
	var all []string
	for p.out.Scan() {
		all = append(all, p.out.Text())
	}
	return all
}

func (p *process) kill(t *testing.T) {
	t.Helper()
	check(t, p.Process.Kill())
	_ = p.Wait()
}

// claimAndWait takes a lease and keeps it until it is killed.
func claimAndWait(ctx context.Context, s *store.Store, args []string) error {
	_, _, err := s.Claim(ctx, args[0])
	if err != nil {
		return err
	}
	fmt.Println("claimed")
	select {}
}

// takeTurnAndWait takes the turn at a host and keeps it until it is killed.
func takeTurnAndWait(ctx context.Context, s *store.Store, args []string) error {
	if _, err := s.Turn(ctx, args[0]); err != nil {
		return err
	}
	fmt.Println("at", args[0])
	select {}
}

// saveReadings saves readings prefix/0 … prefix/n-1, and says each number once it is saved.
func saveReadings(ctx context.Context, s *store.Store, args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	for i := range n {
		if _, err := s.SaveReading(ctx, reading(fmt.Sprintf("%s/%d", args[0], i), args[0])); err != nil {
			return err
		}
		fmt.Println(i)
	}
	return nil
}

// deliverAll sends what is pending to a pretended chat: it says "post PART" between "sending" and "sent".
func deliverAll(ctx context.Context, s *store.Store, args []string) error {
	id, err := saar.ParseDigestID(args[0])
	if err != nil {
		return err
	}
	rows, err := s.Deliveries(ctx, id)
	if err != nil {
		return err
	}
	for _, d := range rows {
		d.State = saar.Sending
		ok, err := s.Move(ctx, d, saar.Pending)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		fmt.Println("post", d.Key.Part)
		d.State, d.MessageID = saar.Sent, 100+d.Key.Part
		if ok, err := s.Move(ctx, d, saar.Sending); err != nil || !ok {
			return fmt.Errorf("sent %s, not noted: %w", d.Key, err)
		}
	}
	return nil
}

// restoreForEver goes from one copy to another and back, over a database that it does not open itself.
func restoreForEver(ctx context.Context, _ *store.Store, args []string) error {
	for i := 0; ; i++ {
		if _, err := store.Restore(ctx, args[0], args[1+i%2], time.Now()); err != nil {
			return err
		}
		fmt.Println("restored", i)
	}
}
