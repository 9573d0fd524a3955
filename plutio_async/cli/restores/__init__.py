"""``plutio restore``: an export brought into a workspace."""
