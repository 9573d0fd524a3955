"""What the SDK costs, in calls."""
