"""The client: its resources, settings and lifecycle."""
