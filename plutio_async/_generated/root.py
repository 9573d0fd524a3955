"""All resources as attributes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as cached_property

    from plutio_async._resources.sender import Sender

    from .resources.archive import ArchiveResource
    from .resources.block_groups import BlockGroupsResource
    from .resources.blocks import BlocksResource
    from .resources.businesses import BusinessesResource
    from .resources.canned_responses import CannedResponsesResource
    from .resources.categories import CategoriesResource
    from .resources.comments import CommentsResource
    from .resources.companies import CompaniesResource
    from .resources.contracts import ContractsResource
    from .resources.conversations import ConversationsResource
    from .resources.custom_fields import CustomFieldsResource
    from .resources.dashboard_data import DashboardDataResource
    from .resources.dashboard_pages import DashboardPagesResource
    from .resources.dashboards import DashboardsResource
    from .resources.events import EventsResource
    from .resources.file_folders import FileFoldersResource
    from .resources.files import FilesResource
    from .resources.form_responses import FormResponsesResource
    from .resources.forms import FormsResource
    from .resources.inbox_groups import InboxGroupsResource
    from .resources.invoice_subscriptions import InvoiceSubscriptionsResource
    from .resources.invoices import InvoicesResource
    from .resources.items import ItemsResource
    from .resources.notes import NotesResource
    from .resources.people import PeopleResource
    from .resources.profiles import ProfilesResource
    from .resources.projects import ProjectsResource
    from .resources.proposals import ProposalsResource
    from .resources.roles import RolesResource
    from .resources.scheduler import SchedulerResource
    from .resources.statuses import StatusesResource
    from .resources.task_boards import TaskBoardsResource
    from .resources.task_groups import TaskGroupsResource
    from .resources.tasks import TasksResource
    from .resources.templates import TemplatesResource
    from .resources.time_tracks import TimeTracksResource
    from .resources.transactions import TransactionsResource
    from .resources.trash_bin import TrashBinResource
    from .resources.wiki import WikiResource
    from .resources.wiki_entities import WikiEntitiesResource
else:

    class cached_property(functools.cached_property):
        """Of the client's class it is the class of the resource, so that ``create_autospec(Plutio)`` has its methods."""

        def __get__(self, client: Any, owner: type | None = None) -> Any:
            return type(self.func(_Unbound)) if client is None else super().__get__(client, owner)

    class _Unbound:
        _sender = None


BASE_URL = "https://api.plutio.com/v1.11"
"""The address of the API."""


