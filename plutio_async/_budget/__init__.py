"""What a budget is made of: the window and the bucket, the books over them, and the line in front."""
