"""The parts of :mod:`plutio_async.query`."""
