"""Conditions on records, and the JSON that is sent for them."""
