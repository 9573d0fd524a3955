"""What ``plutio import`` does: reads and checks a file, plans what each line does, sends it, and reports."""
