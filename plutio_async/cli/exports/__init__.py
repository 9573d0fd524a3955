"""``plutio export``: the workspace as files, one for each resource."""
