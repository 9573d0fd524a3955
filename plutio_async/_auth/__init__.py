"""The access token: provider, stores, parsing of the token answer."""
