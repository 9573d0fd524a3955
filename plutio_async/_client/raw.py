"""The types of ``plutio.with_raw_response``, for type checkers only: see ``raw.pyi``. Resources and the download of files."""
