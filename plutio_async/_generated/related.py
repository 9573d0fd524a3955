"""The records that other records refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plutio_async._resources.related import RelatedRecords

if TYPE_CHECKING:
    from plutio_async._models.model import Model
    from plutio_async._resources.related import Directory

    from .models.block import Block
    from .models.block_group import BlockGroup
    from .models.category import Category
    from .models.company import Company
    from .models.contract import Contract
    from .models.conversation import Conversation
    from .models.dashboard import Dashboard
    from .models.dashboard_page import DashboardPage
    from .models.file_folder import FileFolder
    from .models.file_item import FileItem
    from .models.form import Form
    from .models.invoice import Invoice
    from .models.person import Person
    from .models.profile import Profile
    from .models.project import Project
    from .models.proposal import Proposal
    from .models.scheduler import Scheduler
    from .models.status import Status
    from .models.task import Task
    from .models.task_board import TaskBoard
    from .models.task_group import TaskGroup
    from .models.template import Template
    from .models.wiki import Wiki
    from .models.wiki_entity import WikiEntity


class Related(RelatedRecords):
    """The records that other records refer to, by resource."""

    def client(self, record: Model) -> Person | Company | None:
        """The person or company that is the client of a record; ``None`` if it has none, or it was not read.

        Raises:
            TypeError: records of this kind have no client.
        """
        found: Person | Company | None = self._referred(record, "client")
        return found

    @property
    def block_groups(self) -> Directory[BlockGroup]:
        """Groups of blocks inside a document, called sections by the newer documents."""
        return self._of("block_groups")

    @property
    def blocks(self) -> Directory[Block]:
        """The parts that proposals, contracts, invoices, forms, wiki pages and dashboard pages are built from."""
        return self._of("blocks")

    @property
    def categories(self) -> Directory[Category]:
        """Groups that canned responses, and by inference time entries, are sorted into."""
        return self._of("categories")

    @property
    def companies(self) -> Directory[Company]:
        """The firms that people work for and that projects and invoices are made for."""
        return self._of("companies")

    @property
    def contracts(self) -> Directory[Contract]:
        """Agreements that are made of blocks and signed by people or companies."""
        return self._of("contracts")

    @property
    def conversations(self) -> Directory[Conversation]:
        """Threads of the inbox, between members of the workspace or with people outside it. Their messages are comments."""
        return self._of("conversations")

    @property
    def dashboard_pages(self) -> Directory[DashboardPage]:
        """Pages of a dashboard, made of blocks on a grid."""
        return self._of("dashboard_pages")

    @property
    def dashboards(self) -> Directory[Dashboard]:
        """The dashboards of a workspace, one for each role."""
        return self._of("dashboards")

    @property
    def file_folders(self) -> Directory[FileFolder]:
        """Folders that hold files."""
        return self._of("file_folders")

    @property
    def files(self) -> Directory[FileItem]:
        """Files, documents and links that are kept with people, projects and tasks."""
        return self._of("files")

    @property
    def forms(self) -> Directory[Form]:
        """Forms that collect answers from clients and visitors."""
        return self._of("forms")

    @property
    def invoices(self) -> Directory[Invoice]:
        """Bills to clients. Their line items live in blocks of type `items`."""
        return self._of("invoices")

    @property
    def people(self) -> Directory[Person]:
        """Contacts of a workspace, clients and team members alike."""
        return self._of("people")

    @property
    def profiles(self) -> Directory[Profile]:
        """The login accounts of a workspace."""
        return self._of("profiles")

    @property
    def projects(self) -> Directory[Project]:
        """Work for clients, with its boards, files, time and money."""
        return self._of("projects")

    @property
    def proposals(self) -> Directory[Proposal]:
        """Offers to clients, made of blocks, that can turn into an invoice and a project once approved."""
        return self._of("proposals")

    @property
    def scheduler(self) -> Directory[Scheduler]:
        """Booking pages on which others pick a time. The path is singular. Working hours are another resource."""
        return self._of("scheduler")

    @property
    def statuses(self) -> Directory[Status]:
        """The statuses that projects and conversations of the workspace can have."""
        return self._of("statuses")

    @property
    def task_boards(self) -> Directory[TaskBoard]:
        """Boards that hold task groups, on a project or on their own."""
        return self._of("task_boards")

    @property
    def task_groups(self) -> Directory[TaskGroup]:
        """The columns or sections of a task board, which hold its tasks."""
        return self._of("task_groups")

    @property
    def tasks(self) -> Directory[Task]:
        """Work to be done, on a board of a project or on its own."""
        return self._of("tasks")

    @property
    def templates(self) -> Directory[Template]:
        """Stored starting points for other records. A template points to a hidden record that is its body."""
        return self._of("templates")

    @property
    def wiki(self) -> Directory[Wiki]:
        """Collections of pages. The older documents call a wiki a workspace, a word that now means the business."""
        return self._of("wiki")

    @property
    def wiki_entities(self) -> Directory[WikiEntity]:
        """The pages of a wiki, and the categories that group them."""
        return self._of("wiki_entities")
