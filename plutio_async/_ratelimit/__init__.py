"""The budget of calls: scheduler, queue, window, bucket, headers, store."""
