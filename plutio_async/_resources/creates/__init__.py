"""``create_many``: its calls, its journal, its outcomes, and the search for records whose answer was lost."""
