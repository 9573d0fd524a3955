"""The resources. Each is loaded when it is first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .archive import ArchivedRecordDeleteFields as ArchivedRecordDeleteFields
    from .archive import ArchiveResource as ArchiveResource
    from .block_groups import BlockGroupsResource as BlockGroupsResource
    from .block_groups import BlockGroupUpdate as BlockGroupUpdate
    from .blocks import BlockCreatePreset as BlockCreatePreset
    from .blocks import BlockFields as BlockFields
    from .blocks import BlocksResource as BlocksResource
    from .businesses import BusinessesResource as BusinessesResource
    from .businesses import BusinessFields as BusinessFields
    from .canned_responses import CannedResponseCreate as CannedResponseCreate
    from .canned_responses import CannedResponsesResource as CannedResponsesResource
    from .canned_responses import CannedResponseUpdate as CannedResponseUpdate
    from .categories import CategoriesResource as CategoriesResource
    from .categories import CategoryCreate as CategoryCreate
    from .categories import CategoryUpdate as CategoryUpdate
    from .comments import CommentCreate as CommentCreate
    from .comments import CommentsResource as CommentsResource
    from .comments import CommentUpdate as CommentUpdate
    from .companies import CompaniesResource as CompaniesResource
    from .companies import CompanyCreate as CompanyCreate
    from .companies import CompanyFields as CompanyFields
    from .contracts import ContractFields as ContractFields
    from .contracts import ContractsResource as ContractsResource
    from .conversations import ConversationCreate as ConversationCreate
    from .conversations import ConversationsResource as ConversationsResource
    from .conversations import ConversationUpdate as ConversationUpdate
    from .custom_fields import CustomFieldCreate as CustomFieldCreate
    from .custom_fields import CustomFieldOnEntity as CustomFieldOnEntity
    from .custom_fields import CustomFieldsResource as CustomFieldsResource
    from .custom_fields import CustomFieldUpdate as CustomFieldUpdate
    from .dashboard_data import DashboardDataResource as DashboardDataResource
    from .dashboard_pages import DashboardPageCreate as DashboardPageCreate
    from .dashboard_pages import DashboardPagesResource as DashboardPagesResource
    from .dashboard_pages import DashboardPageUpdate as DashboardPageUpdate
    from .dashboards import DashboardsResource as DashboardsResource
    from .dashboards import DashboardUpdate as DashboardUpdate
    from .events import EventCreate as EventCreate
    from .events import EventsResource as EventsResource
    from .events import EventUpdate as EventUpdate
    from .file_folders import FileFolderCreate as FileFolderCreate
    from .file_folders import FileFolderMove as FileFolderMove
    from .file_folders import FileFoldersResource as FileFoldersResource
    from .file_folders import FileFolderUpdate as FileFolderUpdate
    from .files import FileItemFields as FileItemFields
    from .files import FileItemMove as FileItemMove
    from .files import FilesResource as FilesResource
    from .form_responses import FormResponseFields as FormResponseFields
    from .form_responses import FormResponsesResource as FormResponsesResource
    from .forms import FormCopy as FormCopy
    from .forms import FormFields as FormFields
    from .forms import FormsResource as FormsResource
    from .inbox_groups import InboxGroupCreate as InboxGroupCreate
    from .inbox_groups import InboxGroupsResource as InboxGroupsResource
    from .inbox_groups import InboxGroupUpdate as InboxGroupUpdate
    from .invoice_subscriptions import InvoiceSubscriptionFields as InvoiceSubscriptionFields
    from .invoice_subscriptions import InvoiceSubscriptionsResource as InvoiceSubscriptionsResource
    from .invoices import InvoiceCreate as InvoiceCreate
    from .invoices import InvoiceFields as InvoiceFields
    from .invoices import InvoiceRecordPayment as InvoiceRecordPayment
    from .invoices import InvoicesResource as InvoicesResource
    from .items import ItemFields as ItemFields
    from .items import ItemsResource as ItemsResource
    from .notes import NoteFields as NoteFields
    from .notes import NotesResource as NotesResource
    from .people import PeopleResource as PeopleResource
    from .people import PersonCreate as PersonCreate
    from .people import PersonFields as PersonFields
    from .profiles import ProfilesResource as ProfilesResource
    from .projects import ProjectCreate as ProjectCreate
    from .projects import ProjectFields as ProjectFields
    from .projects import ProjectMoveFields as ProjectMoveFields
    from .projects import ProjectsResource as ProjectsResource
    from .proposals import ProposalFields as ProposalFields
    from .proposals import ProposalsResource as ProposalsResource
    from .roles import RoleCreate as RoleCreate
    from .roles import RolesResource as RolesResource
    from .roles import RoleUpdate as RoleUpdate
    from .scheduler import SchedulerCopy as SchedulerCopy
    from .scheduler import SchedulerFields as SchedulerFields
    from .scheduler import SchedulerResource as SchedulerResource
    from .statuses import StatusCreate as StatusCreate
    from .statuses import StatusesResource as StatusesResource
    from .statuses import StatusMove as StatusMove
    from .statuses import StatusUpdate as StatusUpdate
    from .task_boards import TaskBoardCreate as TaskBoardCreate
    from .task_boards import TaskBoardMoveFields as TaskBoardMoveFields
    from .task_boards import TaskBoardsResource as TaskBoardsResource
    from .task_boards import TaskBoardUpdate as TaskBoardUpdate
    from .task_groups import TaskGroupCreate as TaskGroupCreate
    from .task_groups import TaskGroupMoveFields as TaskGroupMoveFields
    from .task_groups import TaskGroupsResource as TaskGroupsResource
    from .task_groups import TaskGroupUpdate as TaskGroupUpdate
    from .tasks import TaskCopy as TaskCopy
    from .tasks import TaskCreate as TaskCreate
    from .tasks import TaskFields as TaskFields
    from .tasks import TaskMove as TaskMove
    from .tasks import TasksResource as TasksResource
    from .templates import TemplateCreate as TemplateCreate
    from .templates import TemplatesResource as TemplatesResource
    from .templates import TemplateUpdate as TemplateUpdate
    from .time_tracks import TimeTrackCreate as TimeTrackCreate
    from .time_tracks import TimeTrackFields as TimeTrackFields
    from .time_tracks import TimeTracksResource as TimeTracksResource
    from .transactions import TransactionCopy as TransactionCopy
    from .transactions import TransactionFields as TransactionFields
    from .transactions import TransactionsResource as TransactionsResource
    from .trash_bin import TrashBinResource as TrashBinResource
    from .trash_bin import TrashedRecordDeleteFields as TrashedRecordDeleteFields
    from .wiki import WikiCreate as WikiCreate
    from .wiki import WikiResource as WikiResource
    from .wiki import WikiUpdate as WikiUpdate
    from .wiki_entities import WikiEntitiesResource as WikiEntitiesResource
    from .wiki_entities import WikiEntityCreate as WikiEntityCreate
    from .wiki_entities import WikiEntityMove as WikiEntityMove
    from .wiki_entities import WikiEntityUpdate as WikiEntityUpdate

_HOMES = {
    "ArchivedRecordDeleteFields": ".archive",
    "ArchiveResource": ".archive",
    "BlockCreatePreset": ".blocks",
    "BlockFields": ".blocks",
    "BlockGroupsResource": ".block_groups",
    "BlockGroupUpdate": ".block_groups",
    "BlocksResource": ".blocks",
    "BusinessesResource": ".businesses",
    "BusinessFields": ".businesses",
    "CannedResponseCreate": ".canned_responses",
    "CannedResponsesResource": ".canned_responses",
    "CannedResponseUpdate": ".canned_responses",
    "CategoriesResource": ".categories",
    "CategoryCreate": ".categories",
    "CategoryUpdate": ".categories",
    "CommentCreate": ".comments",
    "CommentsResource": ".comments",
    "CommentUpdate": ".comments",
    "CompaniesResource": ".companies",
    "CompanyCreate": ".companies",
    "CompanyFields": ".companies",
    "ContractFields": ".contracts",
    "ContractsResource": ".contracts",
    "ConversationCreate": ".conversations",
    "ConversationsResource": ".conversations",
    "ConversationUpdate": ".conversations",
    "CustomFieldCreate": ".custom_fields",
    "CustomFieldOnEntity": ".custom_fields",
    "CustomFieldsResource": ".custom_fields",
    "CustomFieldUpdate": ".custom_fields",
    "DashboardDataResource": ".dashboard_data",
    "DashboardPageCreate": ".dashboard_pages",
    "DashboardPagesResource": ".dashboard_pages",
    "DashboardPageUpdate": ".dashboard_pages",
    "DashboardsResource": ".dashboards",
    "DashboardUpdate": ".dashboards",
    "EventCreate": ".events",
    "EventsResource": ".events",
    "EventUpdate": ".events",
    "FileFolderCreate": ".file_folders",
    "FileFolderMove": ".file_folders",
    "FileFoldersResource": ".file_folders",
    "FileFolderUpdate": ".file_folders",
    "FileItemFields": ".files",
    "FileItemMove": ".files",
    "FilesResource": ".files",
    "FormCopy": ".forms",
    "FormFields": ".forms",
    "FormResponseFields": ".form_responses",
    "FormResponsesResource": ".form_responses",
    "FormsResource": ".forms",
    "InboxGroupCreate": ".inbox_groups",
    "InboxGroupsResource": ".inbox_groups",
    "InboxGroupUpdate": ".inbox_groups",
    "InvoiceCreate": ".invoices",
    "InvoiceFields": ".invoices",
    "InvoiceRecordPayment": ".invoices",
    "InvoicesResource": ".invoices",
    "InvoiceSubscriptionFields": ".invoice_subscriptions",
    "InvoiceSubscriptionsResource": ".invoice_subscriptions",
    "ItemFields": ".items",
    "ItemsResource": ".items",
    "NoteFields": ".notes",
    "NotesResource": ".notes",
    "PeopleResource": ".people",
    "PersonCreate": ".people",
    "PersonFields": ".people",
    "ProfilesResource": ".profiles",
    "ProjectCreate": ".projects",
    "ProjectFields": ".projects",
    "ProjectMoveFields": ".projects",
    "ProjectsResource": ".projects",
    "ProposalFields": ".proposals",
    "ProposalsResource": ".proposals",
    "RoleCreate": ".roles",
    "RolesResource": ".roles",
    "RoleUpdate": ".roles",
    "SchedulerCopy": ".scheduler",
    "SchedulerFields": ".scheduler",
    "SchedulerResource": ".scheduler",
    "StatusCreate": ".statuses",
    "StatusesResource": ".statuses",
    "StatusMove": ".statuses",
    "StatusUpdate": ".statuses",
    "TaskBoardCreate": ".task_boards",
    "TaskBoardMoveFields": ".task_boards",
    "TaskBoardsResource": ".task_boards",
    "TaskBoardUpdate": ".task_boards",
    "TaskCopy": ".tasks",
    "TaskCreate": ".tasks",
    "TaskFields": ".tasks",
    "TaskGroupCreate": ".task_groups",
    "TaskGroupMoveFields": ".task_groups",
    "TaskGroupsResource": ".task_groups",
    "TaskGroupUpdate": ".task_groups",
    "TaskMove": ".tasks",
    "TasksResource": ".tasks",
    "TemplateCreate": ".templates",
    "TemplatesResource": ".templates",
    "TemplateUpdate": ".templates",
    "TimeTrackCreate": ".time_tracks",
    "TimeTrackFields": ".time_tracks",
    "TimeTracksResource": ".time_tracks",
    "TransactionCopy": ".transactions",
    "TransactionFields": ".transactions",
    "TransactionsResource": ".transactions",
    "TrashBinResource": ".trash_bin",
    "TrashedRecordDeleteFields": ".trash_bin",
    "WikiCreate": ".wiki",
    "WikiEntitiesResource": ".wiki_entities",
    "WikiEntityCreate": ".wiki_entities",
    "WikiEntityMove": ".wiki_entities",
    "WikiEntityUpdate": ".wiki_entities",
    "WikiResource": ".wiki",
    "WikiUpdate": ".wiki",
}

__all__ = [
    "ArchiveResource",
    "ArchivedRecordDeleteFields",
    "BlockCreatePreset",
    "BlockFields",
    "BlockGroupUpdate",
    "BlockGroupsResource",
    "BlocksResource",
    "BusinessFields",
    "BusinessesResource",
    "CannedResponseCreate",
    "CannedResponseUpdate",
    "CannedResponsesResource",
    "CategoriesResource",
    "CategoryCreate",
    "CategoryUpdate",
    "CommentCreate",
    "CommentUpdate",
    "CommentsResource",
    "CompaniesResource",
    "CompanyCreate",
    "CompanyFields",
    "ContractFields",
    "ContractsResource",
    "ConversationCreate",
    "ConversationUpdate",
    "ConversationsResource",
    "CustomFieldCreate",
    "CustomFieldOnEntity",
    "CustomFieldUpdate",
    "CustomFieldsResource",
    "DashboardDataResource",
    "DashboardPageCreate",
    "DashboardPageUpdate",
    "DashboardPagesResource",
    "DashboardUpdate",
    "DashboardsResource",
    "EventCreate",
    "EventUpdate",
    "EventsResource",
    "FileFolderCreate",
    "FileFolderMove",
    "FileFolderUpdate",
    "FileFoldersResource",
    "FileItemFields",
    "FileItemMove",
    "FilesResource",
    "FormCopy",
    "FormFields",
    "FormResponseFields",
    "FormResponsesResource",
    "FormsResource",
    "InboxGroupCreate",
    "InboxGroupUpdate",
    "InboxGroupsResource",
    "InvoiceCreate",
    "InvoiceFields",
    "InvoiceRecordPayment",
    "InvoiceSubscriptionFields",
    "InvoiceSubscriptionsResource",
    "InvoicesResource",
    "ItemFields",
    "ItemsResource",
    "NoteFields",
    "NotesResource",
    "PeopleResource",
    "PersonCreate",
    "PersonFields",
    "ProfilesResource",
    "ProjectCreate",
    "ProjectFields",
    "ProjectMoveFields",
    "ProjectsResource",
    "ProposalFields",
    "ProposalsResource",
    "RoleCreate",
    "RoleUpdate",
    "RolesResource",
    "SchedulerCopy",
    "SchedulerFields",
    "SchedulerResource",
    "StatusCreate",
    "StatusMove",
    "StatusUpdate",
    "StatusesResource",
    "TaskBoardCreate",
    "TaskBoardMoveFields",
    "TaskBoardUpdate",
    "TaskBoardsResource",
    "TaskCopy",
    "TaskCreate",
    "TaskFields",
    "TaskGroupCreate",
    "TaskGroupMoveFields",
    "TaskGroupUpdate",
    "TaskGroupsResource",
    "TaskMove",
    "TasksResource",
    "TemplateCreate",
    "TemplateUpdate",
    "TemplatesResource",
    "TimeTrackCreate",
    "TimeTrackFields",
    "TimeTracksResource",
    "TransactionCopy",
    "TransactionFields",
    "TransactionsResource",
    "TrashBinResource",
    "TrashedRecordDeleteFields",
    "WikiCreate",
    "WikiEntitiesResource",
    "WikiEntityCreate",
    "WikiEntityMove",
    "WikiEntityUpdate",
    "WikiResource",
    "WikiUpdate",
]

if not TYPE_CHECKING:
    from plutio_async._core.lazy import lazy

    __getattr__ = lazy(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
