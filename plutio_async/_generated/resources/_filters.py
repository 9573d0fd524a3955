"""The keyword filters of each resource, and the listing methods as type checkers see them. No program loads this module."""

# mypy: disable-error-code="override"
# pyright: reportIncompatibleMethodOverride=false

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from decimal import Decimal

    from plutio_async._models.tables import RecordList
    from plutio_async._pagination.changes import Changes
    from plutio_async._pagination.page import Progress
    from plutio_async._pagination.reader import PageIterator
    from plutio_async._pagination.records import Records
    from plutio_async._query.compiling import QueryLike
    from plutio_async._resources.listing import Listing
    from plutio_async._resources.sender import Filter

    from ..models.archived_record import ArchivedRecord
    from ..models.block import Block
    from ..models.block_entity_type import BlockEntityType
    from ..models.block_group import BlockGroup
    from ..models.block_type import BlockType
    from ..models.business import Business
    from ..models.canned_response import CannedResponse
    from ..models.category import Category
    from ..models.category_entity_type import CategoryEntityType
    from ..models.comment import Comment
    from ..models.comment_entity_type import CommentEntityType
    from ..models.company import Company
    from ..models.contract import Contract
    from ..models.contract_entity_type import ContractEntityType
    from ..models.contract_status import ContractStatus
    from ..models.conversation import Conversation
    from ..models.conversation_entity_type import ConversationEntityType
    from ..models.conversation_type import ConversationType
    from ..models.country_code import CountryCode
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field import CustomField
    from ..models.custom_field_entity_type import CustomFieldEntityType
    from ..models.custom_field_input_type import CustomFieldInputType
    from ..models.dashboard import Dashboard
    from ..models.dashboard_page import DashboardPage
    from ..models.entity_ref_type import EntityRefType
    from ..models.event import Event
    from ..models.file_folder import FileFolder
    from ..models.file_folder_entity_type import FileFolderEntityType
    from ..models.file_item import FileItem
    from ..models.file_item_entity_type import FileItemEntityType
    from ..models.file_item_type import FileItemType
    from ..models.form import Form
    from ..models.form_response import FormResponse
    from ..models.form_status import FormStatus
    from ..models.inbox_group import InboxGroup
    from ..models.inbox_group_type import InboxGroupType
    from ..models.invoice import Invoice
    from ..models.invoice_status import InvoiceStatus
    from ..models.invoice_subscription import InvoiceSubscription
    from ..models.invoice_subscription_status import InvoiceSubscriptionStatus
    from ..models.item import Item
    from ..models.note import Note
    from ..models.note_entity_type import NoteEntityType
    from ..models.person import Person
    from ..models.person_role import PersonRole
    from ..models.person_status import PersonStatus
    from ..models.profile import Profile
    from ..models.project import Project
    from ..models.proposal import Proposal
    from ..models.proposal_status import ProposalStatus
    from ..models.repeat_interval import RepeatInterval
    from ..models.scheduler import Scheduler
    from ..models.scheduler_location_type import SchedulerLocationType
    from ..models.status import Status
    from ..models.status_entity_type import StatusEntityType
    from ..models.status_type import StatusType
    from ..models.task import Task
    from ..models.task_board import TaskBoard
    from ..models.task_group import TaskGroup
    from ..models.task_status import TaskStatus
    from ..models.template import Template
    from ..models.template_entity_type import TemplateEntityType
    from ..models.time_track import TimeTrack
    from ..models.time_track_billing_status import TimeTrackBillingStatus
    from ..models.transaction import Transaction
    from ..models.transaction_manual_payment_method import TransactionManualPaymentMethod
    from ..models.transaction_status import TransactionStatus
    from ..models.transaction_type import TransactionType
    from ..models.trashed_record import TrashedRecord
    from ..models.wiki import Wiki
    from ..models.wiki_entity import WikiEntity
    from ..models.wiki_entity_status import WikiEntityStatus
    from ..models.wiki_entity_type import WikiEntityType
    from ..models.wiki_private_share_settings_type import WikiPrivateShareSettingsType


class ArchivedRecordFilters(TypedDict, total=False):
    """Filters of ``archive``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    entity_type: str


class BlockGroupFilters(TypedDict, total=False):
    """Filters of ``block_groups``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    blocks: str | Block


