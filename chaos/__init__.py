"""Everything that can go wrong at once, over real sockets, and what must hold all the same: ``make chaos``.

A sandbox in a process of its own answers thousands of calls of many callers at once. Its faults strike at random,
tokens expire and are revoked, callers are cancelled at random moments, and the limit of calls an hour binds all the
time: the clock runs so fast that an hour is over in seconds. Then the server's own books are laid beside what the
callers were told, and every promise is counted. Then a crowd queues for a small limit with tokens that end meanwhile.
"""
