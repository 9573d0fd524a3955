"""The types of ``plutio.with_raw_response``."""

from plutio_async._resources.raw import WithRawResponse, raw, raw_items

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

class RawArchiveResource:
    _own: ArchiveResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    delete = raw(_own.delete)
    bulk_delete = raw(_own.bulk_delete)

class RawBlockGroupsResource:
    _own: BlockGroupsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    update = raw(_own.update)

class RawBlocksResource:
    _own: BlocksResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    create_preset = raw(_own.create_preset)

class RawBusinessesResource:
    _own: BusinessesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)

class RawCannedResponsesResource:
    _own: CannedResponsesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawCategoriesResource:
    _own: CategoriesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawCommentsResource:
    _own: CommentsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawCompaniesResource:
    _own: CompaniesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)

class RawContractsResource:
    _own: ContractsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)
    email = raw(_own.email)

class RawConversationsResource:
    _own: ConversationsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawCustomFieldsResource:
    _own: CustomFieldsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    add_to_entity = raw(_own.add_to_entity)
    update_on_entity = raw(_own.update_on_entity)

class RawDashboardDataResource:
    _own: DashboardDataResource
    get = raw(_own.get)

class RawDashboardPagesResource:
    _own: DashboardPagesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawDashboardsResource:
    _own: DashboardsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    update = raw(_own.update)

class RawEventsResource:
    _own: EventsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawFileFoldersResource:
    _own: FileFoldersResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    move = raw(_own.move)
    share = raw(_own.share)

class RawFilesResource:
    _own: FilesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    move = raw(_own.move)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    share = raw(_own.share)

class RawFormResponsesResource:
    _own: FormResponsesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    bulk_delete = raw(_own.bulk_delete)

class RawFormsResource:
    _own: FormsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    copy = raw(_own.copy)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)

class RawInboxGroupsResource:
    _own: InboxGroupsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawInvoiceSubscriptionsResource:
    _own: InvoiceSubscriptionsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)

class RawInvoicesResource:
    _own: InvoicesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)
    email = raw(_own.email)
    record_payment = raw(_own.record_payment)

class RawItemsResource:
    _own: ItemsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawNotesResource:
    _own: NotesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawPeopleResource:
    _own: PeopleResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    invitation_code = raw(_own.invitation_code)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)

class RawProfilesResource:
    _own: ProfilesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)

class RawProjectsResource:
    _own: ProjectsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    move = raw(_own.move)
    copy = raw(_own.copy)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)

class RawProposalsResource:
    _own: ProposalsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)
    email = raw(_own.email)

class RawRolesResource:
    _own: RolesResource
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawSchedulerResource:
    _own: SchedulerResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    copy = raw(_own.copy)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)

class RawStatusesResource:
    _own: StatusesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    move = raw(_own.move)

class RawTaskBoardsResource:
    _own: TaskBoardsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    move = raw(_own.move)
    copy = raw(_own.copy)

class RawTaskGroupsResource:
    _own: TaskGroupsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    move = raw(_own.move)
    copy = raw(_own.copy)

class RawTasksResource:
    _own: TasksResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    move = raw(_own.move)
    copy = raw(_own.copy)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)

class RawTemplatesResource:
    _own: TemplatesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawTimeTracksResource:
    _own: TimeTracksResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)

class RawTransactionsResource:
    _own: TransactionsResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    archive = raw(_own.archive)
    unarchive = raw(_own.unarchive)
    copy = raw(_own.copy)
    bulk_update = raw(_own.bulk_update)
    bulk_delete = raw(_own.bulk_delete)
    bulk_archive = raw(_own.bulk_archive)
    bulk_unarchive = raw(_own.bulk_unarchive)

class RawTrashBinResource:
    _own: TrashBinResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    delete = raw(_own.delete)
    bulk_delete = raw(_own.bulk_delete)
    empty = raw(_own.empty)

class RawWikiResource:
    _own: WikiResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)

class RawWikiEntitiesResource:
    _own: WikiEntitiesResource
    get = raw(_own.get)
    get_many = raw(_own.get_many)
    list = raw(_own.list)
    count = raw(_own.count)
    iterate = raw_items(_own.iterate)
    pages = raw_items(_own.pages)
    changes = raw_items(_own.changes)
    watch = raw_items(_own.watch)
    create = raw(_own.create)
    create_many = raw(_own.create_many)
    update = raw(_own.update)
    delete = raw(_own.delete)
    move = raw(_own.move)

class RawResources(WithRawResponse):
    @property
    def archive(self) -> RawArchiveResource: ...
    @property
    def block_groups(self) -> RawBlockGroupsResource: ...
    @property
    def blocks(self) -> RawBlocksResource: ...
    @property
    def businesses(self) -> RawBusinessesResource: ...
    @property
    def canned_responses(self) -> RawCannedResponsesResource: ...
    @property
    def categories(self) -> RawCategoriesResource: ...
    @property
    def comments(self) -> RawCommentsResource: ...
    @property
    def companies(self) -> RawCompaniesResource: ...
    @property
    def contracts(self) -> RawContractsResource: ...
    @property
    def conversations(self) -> RawConversationsResource: ...
    @property
    def custom_fields(self) -> RawCustomFieldsResource: ...
    @property
    def dashboard_data(self) -> RawDashboardDataResource: ...
    @property
    def dashboard_pages(self) -> RawDashboardPagesResource: ...
    @property
    def dashboards(self) -> RawDashboardsResource: ...
    @property
    def events(self) -> RawEventsResource: ...
    @property
    def file_folders(self) -> RawFileFoldersResource: ...
    @property
    def files(self) -> RawFilesResource: ...
    @property
    def form_responses(self) -> RawFormResponsesResource: ...
    @property
    def forms(self) -> RawFormsResource: ...
    @property
    def inbox_groups(self) -> RawInboxGroupsResource: ...
    @property
    def invoice_subscriptions(self) -> RawInvoiceSubscriptionsResource: ...
    @property
    def invoices(self) -> RawInvoicesResource: ...
    @property
    def items(self) -> RawItemsResource: ...
    @property
    def notes(self) -> RawNotesResource: ...
    @property
    def people(self) -> RawPeopleResource: ...
    @property
    def profiles(self) -> RawProfilesResource: ...
    @property
    def projects(self) -> RawProjectsResource: ...
    @property
    def proposals(self) -> RawProposalsResource: ...
    @property
    def roles(self) -> RawRolesResource: ...
    @property
    def scheduler(self) -> RawSchedulerResource: ...
    @property
    def statuses(self) -> RawStatusesResource: ...
    @property
    def task_boards(self) -> RawTaskBoardsResource: ...
    @property
    def task_groups(self) -> RawTaskGroupsResource: ...
    @property
    def tasks(self) -> RawTasksResource: ...
    @property
    def templates(self) -> RawTemplatesResource: ...
    @property
    def time_tracks(self) -> RawTimeTracksResource: ...
    @property
    def transactions(self) -> RawTransactionsResource: ...
    @property
    def trash_bin(self) -> RawTrashBinResource: ...
    @property
    def wiki(self) -> RawWikiResource: ...
    @property
    def wiki_entities(self) -> RawWikiEntitiesResource: ...