class BlockFilters(TypedDict, total=False):
    """Filters of ``blocks``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    type: BlockType | str
    entity_type: BlockEntityType | str
    entity_id: (
        str
        | BlockGroup
        | Contract
        | DashboardPage
        | Form
        | Invoice
        | Proposal
        | Scheduler
        | Template
        | Wiki
        | WikiEntity
    )
    title: str
    name: str
    text_html: str
    text_plain: str
    has_text: bool
    main__text_html: str
    main__text_plain: str
    main__has_text: bool
    attachment__id: str
    attachment__handle: str
    attachment__title: str
    attachment__size: float | Decimal
    attachment__mime_type: str
    attachment__extension: str
    attachment__url: str
    design_options: Filter
    signature_type: str
    items__title: str
    items__description_html: str
    items__quantity: float | Decimal
    items__amount: float | Decimal
    items__tax: str | float | Decimal
    items__settings: Filter
    settings: Filter


class BusinessFilters(TypedDict, total=False):
    """Filters of ``businesses``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name: str
    domain: str
    currency: CurrencyCode | str
    locale: str
    timezone: str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class CannedResponseFilters(TypedDict, total=False):
    """Filters of ``canned_responses``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_html: str
    category_id: str | Category


class CategoryFilters(TypedDict, total=False):
    """Filters of ``categories``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_plain: str
    entity_type: CategoryEntityType | str


class CommentFilters(TypedDict, total=False):
    """Filters of ``comments``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    body_html: str
    body_plain: str
    entity_type: CommentEntityType | str
    entity_id: str
    is_note: bool
    mentions: str | Profile
    replied_to: str


class CompanyFilters(TypedDict, total=False):
    """Filters of ``companies``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    industry: str
    contact_emails__address: str
    contact_emails__type: str
    contact_phones__number: str
    contact_phones__type: str
    address__street: str
    address__city: str
    address__zip_code: str
    address__country: CountryCode | str
    website_links__url: str
    website_links__type: str
    website_links__title: str
    people: str | Person
    people__id: str | Person
    people__is_manager: bool
    people__role: str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class ContractFilters(TypedDict, total=False):
    """Filters of ``contracts``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name: str
    signees: str | Person | Company
    signees__id: str | Person | Company
    signees__entity_type: EntityRefType | str
    project_id: str | Project
    template_id: str | Template
    entity_type: ContractEntityType | str
    entity_id: str | Proposal
    blocks: str | Block
    status: ContractStatus | str
    currency: CurrencyCode | str
    person_id: str | Person
    company_id: str | Company
    issue_date: datetime | date | str
    expires_at: datetime | date | str
    valid_until: datetime | date | str
    tags: str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class ConversationFilters(TypedDict, total=False):
    """Filters of ``conversations``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    subject: str
    entity_type: ConversationEntityType | str
    entity_id: str | Person | Project
    members: str | Profile
    type: ConversationType | str
    status: Filter
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class CustomFieldFilters(TypedDict, total=False):
    """Filters of ``custom_fields``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    entity_type: CustomFieldEntityType | str
    input_type: CustomFieldInputType | str
    options__id: str
    options__name: str
    options__title: str
    options__color: str
    options__text_color: str
    options__index: float | Decimal
    allow_create: bool
    min: float | Decimal
    max: float | Decimal
    is_added_by_default: bool
    is_required: bool


class DashboardPageFilters(TypedDict, total=False):
    """Filters of ``dashboard_pages``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    dashboard_id: str | Dashboard
    blocks: Filter
    layout__x: float | Decimal
    layout__y: float | Decimal
    layout__width: float | Decimal
    layout__height: float | Decimal


class DashboardFilters(TypedDict, total=False):
    """Filters of ``dashboards``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    pages__id: str
    pages__title: str


class EventFilters(TypedDict, total=False):
    """Filters of ``events``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_plain: str
    description_html: str
    start_date: datetime | date | str
    end_date: datetime | date | str
    is_all_day: bool
    participants: str | Profile
    project_id: str | Project
    location: str


