"""The client, its views and its lifecycle."""
