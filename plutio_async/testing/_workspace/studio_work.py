"""Projects, boards, groups, tasks and time of the ready-made workspace."""

from __future__ import annotations

from plutio_async.testing._workspace.studio_base import Studio

_PROJECTS = (
    ("Website relaunch", "Northwind Bakery", "In progress", 60, "Large"),
    ("Shop signage", "Northwind Bakery", "Completed", -20, "Small"),
    ("Rental app", "Harbour Cycles", "In progress", 90, "Large"),
    ("Annual report", "Acme Instruments", "New", 30, "Small"),
)
_GROUPS = (("To do", "#2f80ed"), ("Doing", "#f2994a"), ("Done", "#27ae60"))
_TASKS = (
    ("Write the brief", 2, "Leo"),
    ("Collect photographs", 2, "Mia"),
    ("Sketch the layout", 1, "Mia"),
    ("Choose the typeface", 1, "Noah"),
    ("Build the prototype", 0, "Noah"),
    ("Test with five people", 0, "Leo"),
    ("Hand over", 0, "Ada"),
)


def work(made: Studio) -> None:
    """Adds them."""
    made.add("categories", "design work", title="Design work", entityType="canned-response")
    for at, row in enumerate(_PROJECTS):
        project = _project(made, at, row)
        groups = _board(made, project, row[0])
        for number in range(len(_TASKS)):
            _task(made, row, number, {"projectId": project, **groups})


def _project(made: Studio, at: int, row: tuple[str, str, str, int, str]) -> str:
    name, company, status, due, size = row
    return made.add(
        "projects",
        name,
        name=name,
        description=f"{name} for {company}.",
        status=status,
        clients=[made.ref(company, "company")],
        contributors=[made.id("Leo"), made.id("Mia")],
        startDate=made.day(-30 + at),
        dueDate=made.day(due),
        currency="GBP",
        budget={"amount": 4000 + 1000 * at},
        isBillable=True,
        billingRate=80,
        color="#2f80ed",
        customFields=[{"_id": made.id("size"), "value": made.id(f"size {size}")}],
    )


def _board(made: Studio, project: str, name: str) -> dict[str, str]:
    """The board's id under ``taskBoardId`` for the tasks to take over."""
    board = made.add("task_boards", f"{name} board", title="Tasks", projectId=project)
    for title, color in _GROUPS:
        group = {"taskBoardId": board, "projectId": project, "isDefault": title == _GROUPS[0][0]}
        made.add("task_groups", f"{name} {title}", title=title, color=color, **group)
    return {"taskBoardId": board}


def _task(made: Studio, row: tuple[str, str, str, int, str], number: int, home: dict[str, str]) -> None:
    name, finished = row[0], row[2] == "Completed"
    title, stage, person = _TASKS[number]
    stage = 2 if finished else stage
    task = made.add(
        "tasks",
        f"{name} {title}",
        title=title,
        descriptionHTML=f"<p>{title} for {name}.</p>",
        **home,
        taskGroupId=made.id(f"{name} {_GROUPS[stage][0]}"),
        assignedTo=[made.id(person)],
        followers=[made.id("Ada")],
        startDate=made.day(-10 + number),
        dueDate=made.day(-5 + 3 * number),
        status="completed" if stage == 2 else "incomplete",
        customFields=[{"_id": made.id("estimate"), "value": 2 + number}],
    )
    if stage == 2:
        _time(made, task, home["projectId"], number)


def _time(made: Studio, task: str, project: str, number: int) -> None:
    hours = 1 + number % 3
    made.add(
        "time_tracks",
        f"time {task}",
        title=_TASKS[number][0],
        projectId=project,
        taskId=task,
        personId=made.id("Mia"),
        startedAt=made.day(-9 + number),
        stoppedAt=made.day(-9 + number + hours / 24),
        time=hours * 3600,
        isManualTime=True,
        billingRate=80,
        billingAmount=80 * hours,
        billingStatus="unpaid",
        currency="GBP",
        categoryId=made.id("design work"),
    )
