"""From the description in ``openapi/`` to the code in ``plutio_async/_generated/``."""
