"""What every layer uses: errors, calls, secrets, the clock, JSON, tasks. Imports no other package of the SDK."""

VERSION = "0.1.0"
