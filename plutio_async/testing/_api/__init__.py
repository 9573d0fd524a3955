"""The API behind the sandbox: from a request to its answer."""
