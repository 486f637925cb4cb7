package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// nestedNodes are the values of the keys that hold lists, as they stand in the file.
func nestedNodes(file *ast.File, keys []string) map[string]ast.Node {
	nodes := map[string]ast.Node{}
	for _, document := range file.Docs {
		all, _ := pairs(document.Body)
		for _, pair := range all {
			if key := pair.Key.GetToken().Value; slices.Contains(keys, key) {
				nodes[key] = pair.Value
			}
		}
	}
	return nodes
}

// entry is one item of a nested list: names and values, with its place in the file for whoever must mend it.
type entry struct {
	*Reader

	list   string // the key of the list: managers
	line   int
	fields []field // in the order of the file
}

// field is a name of an entry and its value, which may be a list itself.
type field struct {
	name  string
	line  int
	value ast.Node
}

// problemf notes that a line of an entry is wrong. The sentence must make sense after its place and a colon.
func (e entry) problemf(line int, format string, args ...any) {
	e.Problemf(place(e.list, line, e.file), format, args...)
}

func place(list string, line int, file string) string {
	return fmt.Sprintf("%s, line %d of %s", list, line, file)
}

// entries reads a nested list. What is no entry is a problem, for which example is shown.
func (r *Reader) entries(list, example string) []entry {
	node, ok := r.nested[list]
	if !ok || node.Type() == ast.NullType {
		return nil
	}
	written, ok := items(node)
	if !ok {
		r.Problemf(place(list, lineOf(node), r.file), "this must be a list, each item like %s", example)
		return nil
	}
	var all []entry
	for _, item := range written {
		e := entry{Reader: r, list: list, line: lineOf(item)}
		named, ok := pairs(item)
		if !ok {
			e.problemf(e.line, "an item must be like %s", example)
			continue
		}
		for _, pair := range named {
			key := pair.Key.GetToken()
			e.fields = append(e.fields, field{name: key.Value, line: key.Position.Line, value: pair.Value})
		}
		all = append(all, e)
	}
	return all
}

// lineOf is where a node begins.
func lineOf(node ast.Node) int {
	if named, ok := pairs(node); ok && len(named) > 0 {
		return named[0].Key.GetToken().Position.Line
	}
	return node.GetToken().Position.Line
}

// items are the items of a list. An alias is none: what stands in a list of ours is written where it counts.
func items(node ast.Node) ([]ast.Node, bool) {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		return nil, false
	}
	return list.Values, true
}

// pairs are the names and values of a mapping.
func pairs(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{node}, true
	default:
		return nil, false
	}
}

// text is a single value as it was written, with or without quotes: an id of digits only is one too.
func text(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode, *ast.IntegerNode:
		value := strings.TrimSpace(node.GetToken().Value)
		return value, value != ""
	default:
		return "", false
	}
}

// ids is a list of whole numbers above zero.
func ids(node ast.Node) ([]int64, bool) {
	list, ok := items(node)
	if !ok {
		return nil, false
	}
	all := make([]int64, 0, len(list))
	for _, item := range list {
		written, ok := text(item)
		if !ok {
			return nil, false
		}
		id, err := strconv.ParseInt(written, 10, 64)
		if err != nil || id <= 0 {
			return nil, false
		}
		all = append(all, id)
	}
	return all, len(all) > 0
}
