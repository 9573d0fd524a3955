"""Custom fields by their titles, and options by their labels."""
