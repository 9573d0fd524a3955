"""Types of ``plutio.with_raw_response``, for type checkers only: the resources, and the download of files."""
