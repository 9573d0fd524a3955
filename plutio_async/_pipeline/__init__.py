"""One call from start to end: attempt, retry, outcome."""
