"""How planned faults find their calls, and what they do to them."""
