"""Fails if a report of Redocly has an error or a warning."""

import json
import sys
from pathlib import Path

report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
for problem in report["problems"]:
    print(problem["severity"], problem["ruleId"], problem["message"], problem["location"][0].get("pointer", ""))
print("Redocly:", report["totals"])
sys.exit(1 if report["problems"] else 0)
