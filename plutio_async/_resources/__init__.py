"""The base of the generated resources: lists, writes, bulk writes, related records."""
