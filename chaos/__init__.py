"""Stress tests of the client against a faulty server: ``make chaos``.

Each of ``TRIALS`` repeats one kind of disturbance many times, and counts the broken promises on the server's side.
``storm`` is the largest: many concurrent callers make thousands of calls to a sandbox in another process, with random
faults, expiring tokens, random cancellations and an hourly limit that is always reached.
"""
