"""What the resources of the API have in common: their calls, their lists, and what saves calls."""
