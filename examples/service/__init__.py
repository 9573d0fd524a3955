"""A service on Plutio, and a trial of it."""
