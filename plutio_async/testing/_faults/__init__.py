"""Fault plans: which calls a fault affects, and its effects."""
