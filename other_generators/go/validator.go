// Package validator stands for gopkg.in/validator.v2, which the generated client calls for each value: the version that Debian has
// rejects every value that is no struct. The description gives the client no rules to validate.
package validator

// Validate accepts every value.
func Validate(any) error { return nil }
