//go:build tools

// Package tools names the command that this module exists to build: the generic REST provider for OpenTofu.
package tools

import _ "github.com/Mastercard/terraform-provider-restapi"
