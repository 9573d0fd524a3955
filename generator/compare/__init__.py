"""What changed since a release, in the description and in the public API."""
