"""The server of ``plutio mcp``: six tools, with which an assistant reads and writes a workspace."""