class FileFolderFilters(TypedDict, total=False):
    """Filters of ``file_folders``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    parent_folder_id: str | FileFolder
    project_id: str | Project
    entity_type: FileFolderEntityType | str
    entity_id: str | Person | Project


class FileItemFilters(TypedDict, total=False):
    """Filters of ``files``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    type: FileItemType | str
    url: str
    handle: str
    mime_type: str
    extension: str
    size: float | Decimal
    folder_id: str | FileFolder
    entity_type: FileItemEntityType | str
    entity_id: str | Person | Project | Task
    linked_entities: Filter
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class FormResponseFilters(TypedDict, total=False):
    """Filters of ``form_responses``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    form_id: str | Form
    name: str
    email: str


class FormFilters(TypedDict, total=False):
    """Filters of ``forms``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    status: FormStatus | str
    currency: CurrencyCode | str
    submissions_limit: float | Decimal
    expiration_date: datetime | date | str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class InboxGroupFilters(TypedDict, total=False):
    """Filters of ``inbox_groups``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    type: InboxGroupType | str
    is_active: bool


class InvoiceSubscriptionFilters(TypedDict, total=False):
    """Filters of ``invoice_subscriptions``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    client: str | Person | Company
    client__id: str | Person | Company
    client__entity_type: EntityRefType | str
    amount: float | Decimal
    currency: CurrencyCode | str
    repeat__interval_type: RepeatInterval | str
    repeat__interval: float | Decimal
    repeat__rrule: str
    repeat__month_day: float | Decimal
    repeat__year_month: float | Decimal
    repeat__year_month_day: float | Decimal
    repeat__action: str
    start_date: datetime | date | str
    end_date: datetime | date | str
    status: InvoiceSubscriptionStatus | str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    upcoming_invoice_date: datetime | date | str
    last_charge_attempted_at: datetime | date | str
    main_invoice_id: str | Invoice
    payment_options: Filter


class InvoiceFilters(TypedDict, total=False):
    """Filters of ``invoices``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name: str
    client: str | Person | Company
    client__id: str | Person | Company
    client__entity_type: EntityRefType | str
    project_id: str | Project
    currency: CurrencyCode | str
    amount: float | Decimal
    sub_total: float | Decimal
    tax__title: str
    tax__value: float | Decimal
    discount: str | float | Decimal
    issue_date: datetime | date | str
    due_date: datetime | date | str
    reference: str
    status: InvoiceStatus | str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    invoice_id: str
    amount_paid: float | Decimal
    paid_at: datetime | date | str
    blocks: str | Block
    total_amount: float | Decimal
    total: float | Decimal
    paid_amount: float | Decimal
    paid: float | Decimal
    outstanding_amount: float | Decimal
    amount_due: float | Decimal
    balance: float | Decimal


class ItemFilters(TypedDict, total=False):
    """Filters of ``items``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_plain: str
    amount: float | Decimal
    quantity: float | Decimal
    tax: float | Decimal


class NoteFilters(TypedDict, total=False):
    """Filters of ``notes``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_html: str
    entity_type: NoteEntityType | str
    entity_id: str | Block | Company | Person


class PersonFilters(TypedDict, total=False):
    """Filters of ``people``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name__first: str
    name__last: str
    role: PersonRole | str
    status: PersonStatus | str
    contact_emails__address: str
    contact_emails__type: str
    contact_phones__number: str
    contact_phones__type: str
    address__street: str
    address__city: str
    address__zip_code: str
    address__country: CountryCode | str
    company_id: str | Company
    tags: str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    companies: str | Company
    companies__id: str


class ProfileFilters(TypedDict, total=False):
    """Filters of ``profiles``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool


class ProjectFilters(TypedDict, total=False):
    """Filters of ``projects``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name: str
    description: str
    description_html: str
    clients: str | Person | Company
    clients__id: str | Person | Company
    clients__entity_type: EntityRefType | str
    contributors: str | Profile
    start_date: datetime | date | str
    due_date: datetime | date | str
    currency: CurrencyCode | str
    budget__amount: float | Decimal
    is_billable: bool
    billing_rate: float | Decimal
    color: str
    status: str | Status
    status__id: str
    status__title: str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    client: str | Person | Company
    client__id: str | Person | Company
    client__entity_type: EntityRefType | str
    template_id: str | Template
    task_counts__all: float | Decimal
    task_counts__completed: float | Decimal


