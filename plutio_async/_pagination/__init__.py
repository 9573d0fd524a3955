"""Reading a list that others are changing: every record that was there throughout, exactly once."""
