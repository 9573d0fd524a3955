"""What the transport is made of: the pool of connections, its gate, and how failures are told apart."""
