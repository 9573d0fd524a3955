"""Conditions, and what is sent for them."""
