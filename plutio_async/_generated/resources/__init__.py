"""The resources. Each is loaded when it is first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .archive import ArchiveResource as ArchiveResource
    from .block_groups import BlockGroupsResource as BlockGroupsResource
    from .blocks import BlocksResource as BlocksResource
    from .businesses import BusinessesResource as BusinessesResource
    from .canned_responses import CannedResponsesResource as CannedResponsesResource
    from .categories import CategoriesResource as CategoriesResource
    from .comments import CommentsResource as CommentsResource
    from .companies import CompaniesResource as CompaniesResource
    from .contracts import ContractsResource as ContractsResource
    from .conversations import ConversationsResource as ConversationsResource
    from .dashboard_data import DashboardDataResource as DashboardDataResource
    from .dashboard_pages import DashboardPagesResource as DashboardPagesResource
    from .dashboards import DashboardsResource as DashboardsResource
    from .events import EventsResource as EventsResource
    from .file_folders import FileFoldersResource as FileFoldersResource
    from .form_responses import FormResponsesResource as FormResponsesResource
    from .forms import FormsResource as FormsResource
    from .inbox_groups import InboxGroupsResource as InboxGroupsResource
    from .invoice_subscriptions import InvoiceSubscriptionsResource as InvoiceSubscriptionsResource
    from .invoices import InvoicesResource as InvoicesResource
    from .items import ItemsResource as ItemsResource
    from .notes import NotesResource as NotesResource
    from .people import PeopleResource as PeopleResource
    from .profiles import ProfilesResource as ProfilesResource
    from .projects import ProjectsResource as ProjectsResource
    from .proposals import ProposalsResource as ProposalsResource
    from .roles import RolesResource as RolesResource
    from .scheduler import SchedulerResource as SchedulerResource
    from .statuses import StatusesResource as StatusesResource
    from .task_boards import TaskBoardsResource as TaskBoardsResource
    from .task_groups import TaskGroupsResource as TaskGroupsResource
    from .tasks import TasksResource as TasksResource
    from .templates import TemplatesResource as TemplatesResource
    from .time_tracks import TimeTracksResource as TimeTracksResource
    from .transactions import TransactionsResource as TransactionsResource
    from .trash_bin import TrashBinResource as TrashBinResource
    from .wiki import WikiResource as WikiResource
    from .wiki_entities import WikiEntitiesResource as WikiEntitiesResource

_HOMES = {
    "ArchiveResource": ".archive",
    "BlockGroupsResource": ".block_groups",
    "BlocksResource": ".blocks",
    "BusinessesResource": ".businesses",
    "CannedResponsesResource": ".canned_responses",
    "CategoriesResource": ".categories",
    "CommentsResource": ".comments",
    "CompaniesResource": ".companies",
    "ContractsResource": ".contracts",
    "ConversationsResource": ".conversations",
    "DashboardDataResource": ".dashboard_data",
    "DashboardPagesResource": ".dashboard_pages",
    "DashboardsResource": ".dashboards",
    "EventsResource": ".events",
    "FileFoldersResource": ".file_folders",
    "FormResponsesResource": ".form_responses",
    "FormsResource": ".forms",
    "InboxGroupsResource": ".inbox_groups",
    "InvoicesResource": ".invoices",
    "InvoiceSubscriptionsResource": ".invoice_subscriptions",
    "ItemsResource": ".items",
    "NotesResource": ".notes",
    "PeopleResource": ".people",
    "ProfilesResource": ".profiles",
    "ProjectsResource": ".projects",
    "ProposalsResource": ".proposals",
    "RolesResource": ".roles",
    "SchedulerResource": ".scheduler",
    "StatusesResource": ".statuses",
    "TaskBoardsResource": ".task_boards",
    "TaskGroupsResource": ".task_groups",
    "TasksResource": ".tasks",
    "TemplatesResource": ".templates",
    "TimeTracksResource": ".time_tracks",
    "TransactionsResource": ".transactions",
    "TrashBinResource": ".trash_bin",
    "WikiEntitiesResource": ".wiki_entities",
    "WikiResource": ".wiki",
}

__all__ = [
    "ArchiveResource",
    "BlockGroupsResource",
    "BlocksResource",
    "BusinessesResource",
    "CannedResponsesResource",
    "CategoriesResource",
    "CommentsResource",
    "CompaniesResource",
    "ContractsResource",
    "ConversationsResource",
    "DashboardDataResource",
    "DashboardPagesResource",
    "DashboardsResource",
    "EventsResource",
    "FileFoldersResource",
    "FormResponsesResource",
    "FormsResource",
    "InboxGroupsResource",
    "InvoiceSubscriptionsResource",
    "InvoicesResource",
    "ItemsResource",
    "NotesResource",
    "PeopleResource",
    "ProfilesResource",
    "ProjectsResource",
    "ProposalsResource",
    "RolesResource",
    "SchedulerResource",
    "StatusesResource",
    "TaskBoardsResource",
    "TaskGroupsResource",
    "TasksResource",
    "TemplatesResource",
    "TimeTracksResource",
    "TransactionsResource",
    "TrashBinResource",
    "WikiEntitiesResource",
    "WikiResource",
]

if not TYPE_CHECKING:
    from plutio_async._core import lazy

    __getattr__ = lazy(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
