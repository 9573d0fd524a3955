"""Records that a sandbox begins with."""
