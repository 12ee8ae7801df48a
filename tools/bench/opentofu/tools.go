//go:build tools

// Package tools names the command that this module exists to build: OpenTofu.
package tools

import _ "github.com/opentofu/opentofu/cmd/tofu"