class ProposalFilters(TypedDict, total=False):
    """Filters of ``proposals``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name: str
    client: str | Person | Company
    client__id: str | Person | Company
    client__entity_type: EntityRefType | str
    project_id: str | Project
    currency: CurrencyCode | str
    amount: float | Decimal
    billable_items__title: str
    billable_items__description_html: str
    billable_items__quantity: float | Decimal
    billable_items__amount: float | Decimal
    billable_items__tax: str
    billable_items__settings: Filter
    blocks: str | Block
    auto_invoice: bool
    auto_invoice_template_id: str | Template
    auto_project: bool
    contract_template_id: str | Template
    template_id: str | Template
    payment_options: Filter
    status: ProposalStatus | str
    person_id: str | Person
    company_id: str | Company
    issue_date: datetime | date | str
    expires_at: datetime | date | str
    valid_until: datetime | date | str
    tags: str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    proposal_id: str
    sub_total: float | Decimal
    auto_invoice_id: str | Invoice
    pending_at: datetime | date | str
    approved_at: datetime | date | str


class SchedulerFilters(TypedDict, total=False):
    """Filters of ``scheduler``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    name: str
    title: str
    description_plain: str
    durations__duration: float | Decimal
    durations__cost_rate: float | Decimal
    location_type: SchedulerLocationType | str
    is_collect_payment: bool
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class StatusFilters(TypedDict, total=False):
    """Filters of ``statuses``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    entity_type: StatusEntityType | str
    color: str
    type: StatusType | str


class TaskBoardFilters(TypedDict, total=False):
    """Filters of ``task_boards``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    project_id: str | Project


class TaskGroupFilters(TypedDict, total=False):
    """Filters of ``task_groups``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    task_board_id: str | TaskBoard
    project_id: str | Project
    color: str
    is_default: bool


class TaskFilters(TypedDict, total=False):
    """Filters of ``tasks``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_html: str
    description_plain: str
    project_id: str | Project
    task_board_id: str | TaskBoard
    task_group_id: str | TaskGroup
    parent_task_id: str | Task
    assigned_to: str | Person | Profile
    followers: str | Person | Profile
    start_date: datetime | date | str
    due_date: datetime | date | str
    status: TaskStatus | str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    task_id: float | Decimal | str


class TemplateFilters(TypedDict, total=False):
    """Filters of ``templates``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    entity_type: TemplateEntityType | str
    is_public: bool
    description: str
    entity_id: str
    group: str


class TimeTrackFilters(TypedDict, total=False):
    """Filters of ``time_tracks``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description_plain: str
    project_id: str | Project
    task_id: str | Task
    person_id: str | Person
    started_at: datetime | date | str
    stopped_at: datetime | date | str
    time: float | Decimal
    is_manual_time: bool
    billing_rate: float | Decimal
    billing_amount: float | Decimal
    billing_status: TimeTrackBillingStatus | str
    category_id: str | Category
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter
    status: str
    currency: CurrencyCode | str
    cost_rate: float | Decimal
    cost_amount: float | Decimal
    cost_status: str


class TransactionFilters(TypedDict, total=False):
    """Filters of ``transactions``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    amount: float | Decimal
    currency: CurrencyCode | str
    client: str | Person | Company
    client__id: str | Person | Company
    client__entity_type: EntityRefType | str
    invoice_id: str | Invoice
    type: TransactionType | str
    manual_payment_method: TransactionManualPaymentMethod | str
    issue_date: datetime | date | str
    status: TransactionStatus | str
    custom_fields__id: str
    custom_fields__type: str
    custom_fields__value: Filter


class TrashedRecordFilters(TypedDict, total=False):
    """Filters of ``trash_bin``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    entity_type: str


