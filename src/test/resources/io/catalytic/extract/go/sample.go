// Package queue holds tasks.
package queue

import "fmt"

import (
	"context"
	_ "embed"
	str "strings"
	. "math"
	`os`
)

type ID = string

type (
	Level  int
	Handle func(ctx context.Context, id ID) error
)

type Store[T any] interface {
	fmt.Stringer
	Get(ctx context.Context, key string) (T, error)
	Close()
}

type Queue[T any] struct {
	items []T
	opts  struct{ max int }
}

func New[T any](max int, items ...T) *Queue[T] {
	return &Queue[T]{items: items}
}

func (q *Queue[T]) Push(a, b T, _ int) (n int, err error) {
	type local struct{ x int }
	add := func(x int) int { return x }
	return add(1), nil
}

func (Level) String() string { return str.ToUpper("x") }

func noNames(int, string) {}

func external(x float64) float64
