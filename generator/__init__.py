"""Generates ``plutio_async/_generated/`` from the description in ``openapi/``."""
