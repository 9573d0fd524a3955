"""``plutio doctor``: compares the API with its description."""
