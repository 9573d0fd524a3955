"""Generated from ``openapi/`` by ``python -m generator``; change the description, not this folder."""
