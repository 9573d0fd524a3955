"""Used by every layer: errors, calls, secrets, the clock, JSON, background tasks. Imports no other package of the SDK."""

VERSION = "0.1.0"