class WikiFilters(TypedDict, total=False):
    """Filters of ``wiki``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    title: str
    description: str
    project_id: str | Project
    entity_type: str
    entity_id: str | Project
    design_options__id: Filter
    design_options__max_width: Filter
    design_options__font_family: Filter
    design_options__bg_color: Filter
    design_options__layout: Filter
    design_options__padding: Filter
    design_options__border_radius: Filter
    design_options__section: Filter
    share_settings__is_shared: bool
    private_share_settings__type: WikiPrivateShareSettingsType | str
    private_share_settings__roles: str
    logo: Filter
    icon_image: Filter
    color: str
    index: float | Decimal
    blocks_layout: Filter


class WikiEntityFilters(TypedDict, total=False):
    """Filters of ``wiki_entities``."""

    id: str
    business_id: str
    created_at: datetime | date | str
    created_by: str | Profile | Person
    updated_at: datetime | date | str
    is_archived: bool
    is_template: bool
    wiki_id: str | Wiki
    parent_id: str | WikiEntity | Wiki
    title: str
    type: WikiEntityType | str
    status: WikiEntityStatus | str
    description: str
    design_options: Filter
    icon: Filter
    meta: Filter
    index: float | Decimal
    blocks: Filter


if TYPE_CHECKING:

    class ArchiveListing(Listing[ArchivedRecord]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ArchivedRecordFilters],
        ) -> Records[ArchivedRecord]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ArchivedRecordFilters],
        ) -> PageIterator[ArchivedRecord]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ArchivedRecordFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ArchivedRecordFilters],
        ) -> Changes[ArchivedRecord]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ArchivedRecordFilters],
        ) -> Changes[ArchivedRecord]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ArchivedRecordFilters],
        ) -> RecordList[ArchivedRecord]: ...

    class BlockGroupsListing(Listing[BlockGroup]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[BlockGroupFilters],
        ) -> Records[BlockGroup]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[BlockGroupFilters],
        ) -> PageIterator[BlockGroup]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[BlockGroupFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[BlockGroupFilters],
        ) -> Changes[BlockGroup]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[BlockGroupFilters],
        ) -> Changes[BlockGroup]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[BlockGroupFilters],
        ) -> RecordList[BlockGroup]: ...

    class BlocksListing(Listing[Block]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[BlockFilters],
        ) -> Records[Block]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[BlockFilters],
        ) -> PageIterator[Block]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[BlockFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[BlockFilters],
        ) -> Changes[Block]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[BlockFilters],
        ) -> Changes[Block]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[BlockFilters],
        ) -> RecordList[Block]: ...

    class BusinessesListing(Listing[Business]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[BusinessFilters],
        ) -> Records[Business]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[BusinessFilters],
        ) -> PageIterator[Business]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[BusinessFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[BusinessFilters],
        ) -> Changes[Business]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[BusinessFilters],
        ) -> Changes[Business]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[BusinessFilters],
        ) -> RecordList[Business]: ...

    class CannedResponsesListing(Listing[CannedResponse]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CannedResponseFilters],
        ) -> Records[CannedResponse]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CannedResponseFilters],
        ) -> PageIterator[CannedResponse]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[CannedResponseFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[CannedResponseFilters],
        ) -> Changes[CannedResponse]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[CannedResponseFilters],
        ) -> Changes[CannedResponse]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CannedResponseFilters],
        ) -> RecordList[CannedResponse]: ...

    class CategoriesListing(Listing[Category]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CategoryFilters],
        ) -> Records[Category]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CategoryFilters],
        ) -> PageIterator[Category]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[CategoryFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[CategoryFilters],
        ) -> Changes[Category]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[CategoryFilters],
        ) -> Changes[Category]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CategoryFilters],
        ) -> RecordList[Category]: ...

    class CommentsListing(Listing[Comment]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CommentFilters],
        ) -> Records[Comment]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CommentFilters],
        ) -> PageIterator[Comment]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[CommentFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[CommentFilters],
        ) -> Changes[Comment]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[CommentFilters],
        ) -> Changes[Comment]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CommentFilters],
        ) -> RecordList[Comment]: ...

    class CompaniesListing(Listing[Company]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CompanyFilters],
        ) -> Records[Company]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CompanyFilters],
        ) -> PageIterator[Company]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[CompanyFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[CompanyFilters],
        ) -> Changes[Company]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[CompanyFilters],
        ) -> Changes[Company]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CompanyFilters],
        ) -> RecordList[Company]: ...

    class ContractsListing(Listing[Contract]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ContractFilters],
        ) -> Records[Contract]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ContractFilters],
        ) -> PageIterator[Contract]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ContractFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ContractFilters],
        ) -> Changes[Contract]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ContractFilters],
        ) -> Changes[Contract]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ContractFilters],
        ) -> RecordList[Contract]: ...

    class ConversationsListing(Listing[Conversation]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ConversationFilters],
        ) -> Records[Conversation]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ConversationFilters],
        ) -> PageIterator[Conversation]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ConversationFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ConversationFilters],
        ) -> Changes[Conversation]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ConversationFilters],
        ) -> Changes[Conversation]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ConversationFilters],
        ) -> RecordList[Conversation]: ...

    class CustomFieldsListing(Listing[CustomField]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CustomFieldFilters],
        ) -> Records[CustomField]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[CustomFieldFilters],
        ) -> PageIterator[CustomField]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[CustomFieldFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[CustomFieldFilters],
        ) -> Changes[CustomField]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[CustomFieldFilters],
        ) -> Changes[CustomField]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CustomFieldFilters],
        ) -> RecordList[CustomField]: ...

    class DashboardPagesListing(Listing[DashboardPage]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[DashboardPageFilters],
        ) -> Records[DashboardPage]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[DashboardPageFilters],
        ) -> PageIterator[DashboardPage]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[DashboardPageFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[DashboardPageFilters],
        ) -> Changes[DashboardPage]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[DashboardPageFilters],
        ) -> Changes[DashboardPage]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[DashboardPageFilters],
        ) -> RecordList[DashboardPage]: ...

    class DashboardsListing(Listing[Dashboard]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[DashboardFilters],
        ) -> Records[Dashboard]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[DashboardFilters],
        ) -> PageIterator[Dashboard]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[DashboardFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[DashboardFilters],
        ) -> Changes[Dashboard]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[DashboardFilters],
        ) -> Changes[Dashboard]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[DashboardFilters],
        ) -> RecordList[Dashboard]: ...

    class EventsListing(Listing[Event]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[EventFilters],
        ) -> Records[Event]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[EventFilters],
        ) -> PageIterator[Event]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[EventFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[EventFilters],
        ) -> Changes[Event]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[EventFilters],
        ) -> Changes[Event]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[EventFilters],
        ) -> RecordList[Event]: ...

    class FileFoldersListing(Listing[FileFolder]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FileFolderFilters],
        ) -> Records[FileFolder]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FileFolderFilters],
        ) -> PageIterator[FileFolder]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[FileFolderFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[FileFolderFilters],
        ) -> Changes[FileFolder]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[FileFolderFilters],
        ) -> Changes[FileFolder]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FileFolderFilters],
        ) -> RecordList[FileFolder]: ...

    class FilesListing(Listing[FileItem]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FileItemFilters],
        ) -> Records[FileItem]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FileItemFilters],
        ) -> PageIterator[FileItem]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[FileItemFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[FileItemFilters],
        ) -> Changes[FileItem]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[FileItemFilters],
        ) -> Changes[FileItem]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FileItemFilters],
        ) -> RecordList[FileItem]: ...

    class FormResponsesListing(Listing[FormResponse]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FormResponseFilters],
        ) -> Records[FormResponse]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FormResponseFilters],
        ) -> PageIterator[FormResponse]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[FormResponseFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[FormResponseFilters],
        ) -> Changes[FormResponse]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[FormResponseFilters],
        ) -> Changes[FormResponse]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FormResponseFilters],
        ) -> RecordList[FormResponse]: ...

    class FormsListing(Listing[Form]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FormFilters],
        ) -> Records[Form]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[FormFilters],
        ) -> PageIterator[Form]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[FormFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[FormFilters],
        ) -> Changes[Form]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[FormFilters],
        ) -> Changes[Form]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FormFilters],
        ) -> RecordList[Form]: ...

    class InboxGroupsListing(Listing[InboxGroup]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[InboxGroupFilters],
        ) -> Records[InboxGroup]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[InboxGroupFilters],
        ) -> PageIterator[InboxGroup]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[InboxGroupFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[InboxGroupFilters],
        ) -> Changes[InboxGroup]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[InboxGroupFilters],
        ) -> Changes[InboxGroup]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[InboxGroupFilters],
        ) -> RecordList[InboxGroup]: ...

    class InvoiceSubscriptionsListing(Listing[InvoiceSubscription]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[InvoiceSubscriptionFilters],
        ) -> Records[InvoiceSubscription]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[InvoiceSubscriptionFilters],
        ) -> PageIterator[InvoiceSubscription]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[InvoiceSubscriptionFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[InvoiceSubscriptionFilters],
        ) -> Changes[InvoiceSubscription]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[InvoiceSubscriptionFilters],
        ) -> Changes[InvoiceSubscription]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[InvoiceSubscriptionFilters],
        ) -> RecordList[InvoiceSubscription]: ...

    class InvoicesListing(Listing[Invoice]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[InvoiceFilters],
        ) -> Records[Invoice]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[InvoiceFilters],
        ) -> PageIterator[Invoice]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[InvoiceFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[InvoiceFilters],
        ) -> Changes[Invoice]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[InvoiceFilters],
        ) -> Changes[Invoice]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[InvoiceFilters],
        ) -> RecordList[Invoice]: ...

    class ItemsListing(Listing[Item]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ItemFilters],
        ) -> Records[Item]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ItemFilters],
        ) -> PageIterator[Item]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ItemFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ItemFilters],
        ) -> Changes[Item]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ItemFilters],
        ) -> Changes[Item]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ItemFilters],
        ) -> RecordList[Item]: ...

    class NotesListing(Listing[Note]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[NoteFilters],
        ) -> Records[Note]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[NoteFilters],
        ) -> PageIterator[Note]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[NoteFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[NoteFilters],
        ) -> Changes[Note]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[NoteFilters],
        ) -> Changes[Note]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[NoteFilters],
        ) -> RecordList[Note]: ...

    class PeopleListing(Listing[Person]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[PersonFilters],
        ) -> Records[Person]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[PersonFilters],
        ) -> PageIterator[Person]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[PersonFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[PersonFilters],
        ) -> Changes[Person]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[PersonFilters],
        ) -> Changes[Person]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[PersonFilters],
        ) -> RecordList[Person]: ...

    class ProfilesListing(Listing[Profile]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ProfileFilters],
        ) -> Records[Profile]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ProfileFilters],
        ) -> PageIterator[Profile]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ProfileFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ProfileFilters],
        ) -> Changes[Profile]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ProfileFilters],
        ) -> Changes[Profile]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ProfileFilters],
        ) -> RecordList[Profile]: ...

    class ProjectsListing(Listing[Project]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ProjectFilters],
        ) -> Records[Project]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ProjectFilters],
        ) -> PageIterator[Project]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ProjectFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ProjectFilters],
        ) -> Changes[Project]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ProjectFilters],
        ) -> Changes[Project]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ProjectFilters],
        ) -> RecordList[Project]: ...

    class ProposalsListing(Listing[Proposal]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ProposalFilters],
        ) -> Records[Proposal]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[ProposalFilters],
        ) -> PageIterator[Proposal]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[ProposalFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[ProposalFilters],
        ) -> Changes[Proposal]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[ProposalFilters],
        ) -> Changes[Proposal]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ProposalFilters],
        ) -> RecordList[Proposal]: ...

    class SchedulerListing(Listing[Scheduler]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[SchedulerFilters],
        ) -> Records[Scheduler]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[SchedulerFilters],
        ) -> PageIterator[Scheduler]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[SchedulerFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[SchedulerFilters],
        ) -> Changes[Scheduler]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[SchedulerFilters],
        ) -> Changes[Scheduler]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[SchedulerFilters],
        ) -> RecordList[Scheduler]: ...

    class StatusesListing(Listing[Status]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[StatusFilters],
        ) -> Records[Status]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[StatusFilters],
        ) -> PageIterator[Status]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[StatusFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[StatusFilters],
        ) -> Changes[Status]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[StatusFilters],
        ) -> Changes[Status]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[StatusFilters],
        ) -> RecordList[Status]: ...

    class TaskBoardsListing(Listing[TaskBoard]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TaskBoardFilters],
        ) -> Records[TaskBoard]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TaskBoardFilters],
        ) -> PageIterator[TaskBoard]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TaskBoardFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TaskBoardFilters],
        ) -> Changes[TaskBoard]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TaskBoardFilters],
        ) -> Changes[TaskBoard]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TaskBoardFilters],
        ) -> RecordList[TaskBoard]: ...

    class TaskGroupsListing(Listing[TaskGroup]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TaskGroupFilters],
        ) -> Records[TaskGroup]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TaskGroupFilters],
        ) -> PageIterator[TaskGroup]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TaskGroupFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TaskGroupFilters],
        ) -> Changes[TaskGroup]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TaskGroupFilters],
        ) -> Changes[TaskGroup]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TaskGroupFilters],
        ) -> RecordList[TaskGroup]: ...

    class TasksListing(Listing[Task]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TaskFilters],
        ) -> Records[Task]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TaskFilters],
        ) -> PageIterator[Task]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TaskFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TaskFilters],
        ) -> Changes[Task]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TaskFilters],
        ) -> Changes[Task]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TaskFilters],
        ) -> RecordList[Task]: ...

    class TemplatesListing(Listing[Template]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TemplateFilters],
        ) -> Records[Template]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TemplateFilters],
        ) -> PageIterator[Template]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TemplateFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TemplateFilters],
        ) -> Changes[Template]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TemplateFilters],
        ) -> Changes[Template]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TemplateFilters],
        ) -> RecordList[Template]: ...

    class TimeTracksListing(Listing[TimeTrack]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TimeTrackFilters],
        ) -> Records[TimeTrack]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TimeTrackFilters],
        ) -> PageIterator[TimeTrack]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TimeTrackFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TimeTrackFilters],
        ) -> Changes[TimeTrack]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TimeTrackFilters],
        ) -> Changes[TimeTrack]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TimeTrackFilters],
        ) -> RecordList[TimeTrack]: ...

    class TransactionsListing(Listing[Transaction]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TransactionFilters],
        ) -> Records[Transaction]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TransactionFilters],
        ) -> PageIterator[Transaction]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TransactionFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TransactionFilters],
        ) -> Changes[Transaction]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TransactionFilters],
        ) -> Changes[Transaction]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TransactionFilters],
        ) -> RecordList[Transaction]: ...

    class TrashBinListing(Listing[TrashedRecord]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TrashedRecordFilters],
        ) -> Records[TrashedRecord]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[TrashedRecordFilters],
        ) -> PageIterator[TrashedRecord]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[TrashedRecordFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[TrashedRecordFilters],
        ) -> Changes[TrashedRecord]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[TrashedRecordFilters],
        ) -> Changes[TrashedRecord]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TrashedRecordFilters],
        ) -> RecordList[TrashedRecord]: ...

    class WikiListing(Listing[Wiki]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[WikiFilters],
        ) -> Records[Wiki]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[WikiFilters],
        ) -> PageIterator[Wiki]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[WikiFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[WikiFilters],
        ) -> Changes[Wiki]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[WikiFilters],
        ) -> Changes[Wiki]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[WikiFilters],
        ) -> RecordList[Wiki]: ...

    class WikiEntitiesListing(Listing[WikiEntity]):
        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[WikiEntityFilters],
        ) -> Records[WikiEntity]: ...

        def pages(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            page_size: int | None = None,
            page_cap: int | None = None,
            read_ahead: int = 0,
            cursor: str | None = None,
            progress: Callable[[Progress], None] | None = None,
            **filters: Unpack[WikiEntityFilters],
        ) -> PageIterator[WikiEntity]: ...

        async def count(
            self, *, q: QueryLike = None, page_size: int | None = None, **filters: Unpack[WikiEntityFilters]
        ) -> int: ...

        def changes(
            self,
            *,
            since: datetime | None = None,
            cursor: str | None = None,
            deleted: bool = False,
            q: QueryLike = None,
            **filters: Unpack[WikiEntityFilters],
        ) -> Changes[WikiEntity]: ...

        def watch(
            self,
            *,
            every: float = 60.0,
            since: datetime | None = None,
            cursor: str | None = None,
            q: QueryLike = None,
            **filters: Unpack[WikiEntityFilters],
        ) -> Changes[WikiEntity]: ...

        async def list(
            self,
            *,
            q: QueryLike = None,
            sort: str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[WikiEntityFilters],
        ) -> RecordList[WikiEntity]: ...
