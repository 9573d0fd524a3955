"""What every layer uses: errors, calls as values, the clock, JSON, background tasks. Imports nothing of ours."""
