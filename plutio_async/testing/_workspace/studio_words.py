"""The wiki, notes, comments, messages, files, forms and appointments of the ready-made workspace."""

from __future__ import annotations

from plutio_async.testing._workspace.studio_base import Studio

_PAGES = (("Welcome", None), ("How we work", None), ("Holidays", "How we work"), ("Expenses", "How we work"))


def words(made: Studio) -> None:
    """Adds them."""
    _wiki(made)
    _notes(made)
    _messages(made)
    _files(made)
    _forms(made)
    _calendar(made)


def _wiki(made: Studio) -> None:
    wiki = made.add("wiki", "handbook", title="Handbook", description="How the studio works.", index=0)
    category = made.add(
        "wiki_entities",
        "guides",
        wikiId=wiki,
        parentId=wiki,
        title="Guides",
        type="category",
        status="published",
        index=0,
    )
    for at in range(len(_PAGES)):
        _page(made, at, wiki, category)


def _page(made: Studio, at: int, wiki: str, category: str) -> None:
    title, parent = _PAGES[at]
    name = f"page {title}"
    page = {"entityType": "wiki-page", "entityId": made.id(name)}
    block = made.add("blocks", f"{name} text", type="content", **page, textHTML=f"<p>{title}</p>", textPlain=title)
    made.add(
        "wiki_entities",
        name,
        wikiId=wiki,
        parentId=made.id(f"page {parent}") if parent else category,
        title=title,
        type="page",
        status="draft" if title == "Expenses" else "published",
        index=at,
        blocks=[block],
    )


def _notes(made: Studio) -> None:
    made.add(
        "notes",
        "note on Jane",
        title="First call",
        descriptionHTML="<p>Prefers mornings.</p>",
        entityType="person",
        entityId=made.id("Jane"),
    )
    made.add("canned_responses", "thanks", title="Thanks", descriptionHTML="<p>Thank you!</p>")
    task = made.id("Website relaunch Sketch the layout")
    for at, text in enumerate(("Looks good to me.", "Could the header be smaller?")):
        made.add(
            "comments",
            f"comment {at}",
            bodyHTML=f"<p>{text}</p>",
            bodyPlain=text,
            entityType="task",
            entityId=task,
            isNote=False,
        )


def _messages(made: Studio) -> None:
    made.add("inbox_groups", "hello", title="Hello", type="email", isActive=True)
    made.add(
        "conversations",
        "kick-off",
        title="Kick-off",
        entityType="project",
        entityId=made.id("Website relaunch"),
        members=[made.id("Ada"), made.id("Jane")],
        type="group",
    )


def _files(made: Studio) -> None:
    project = {"entityType": "project", "entityId": made.id("Website relaunch")}
    folder = made.add("file_folders", "material", title="Material", **project)
    made.add(
        "files",
        "logo",
        title="logo.svg",
        type="file",
        handle="k3yLogo",
        extension="svg",
        size=2048,
        folderId=folder,
        **project,
    )
    made.add(
        "files", "board", title="Mood board", type="link", url="https://example.com/mood", folderId=folder, **project
    )


def _forms(made: Studio) -> None:
    form = made.add("forms", "enquiry", title="Enquiry", status="published")
    made.add(
        "form_responses", "answer", formId=form, name="Tom Brook", email="tom@example.com", data={"budget": "5000"}
    )
    made.add("templates", "site template", title="Website project", entityType="project", isPublic=False)


def _calendar(made: Studio) -> None:
    made.add(
        "events",
        "review",
        title="Review with Northwind",
        startDate=made.day(3),
        endDate=made.day(3 + 1 / 24),
        isAllDay=False,
        participants=[made.id("Ada"), made.id("Jane")],
        projectId=made.id("Website relaunch"),
    )
    made.add(
        "scheduler",
        "consultation",
        title="Consultation",
        name="Consultation",
        durations=[{"duration": 30, "costRate": 0}],
        locationType="google-meet",
    )