class Resources:
    """The resources of the API; each is loaded when it is first used."""

    _sender: Sender

    @cached_property
    def archive(self) -> ArchiveResource:
        """Archived records of every kind in one list."""
        from .resources.archive import ArchiveResource

        return ArchiveResource(self._sender)

    @cached_property
    def block_groups(self) -> BlockGroupsResource:
        """Groups of blocks inside a document, called sections by the newer documents."""
        from .resources.block_groups import BlockGroupsResource

        return BlockGroupsResource(self._sender)

    @cached_property
    def blocks(self) -> BlocksResource:
        """The parts that proposals, contracts, invoices, forms, wiki pages and dashboard pages are built from."""
        from .resources.blocks import BlocksResource

        return BlocksResource(self._sender)

    @cached_property
    def businesses(self) -> BusinessesResource:
        """The workspaces that hold all other records. Not the wiki, which older documents call a workspace."""
        from .resources.businesses import BusinessesResource

        return BusinessesResource(self._sender)

    @cached_property
    def canned_responses(self) -> CannedResponsesResource:
        """Texts for answers that are written often, called snippets by the newer documents."""
        from .resources.canned_responses import CannedResponsesResource

        return CannedResponsesResource(self._sender)

    @cached_property
    def categories(self) -> CategoriesResource:
        """Groups that canned responses, and by inference time entries, are sorted into."""
        from .resources.categories import CategoriesResource

        return CategoriesResource(self._sender)

    @cached_property
    def comments(self) -> CommentsResource:
        """Remarks on tasks and files, and the messages of conversations."""
        from .resources.comments import CommentsResource

        return CommentsResource(self._sender)

    @cached_property
    def companies(self) -> CompaniesResource:
        """The firms that people work for and that projects and invoices are made for."""
        from .resources.companies import CompaniesResource

        return CompaniesResource(self._sender)

    @cached_property
    def contracts(self) -> ContractsResource:
        """Agreements that are made of blocks and signed by people or companies."""
        from .resources.contracts import ContractsResource

        return ContractsResource(self._sender)

    @cached_property
    def conversations(self) -> ConversationsResource:
        """Threads of the inbox, between members of the workspace or with people outside it. Their messages are comments."""
        from .resources.conversations import ConversationsResource

        return ConversationsResource(self._sender)

    @cached_property
    def custom_fields(self) -> CustomFieldsResource:
        """Definitions of the fields that a workspace adds to its records."""
        from .resources.custom_fields import CustomFieldsResource

        return CustomFieldsResource(self._sender)

    @cached_property
    def dashboard_data(self) -> DashboardDataResource:
        """The figures that the widgets of dashboards show."""
        from .resources.dashboard_data import DashboardDataResource

        return DashboardDataResource(self._sender)

    @cached_property
    def dashboard_pages(self) -> DashboardPagesResource:
        """Pages of a dashboard, made of blocks on a grid."""
        from .resources.dashboard_pages import DashboardPagesResource

        return DashboardPagesResource(self._sender)

    @cached_property
    def dashboards(self) -> DashboardsResource:
        """The dashboards of a workspace, one for each role."""
        from .resources.dashboards import DashboardsResource

        return DashboardsResource(self._sender)

    @cached_property
    def events(self) -> EventsResource:
        """Entries of the calendar."""
        from .resources.events import EventsResource

        return EventsResource(self._sender)

    @cached_property
    def file_folders(self) -> FileFoldersResource:
        """Folders that hold files."""
        from .resources.file_folders import FileFoldersResource

        return FileFoldersResource(self._sender)

    @cached_property
    def files(self) -> FilesResource:
        """Files, documents and links that are kept with people, projects and tasks."""
        from .resources.files import FilesResource

        return FilesResource(self._sender)

    @cached_property
    def form_responses(self) -> FormResponsesResource:
        """What people sent in through forms."""
        from .resources.form_responses import FormResponsesResource

        return FormResponsesResource(self._sender)

    @cached_property
    def forms(self) -> FormsResource:
        """Forms that collect answers from clients and visitors."""
        from .resources.forms import FormsResource

        return FormsResource(self._sender)

    @cached_property
    def inbox_groups(self) -> InboxGroupsResource:
        """Channels of the inbox, a messenger or a mailbox. The newer documents call them messengers."""
        from .resources.inbox_groups import InboxGroupsResource

        return InboxGroupsResource(self._sender)

    @cached_property
    def invoice_subscriptions(self) -> InvoiceSubscriptionsResource:
        """Recurring charges: each makes an invoice for a client again and again."""
        from .resources.invoice_subscriptions import InvoiceSubscriptionsResource

        return InvoiceSubscriptionsResource(self._sender)

    @cached_property
    def invoices(self) -> InvoicesResource:
        """Bills to clients. Their line items live in blocks of type `items`."""
        from .resources.invoices import InvoicesResource

        return InvoicesResource(self._sender)

    @cached_property
    def items(self) -> ItemsResource:
        """Products and services with a price, kept for reuse on invoices and proposals."""
        from .resources.items import ItemsResource

        return ItemsResource(self._sender)

    @cached_property
    def notes(self) -> NotesResource:
        """Notes on people, companies and blocks."""
        from .resources.notes import NotesResource

        return NotesResource(self._sender)

    @cached_property
    def people(self) -> PeopleResource:
        """Contacts of a workspace, clients and team members alike."""
        from .resources.people import PeopleResource

        return PeopleResource(self._sender)

    @cached_property
    def profiles(self) -> ProfilesResource:
        """The login accounts of a workspace."""
        from .resources.profiles import ProfilesResource

        return ProfilesResource(self._sender)

    @cached_property
    def projects(self) -> ProjectsResource:
        """Work for clients, with its boards, files, time and money."""
        from .resources.projects import ProjectsResource

        return ProjectsResource(self._sender)

    @cached_property
    def proposals(self) -> ProposalsResource:
        """Offers to clients, made of blocks, that can turn into an invoice and a project once approved."""
        from .resources.proposals import ProposalsResource

        return ProposalsResource(self._sender)

    @cached_property
    def roles(self) -> RolesResource:
        """What groups of people may do in the workspace. No call that lists them is documented."""
        from .resources.roles import RolesResource

        return RolesResource(self._sender)

    @cached_property
    def scheduler(self) -> SchedulerResource:
        """Booking pages on which others pick a time. The path is singular. Working hours are another resource."""
        from .resources.scheduler import SchedulerResource

        return SchedulerResource(self._sender)

    @cached_property
    def statuses(self) -> StatusesResource:
        """The statuses that projects and conversations of the workspace can have."""
        from .resources.statuses import StatusesResource

        return StatusesResource(self._sender)

    @cached_property
    def task_boards(self) -> TaskBoardsResource:
        """Boards that hold task groups, on a project or on their own."""
        from .resources.task_boards import TaskBoardsResource

        return TaskBoardsResource(self._sender)

    @cached_property
    def task_groups(self) -> TaskGroupsResource:
        """The columns or sections of a task board, which hold its tasks."""
        from .resources.task_groups import TaskGroupsResource

        return TaskGroupsResource(self._sender)

    @cached_property
    def tasks(self) -> TasksResource:
        """Work to be done, on a board of a project or on its own."""
        from .resources.tasks import TasksResource

        return TasksResource(self._sender)

    @cached_property
    def templates(self) -> TemplatesResource:
        """Stored starting points for other records. A template points to a hidden record that is its body."""
        from .resources.templates import TemplatesResource

        return TemplatesResource(self._sender)

    @cached_property
    def time_tracks(self) -> TimeTracksResource:
        """Time that people spent, and what it costs and brings in."""
        from .resources.time_tracks import TimeTracksResource

        return TimeTracksResource(self._sender)

    @cached_property
    def transactions(self) -> TransactionsResource:
        """Money that came in or went out, such as the payment of an invoice."""
        from .resources.transactions import TransactionsResource

        return TransactionsResource(self._sender)

    @cached_property
    def trash_bin(self) -> TrashBinResource:
        """Deleted records of every kind in one list."""
        from .resources.trash_bin import TrashBinResource

        return TrashBinResource(self._sender)

    @cached_property
    def wiki(self) -> WikiResource:
        """Collections of pages. The older documents call a wiki a workspace, a word that now means the business."""
        from .resources.wiki import WikiResource

        return WikiResource(self._sender)

    @cached_property
    def wiki_entities(self) -> WikiEntitiesResource:
        """The pages of a wiki, and the categories that group them."""
        from .resources.wiki_entities import WikiEntitiesResource

        return WikiEntitiesResource(self._sender)
