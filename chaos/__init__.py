"""Everything that can go wrong, and what must hold all the same: ``make chaos``.

Each of ``TRIALS`` does something to the client many times and counts the failures, as the server sees them. The storm
is the largest: a sandbox in a process of its own answers thousands of calls of many callers at once, while faults
strike at random, tokens expire, callers are cancelled and the limit of calls an hour binds all the time.
"""
