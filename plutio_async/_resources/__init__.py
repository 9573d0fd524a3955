"""What generated resources build on: lists, writes, bulk writes, related records."""
