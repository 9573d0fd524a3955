"""The keyword filters of each resource, and the listing methods as type checkers see them. No program loads this module."""

# mypy: disable-error-code="override"
# pyright: reportIncompatibleMethodOverride=false

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

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
    from plutio_async._query.fields import Field, NamedFields
    from plutio_async._resources.listing import Listing
    from plutio_async._resources.sender import Filter

    from ..models.address import CountryCode
    from ..models.archived_record import ArchivedRecord
    from ..models.block import Block, BlockEntityType, BlockType, KnownBlockEntityType, KnownBlockType
    from ..models.block_group import BlockGroup
    from ..models.business import Business
    from ..models.canned_response import CannedResponse
    from ..models.category import Category, CategoryEntityType, KnownCategoryEntityType
    from ..models.comment import Comment, CommentEntityType, KnownCommentEntityType
    from ..models.company import Company
    from ..models.contract import (
        Contract,
        ContractEntityType,
        ContractStatus,
        KnownContractEntityType,
        KnownContractStatus,
    )
    from ..models.conversation import (
        Conversation,
        ConversationEntityType,
        ConversationType,
        KnownConversationEntityType,
        KnownConversationType,
    )
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field import (
        CustomField,
        CustomFieldEntityType,
        CustomFieldInputType,
        KnownCustomFieldEntityType,
        KnownCustomFieldInputType,
    )
    from ..models.dashboard import Dashboard
    from ..models.dashboard_page import DashboardPage
    from ..models.entity_ref import EntityRefType, KnownEntityRefType
    from ..models.event import Event
    from ..models.file_folder import FileFolder, FileFolderEntityType, KnownFileFolderEntityType
    from ..models.file_item import (
        FileItem,
        FileItemEntityType,
        FileItemType,
        KnownFileItemEntityType,
        KnownFileItemType,
    )
    from ..models.form import Form, FormStatus, KnownFormStatus
    from ..models.form_response import FormResponse
    from ..models.inbox_group import InboxGroup, InboxGroupType, KnownInboxGroupType
    from ..models.invoice import Invoice, InvoiceStatus, KnownInvoiceStatus
    from ..models.invoice_subscription import (
        InvoiceSubscription,
        InvoiceSubscriptionStatus,
        KnownInvoiceSubscriptionStatus,
        KnownRepeatInterval,
        RepeatInterval,
    )
    from ..models.item import Item
    from ..models.note import KnownNoteEntityType, Note, NoteEntityType
    from ..models.person import KnownPersonRole, KnownPersonStatus, Person, PersonRole, PersonStatus
    from ..models.profile import Profile
    from ..models.project import Project
    from ..models.proposal import KnownProposalStatus, Proposal, ProposalStatus
    from ..models.scheduler import KnownSchedulerLocationType, Scheduler, SchedulerLocationType
    from ..models.status import KnownStatusEntityType, KnownStatusType, Status, StatusEntityType, StatusType
    from ..models.task import KnownTaskStatus, Task, TaskStatus
    from ..models.task_board import TaskBoard
    from ..models.task_group import TaskGroup
    from ..models.template import KnownTemplateEntityType, Template, TemplateEntityType
    from ..models.time_track import KnownTimeTrackBillingStatus, TimeTrack, TimeTrackBillingStatus
    from ..models.transaction import (
        KnownTransactionStatus,
        KnownTransactionType,
        Transaction,
        TransactionStatus,
        TransactionType,
    )
    from ..models.transaction_manual_payment_method import (
        KnownTransactionManualPaymentMethod,
        TransactionManualPaymentMethod,
    )
    from ..models.trashed_record import TrashedRecord
    from ..models.wiki import KnownWikiPrivateShareSettingsType, Wiki, WikiPrivateShareSettingsType
    from ..models.wiki_entity import (
        KnownWikiEntityStatus,
        KnownWikiEntityType,
        WikiEntity,
        WikiEntityStatus,
        WikiEntityType,
    )


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
    type: BlockType | KnownBlockType | str
    entity_type: BlockEntityType | KnownBlockEntityType | str
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
    entity_type: CategoryEntityType | KnownCategoryEntityType | str


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
    entity_type: CommentEntityType | KnownCommentEntityType | str
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
    signees__entity_type: EntityRefType | KnownEntityRefType | str
    project_id: str | Project
    template_id: str | Template
    entity_type: ContractEntityType | KnownContractEntityType | str
    entity_id: str | Proposal
    blocks: str | Block
    status: ContractStatus | KnownContractStatus | str
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
    entity_type: ConversationEntityType | KnownConversationEntityType | str
    entity_id: str | Person | Project
    members: str | Profile
    type: ConversationType | KnownConversationType | str
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
    entity_type: CustomFieldEntityType | KnownCustomFieldEntityType | str
    input_type: CustomFieldInputType | KnownCustomFieldInputType | str
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
    entity_type: FileFolderEntityType | KnownFileFolderEntityType | str
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
    type: FileItemType | KnownFileItemType | str
    url: str
    handle: str
    mime_type: str
    extension: str
    size: float | Decimal
    folder_id: str | FileFolder
    entity_type: FileItemEntityType | KnownFileItemEntityType | str
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
    status: FormStatus | KnownFormStatus | str
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
    type: InboxGroupType | KnownInboxGroupType | str
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
    client__entity_type: EntityRefType | KnownEntityRefType | str
    amount: float | Decimal
    currency: CurrencyCode | str
    repeat__interval_type: RepeatInterval | KnownRepeatInterval | str
    repeat__interval: float | Decimal
    repeat__rrule: str
    repeat__month_day: float | Decimal
    repeat__year_month: float | Decimal
    repeat__year_month_day: float | Decimal
    repeat__action: str
    start_date: datetime | date | str
    end_date: datetime | date | str
    status: InvoiceSubscriptionStatus | KnownInvoiceSubscriptionStatus | str
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
    client__entity_type: EntityRefType | KnownEntityRefType | str
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
    status: InvoiceStatus | KnownInvoiceStatus | str
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
    entity_type: NoteEntityType | KnownNoteEntityType | str
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
    role: PersonRole | KnownPersonRole | str
    status: PersonStatus | KnownPersonStatus | str
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
    clients__entity_type: EntityRefType | KnownEntityRefType | str
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
    client__entity_type: EntityRefType | KnownEntityRefType | str
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
    client__entity_type: EntityRefType | KnownEntityRefType | str
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
    status: ProposalStatus | KnownProposalStatus | str
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
    location_type: SchedulerLocationType | KnownSchedulerLocationType | str
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
    entity_type: StatusEntityType | KnownStatusEntityType | str
    color: str
    type: StatusType | KnownStatusType | str


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
    status: TaskStatus | KnownTaskStatus | str
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
    entity_type: TemplateEntityType | KnownTemplateEntityType | str
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
    billing_status: TimeTrackBillingStatus | KnownTimeTrackBillingStatus | str
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
    client__entity_type: EntityRefType | KnownEntityRefType | str
    invoice_id: str | Invoice
    type: TransactionType | KnownTransactionType | str
    manual_payment_method: TransactionManualPaymentMethod | KnownTransactionManualPaymentMethod | str
    issue_date: datetime | date | str
    status: TransactionStatus | KnownTransactionStatus | str
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
    private_share_settings__type: WikiPrivateShareSettingsType | KnownWikiPrivateShareSettingsType | str
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
    type: WikiEntityType | KnownWikiEntityType | str
    status: WikiEntityStatus | KnownWikiEntityStatus | str
    description: str
    design_options: Filter
    icon: Filter
    meta: Filter
    index: float | Decimal
    blocks: Filter


if TYPE_CHECKING:
    # fmt: off
    ArchivedRecordSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "entity_type", "entity_type_desc"
    ]
    BlockGroupSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "blocks", "blocks_desc"
    ]
    BlockSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "type", "type_desc", "entity_type", "entity_type_desc", "entity_id", "entity_id_desc",
        "title", "title_desc", "name", "name_desc", "text_html", "text_html_desc", "text_plain", "text_plain_desc",
        "has_text", "has_text_desc", "design_options", "design_options_desc", "signature_type", "signature_type_desc",
        "settings", "settings_desc"
    ]
    BusinessSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "name", "name_desc", "domain", "domain_desc", "currency", "currency_desc", "locale",
        "locale_desc", "timezone", "timezone_desc"
    ]
    CannedResponseSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_html", "description_html_desc", "category_id",
        "category_id_desc"
    ]
    CategorySort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_plain", "description_plain_desc", "entity_type",
        "entity_type_desc"
    ]
    CommentSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "body_html", "body_html_desc", "body_plain", "body_plain_desc", "is_note", "is_note_desc",
        "mentions", "mentions_desc", "replied_to", "replied_to_desc"
    ]
    CompanySort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "industry", "industry_desc", "people", "people_desc"
    ]
    ContractSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "name", "name_desc", "signees", "signees_desc", "project_id", "project_id_desc",
        "template_id", "template_id_desc", "entity_type", "entity_type_desc", "entity_id", "entity_id_desc", "blocks",
        "blocks_desc", "status", "status_desc", "currency", "currency_desc", "person_id", "person_id_desc",
        "company_id", "company_id_desc", "issue_date", "issue_date_desc", "expires_at", "expires_at_desc",
        "valid_until", "valid_until_desc", "tags", "tags_desc"
    ]
    ConversationSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "subject", "subject_desc", "entity_type", "entity_type_desc",
        "entity_id", "entity_id_desc", "members", "members_desc", "type", "type_desc", "status", "status_desc"
    ]
    CustomFieldSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "entity_type", "entity_type_desc", "input_type", "input_type_desc",
        "allow_create", "allow_create_desc", "min", "min_desc", "max", "max_desc", "is_added_by_default",
        "is_added_by_default_desc", "is_required", "is_required_desc"
    ]
    DashboardPageSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "dashboard_id", "dashboard_id_desc", "blocks", "blocks_desc"
    ]
    DashboardSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc"
    ]
    EventSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_plain", "description_plain_desc", "description_html",
        "description_html_desc", "start_date", "start_date_desc", "end_date", "end_date_desc", "is_all_day",
        "is_all_day_desc", "participants", "participants_desc", "project_id", "project_id_desc", "location",
        "location_desc"
    ]
    FileFolderSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "parent_folder_id", "parent_folder_id_desc", "project_id",
        "project_id_desc", "entity_type", "entity_type_desc", "entity_id", "entity_id_desc"
    ]
    FileItemSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "type", "type_desc", "url", "url_desc", "handle", "handle_desc",
        "mime_type", "mime_type_desc", "extension", "extension_desc", "size", "size_desc", "folder_id",
        "folder_id_desc", "entity_type", "entity_type_desc", "entity_id", "entity_id_desc", "linked_entities",
        "linked_entities_desc"
    ]
    FormResponseSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "form_id", "form_id_desc", "name", "name_desc", "email", "email_desc"
    ]
    FormSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "status", "status_desc", "currency", "currency_desc",
        "submissions_limit", "submissions_limit_desc", "expiration_date", "expiration_date_desc"
    ]
    InboxGroupSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "type", "type_desc", "is_active", "is_active_desc"
    ]
    InvoiceSubscriptionSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "client", "client_desc", "amount", "amount_desc", "currency",
        "currency_desc", "start_date", "start_date_desc", "end_date", "end_date_desc", "status", "status_desc",
        "upcoming_invoice_date", "upcoming_invoice_date_desc", "last_charge_attempted_at",
        "last_charge_attempted_at_desc", "main_invoice_id", "main_invoice_id_desc", "payment_options",
        "payment_options_desc"
    ]
    InvoiceSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "name", "name_desc", "client", "client_desc", "project_id", "project_id_desc", "currency",
        "currency_desc", "amount", "amount_desc", "sub_total", "sub_total_desc", "discount", "discount_desc",
        "issue_date", "issue_date_desc", "due_date", "due_date_desc", "reference", "reference_desc", "status",
        "status_desc", "invoice_id", "invoice_id_desc", "amount_paid", "amount_paid_desc", "paid_at", "paid_at_desc",
        "blocks", "blocks_desc", "total_amount", "total_amount_desc", "total", "total_desc", "paid_amount",
        "paid_amount_desc", "paid", "paid_desc", "outstanding_amount", "outstanding_amount_desc", "amount_due",
        "amount_due_desc", "balance", "balance_desc"
    ]
    ItemSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_plain", "description_plain_desc", "amount",
        "amount_desc", "quantity", "quantity_desc", "tax", "tax_desc"
    ]
    NoteSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_html", "description_html_desc", "entity_type",
        "entity_type_desc", "entity_id", "entity_id_desc"
    ]
    PersonSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "role", "role_desc", "status", "status_desc", "company_id", "company_id_desc", "tags",
        "tags_desc", "companies", "companies_desc"
    ]
    ProfileSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc"
    ]
    ProjectSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "name", "name_desc", "description", "description_desc", "description_html",
        "description_html_desc", "clients", "clients_desc", "contributors", "contributors_desc", "start_date",
        "start_date_desc", "due_date", "due_date_desc", "currency", "currency_desc", "is_billable", "is_billable_desc",
        "billing_rate", "billing_rate_desc", "color", "color_desc", "status", "status_desc", "client", "client_desc",
        "template_id", "template_id_desc"
    ]
    ProposalSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "name", "name_desc", "client", "client_desc", "project_id", "project_id_desc", "currency",
        "currency_desc", "amount", "amount_desc", "blocks", "blocks_desc", "auto_invoice", "auto_invoice_desc",
        "auto_invoice_template_id", "auto_invoice_template_id_desc", "auto_project", "auto_project_desc",
        "contract_template_id", "contract_template_id_desc", "template_id", "template_id_desc", "payment_options",
        "payment_options_desc", "status", "status_desc", "person_id", "person_id_desc", "company_id", "company_id_desc",
        "issue_date", "issue_date_desc", "expires_at", "expires_at_desc", "valid_until", "valid_until_desc", "tags",
        "tags_desc", "proposal_id", "proposal_id_desc", "sub_total", "sub_total_desc", "auto_invoice_id",
        "auto_invoice_id_desc", "pending_at", "pending_at_desc", "approved_at", "approved_at_desc"
    ]
    SchedulerSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "name", "name_desc", "title", "title_desc", "description_plain", "description_plain_desc",
        "location_type", "location_type_desc", "is_collect_payment", "is_collect_payment_desc"
    ]
    StatusSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "entity_type", "entity_type_desc", "color", "color_desc", "type",
        "type_desc"
    ]
    TaskBoardSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "project_id", "project_id_desc"
    ]
    TaskGroupSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "task_board_id", "task_board_id_desc", "project_id",
        "project_id_desc", "color", "color_desc", "is_default", "is_default_desc"
    ]
    TaskSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_html", "description_html_desc", "description_plain",
        "description_plain_desc", "project_id", "project_id_desc", "task_board_id", "task_board_id_desc",
        "task_group_id", "task_group_id_desc", "parent_task_id", "parent_task_id_desc", "assigned_to",
        "assigned_to_desc", "followers", "followers_desc", "start_date", "start_date_desc", "due_date", "due_date_desc",
        "status", "status_desc", "task_id", "task_id_desc"
    ]
    TemplateSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "entity_type", "entity_type_desc", "is_public", "is_public_desc",
        "description", "description_desc", "entity_id", "entity_id_desc", "group", "group_desc"
    ]
    TimeTrackSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description_plain", "description_plain_desc", "project_id",
        "project_id_desc", "task_id", "task_id_desc", "person_id", "person_id_desc", "started_at", "started_at_desc",
        "stopped_at", "stopped_at_desc", "time", "time_desc", "is_manual_time", "is_manual_time_desc", "billing_rate",
        "billing_rate_desc", "billing_amount", "billing_amount_desc", "billing_status", "billing_status_desc",
        "category_id", "category_id_desc", "status", "status_desc", "currency", "currency_desc", "cost_rate",
        "cost_rate_desc", "cost_amount", "cost_amount_desc", "cost_status", "cost_status_desc"
    ]
    TransactionSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "amount", "amount_desc", "currency", "currency_desc", "client",
        "client_desc", "invoice_id", "invoice_id_desc", "type", "type_desc", "manual_payment_method",
        "manual_payment_method_desc", "issue_date", "issue_date_desc", "status", "status_desc"
    ]
    TrashedRecordSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "entity_type", "entity_type_desc"
    ]
    WikiSort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "title", "title_desc", "description", "description_desc", "project_id", "project_id_desc",
        "entity_type", "entity_type_desc", "entity_id", "entity_id_desc", "logo", "logo_desc", "icon_image",
        "icon_image_desc", "color", "color_desc", "index", "index_desc", "blocks_layout", "blocks_layout_desc"
    ]
    WikiEntitySort = Literal[
        "id", "id_desc", "business_id", "business_id_desc", "created_at", "created_at_desc", "created_by",
        "created_by_desc", "updated_at", "updated_at_desc", "is_archived", "is_archived_desc", "is_template",
        "is_template_desc", "wiki_id", "wiki_id_desc", "parent_id", "parent_id_desc", "title", "title_desc", "type",
        "type_desc", "status", "status_desc", "description", "description_desc", "design_options",
        "design_options_desc", "icon", "icon_desc", "meta", "meta_desc", "index", "index_desc", "blocks", "blocks_desc"
    ]
    # fmt: on

    class _CommonF(NamedFields):
        id: Field
        business_id: Field
        created_at: Field
        created_by: Field
        updated_at: Field
        is_archived: Field
        is_template: Field

    class ArchivedRecordF(_CommonF):
        entity_type: Field

    class BlockGroupF(_CommonF):
        title: Field
        blocks: Field

    class BlockF(_CommonF):
        type: Field
        entity_type: Field
        entity_id: Field
        title: Field
        name: Field
        text_html: Field
        text_plain: Field
        has_text: Field
        main: Field
        attachment: Field
        design_options: Field
        signature_type: Field
        items: Field
        settings: Field

    class BusinessF(_CommonF):
        name: Field
        domain: Field
        currency: Field
        locale: Field
        timezone: Field
        custom_fields: Field

    class CannedResponseF(_CommonF):
        title: Field
        description_html: Field
        category_id: Field

    class CategoryF(_CommonF):
        title: Field
        description_plain: Field
        entity_type: Field

    class CommentF(_CommonF):
        body_html: Field
        body_plain: Field
        entity_type: Field
        entity_id: Field
        is_note: Field
        mentions: Field
        replied_to: Field

    class CompanyF(_CommonF):
        title: Field
        industry: Field
        contact_emails: Field
        contact_phones: Field
        address: Field
        website_links: Field
        people: Field
        custom_fields: Field

    class ContractF(_CommonF):
        name: Field
        signees: Field
        project_id: Field
        template_id: Field
        entity_type: Field
        entity_id: Field
        blocks: Field
        status: Field
        currency: Field
        person_id: Field
        company_id: Field
        issue_date: Field
        expires_at: Field
        valid_until: Field
        tags: Field
        custom_fields: Field

    class ConversationF(_CommonF):
        title: Field
        subject: Field
        entity_type: Field
        entity_id: Field
        members: Field
        type: Field
        status: Field
        custom_fields: Field

    class CustomFieldF(_CommonF):
        title: Field
        entity_type: Field
        input_type: Field
        options: Field
        allow_create: Field
        min: Field
        max: Field
        is_added_by_default: Field
        is_required: Field
        permissions: Field

    class DashboardPageF(_CommonF):
        title: Field
        dashboard_id: Field
        blocks: Field
        layout: Field

    class DashboardF(_CommonF):
        title: Field
        pages: Field

    class EventF(_CommonF):
        title: Field
        description_plain: Field
        description_html: Field
        start_date: Field
        end_date: Field
        is_all_day: Field
        participants: Field
        project_id: Field
        location: Field

    class FileFolderF(_CommonF):
        title: Field
        parent_folder_id: Field
        project_id: Field
        entity_type: Field
        entity_id: Field

    class FileItemF(_CommonF):
        title: Field
        type: Field
        url: Field
        handle: Field
        mime_type: Field
        extension: Field
        size: Field
        folder_id: Field
        entity_type: Field
        entity_id: Field
        linked_entities: Field
        custom_fields: Field

    class FormResponseF(_CommonF):
        form_id: Field
        data: Field
        name: Field
        email: Field

    class FormF(_CommonF):
        title: Field
        status: Field
        currency: Field
        submissions_limit: Field
        expiration_date: Field
        custom_fields: Field

    class InboxGroupF(_CommonF):
        title: Field
        type: Field
        is_active: Field

    class InvoiceSubscriptionF(_CommonF):
        title: Field
        client: Field
        amount: Field
        currency: Field
        repeat: Field
        start_date: Field
        end_date: Field
        status: Field
        custom_fields: Field
        upcoming_invoice_date: Field
        last_charge_attempted_at: Field
        main_invoice_id: Field
        payment_options: Field

    class InvoiceF(_CommonF):
        name: Field
        client: Field
        project_id: Field
        currency: Field
        amount: Field
        sub_total: Field
        tax: Field
        discount: Field
        issue_date: Field
        due_date: Field
        reference: Field
        status: Field
        custom_fields: Field
        invoice_id: Field
        amount_paid: Field
        paid_at: Field
        blocks: Field
        total_amount: Field
        total: Field
        paid_amount: Field
        paid: Field
        outstanding_amount: Field
        amount_due: Field
        balance: Field

    class ItemF(_CommonF):
        title: Field
        description_plain: Field
        amount: Field
        quantity: Field
        tax: Field

    class NoteF(_CommonF):
        title: Field
        description_html: Field
        entity_type: Field
        entity_id: Field

    class PersonF(_CommonF):
        name: Field
        role: Field
        status: Field
        contact_emails: Field
        contact_phones: Field
        address: Field
        company_id: Field
        tags: Field
        custom_fields: Field
        companies: Field

    class ProfileF(_CommonF):
        pass

    class ProjectF(_CommonF):
        name: Field
        description: Field
        description_html: Field
        clients: Field
        contributors: Field
        start_date: Field
        due_date: Field
        currency: Field
        budget: Field
        is_billable: Field
        billing_rate: Field
        color: Field
        status: Field
        custom_fields: Field
        client: Field
        template_id: Field
        task_counts: Field

    class ProposalF(_CommonF):
        name: Field
        client: Field
        project_id: Field
        currency: Field
        amount: Field
        billable_items: Field
        blocks: Field
        auto_invoice: Field
        auto_invoice_template_id: Field
        auto_project: Field
        contract_template_id: Field
        template_id: Field
        payment_options: Field
        status: Field
        person_id: Field
        company_id: Field
        issue_date: Field
        expires_at: Field
        valid_until: Field
        tags: Field
        custom_fields: Field
        proposal_id: Field
        sub_total: Field
        auto_invoice_id: Field
        pending_at: Field
        approved_at: Field

    class SchedulerF(_CommonF):
        name: Field
        title: Field
        description_plain: Field
        durations: Field
        location_type: Field
        is_collect_payment: Field
        custom_fields: Field

    class StatusF(_CommonF):
        title: Field
        entity_type: Field
        color: Field
        type: Field

    class TaskBoardF(_CommonF):
        title: Field
        project_id: Field

    class TaskGroupF(_CommonF):
        title: Field
        task_board_id: Field
        project_id: Field
        color: Field
        is_default: Field

    class TaskF(_CommonF):
        title: Field
        description_html: Field
        description_plain: Field
        project_id: Field
        task_board_id: Field
        task_group_id: Field
        parent_task_id: Field
        assigned_to: Field
        followers: Field
        start_date: Field
        due_date: Field
        status: Field
        custom_fields: Field
        task_id: Field

    class TemplateF(_CommonF):
        title: Field
        entity_type: Field
        is_public: Field
        description: Field
        entity_id: Field
        group: Field

    class TimeTrackF(_CommonF):
        title: Field
        description_plain: Field
        project_id: Field
        task_id: Field
        person_id: Field
        started_at: Field
        stopped_at: Field
        time: Field
        is_manual_time: Field
        billing_rate: Field
        billing_amount: Field
        billing_status: Field
        category_id: Field
        custom_fields: Field
        status: Field
        currency: Field
        cost_rate: Field
        cost_amount: Field
        cost_status: Field

    class TransactionF(_CommonF):
        title: Field
        amount: Field
        currency: Field
        client: Field
        invoice_id: Field
        type: Field
        manual_payment_method: Field
        issue_date: Field
        status: Field
        custom_fields: Field

    class TrashedRecordF(_CommonF):
        entity_type: Field

    class WikiF(_CommonF):
        title: Field
        description: Field
        project_id: Field
        entity_type: Field
        entity_id: Field
        design_options: Field
        share_settings: Field
        private_share_settings: Field
        logo: Field
        icon_image: Field
        color: Field
        index: Field
        blocks_layout: Field

    class WikiEntityF(_CommonF):
        wiki_id: Field
        parent_id: Field
        title: Field
        type: Field
        status: Field
        description: Field
        design_options: Field
        icon: Field
        meta: Field
        index: Field
        blocks: Field

    class ArchiveListing(Listing[ArchivedRecord]):
        @property
        def F(self) -> ArchivedRecordF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ArchivedRecordSort | str | None = None,
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
            sort: ArchivedRecordSort | str | None = None,
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
            sort: ArchivedRecordSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ArchivedRecordFilters],
        ) -> RecordList[ArchivedRecord]: ...

    class BlockGroupsListing(Listing[BlockGroup]):
        @property
        def F(self) -> BlockGroupF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: BlockGroupSort | str | None = None,
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
            sort: BlockGroupSort | str | None = None,
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
            sort: BlockGroupSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[BlockGroupFilters],
        ) -> RecordList[BlockGroup]: ...

    class BlocksListing(Listing[Block]):
        @property
        def F(self) -> BlockF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: BlockSort | str | None = None,
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
            sort: BlockSort | str | None = None,
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
            sort: BlockSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[BlockFilters],
        ) -> RecordList[Block]: ...

    class BusinessesListing(Listing[Business]):
        @property
        def F(self) -> BusinessF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: BusinessSort | str | None = None,
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
            sort: BusinessSort | str | None = None,
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
            sort: BusinessSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[BusinessFilters],
        ) -> RecordList[Business]: ...

    class CannedResponsesListing(Listing[CannedResponse]):
        @property
        def F(self) -> CannedResponseF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: CannedResponseSort | str | None = None,
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
            sort: CannedResponseSort | str | None = None,
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
            sort: CannedResponseSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CannedResponseFilters],
        ) -> RecordList[CannedResponse]: ...

    class CategoriesListing(Listing[Category]):
        @property
        def F(self) -> CategoryF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: CategorySort | str | None = None,
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
            sort: CategorySort | str | None = None,
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
            sort: CategorySort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CategoryFilters],
        ) -> RecordList[Category]: ...

    class CommentsListing(Listing[Comment]):
        @property
        def F(self) -> CommentF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: CommentSort | str | None = None,
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
            sort: CommentSort | str | None = None,
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
            sort: CommentSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CommentFilters],
        ) -> RecordList[Comment]: ...

    class CompaniesListing(Listing[Company]):
        @property
        def F(self) -> CompanyF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: CompanySort | str | None = None,
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
            sort: CompanySort | str | None = None,
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
            sort: CompanySort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CompanyFilters],
        ) -> RecordList[Company]: ...

    class ContractsListing(Listing[Contract]):
        @property
        def F(self) -> ContractF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ContractSort | str | None = None,
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
            sort: ContractSort | str | None = None,
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
            sort: ContractSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ContractFilters],
        ) -> RecordList[Contract]: ...

    class ConversationsListing(Listing[Conversation]):
        @property
        def F(self) -> ConversationF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ConversationSort | str | None = None,
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
            sort: ConversationSort | str | None = None,
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
            sort: ConversationSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ConversationFilters],
        ) -> RecordList[Conversation]: ...

    class CustomFieldsListing(Listing[CustomField]):
        @property
        def F(self) -> CustomFieldF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: CustomFieldSort | str | None = None,
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
            sort: CustomFieldSort | str | None = None,
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
            sort: CustomFieldSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[CustomFieldFilters],
        ) -> RecordList[CustomField]: ...

    class DashboardPagesListing(Listing[DashboardPage]):
        @property
        def F(self) -> DashboardPageF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: DashboardPageSort | str | None = None,
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
            sort: DashboardPageSort | str | None = None,
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
            sort: DashboardPageSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[DashboardPageFilters],
        ) -> RecordList[DashboardPage]: ...

    class DashboardsListing(Listing[Dashboard]):
        @property
        def F(self) -> DashboardF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: DashboardSort | str | None = None,
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
            sort: DashboardSort | str | None = None,
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
            sort: DashboardSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[DashboardFilters],
        ) -> RecordList[Dashboard]: ...

    class EventsListing(Listing[Event]):
        @property
        def F(self) -> EventF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: EventSort | str | None = None,
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
            sort: EventSort | str | None = None,
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
            sort: EventSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[EventFilters],
        ) -> RecordList[Event]: ...

    class FileFoldersListing(Listing[FileFolder]):
        @property
        def F(self) -> FileFolderF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: FileFolderSort | str | None = None,
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
            sort: FileFolderSort | str | None = None,
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
            sort: FileFolderSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FileFolderFilters],
        ) -> RecordList[FileFolder]: ...

    class FilesListing(Listing[FileItem]):
        @property
        def F(self) -> FileItemF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: FileItemSort | str | None = None,
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
            sort: FileItemSort | str | None = None,
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
            sort: FileItemSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FileItemFilters],
        ) -> RecordList[FileItem]: ...

    class FormResponsesListing(Listing[FormResponse]):
        @property
        def F(self) -> FormResponseF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: FormResponseSort | str | None = None,
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
            sort: FormResponseSort | str | None = None,
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
            sort: FormResponseSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FormResponseFilters],
        ) -> RecordList[FormResponse]: ...

    class FormsListing(Listing[Form]):
        @property
        def F(self) -> FormF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: FormSort | str | None = None,
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
            sort: FormSort | str | None = None,
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
            sort: FormSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[FormFilters],
        ) -> RecordList[Form]: ...

    class InboxGroupsListing(Listing[InboxGroup]):
        @property
        def F(self) -> InboxGroupF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: InboxGroupSort | str | None = None,
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
            sort: InboxGroupSort | str | None = None,
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
            sort: InboxGroupSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[InboxGroupFilters],
        ) -> RecordList[InboxGroup]: ...

    class InvoiceSubscriptionsListing(Listing[InvoiceSubscription]):
        @property
        def F(self) -> InvoiceSubscriptionF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: InvoiceSubscriptionSort | str | None = None,
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
            sort: InvoiceSubscriptionSort | str | None = None,
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
            sort: InvoiceSubscriptionSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[InvoiceSubscriptionFilters],
        ) -> RecordList[InvoiceSubscription]: ...

    class InvoicesListing(Listing[Invoice]):
        @property
        def F(self) -> InvoiceF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: InvoiceSort | str | None = None,
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
            sort: InvoiceSort | str | None = None,
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
            sort: InvoiceSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[InvoiceFilters],
        ) -> RecordList[Invoice]: ...

    class ItemsListing(Listing[Item]):
        @property
        def F(self) -> ItemF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ItemSort | str | None = None,
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
            sort: ItemSort | str | None = None,
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
            sort: ItemSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ItemFilters],
        ) -> RecordList[Item]: ...

    class NotesListing(Listing[Note]):
        @property
        def F(self) -> NoteF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: NoteSort | str | None = None,
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
            sort: NoteSort | str | None = None,
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
            sort: NoteSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[NoteFilters],
        ) -> RecordList[Note]: ...

    class PeopleListing(Listing[Person]):
        @property
        def F(self) -> PersonF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: PersonSort | str | None = None,
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
            sort: PersonSort | str | None = None,
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
            sort: PersonSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[PersonFilters],
        ) -> RecordList[Person]: ...

    class ProfilesListing(Listing[Profile]):
        @property
        def F(self) -> ProfileF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ProfileSort | str | None = None,
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
            sort: ProfileSort | str | None = None,
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
            sort: ProfileSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ProfileFilters],
        ) -> RecordList[Profile]: ...

    class ProjectsListing(Listing[Project]):
        @property
        def F(self) -> ProjectF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ProjectSort | str | None = None,
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
            sort: ProjectSort | str | None = None,
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
            sort: ProjectSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ProjectFilters],
        ) -> RecordList[Project]: ...

    class ProposalsListing(Listing[Proposal]):
        @property
        def F(self) -> ProposalF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: ProposalSort | str | None = None,
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
            sort: ProposalSort | str | None = None,
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
            sort: ProposalSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[ProposalFilters],
        ) -> RecordList[Proposal]: ...

    class SchedulerListing(Listing[Scheduler]):
        @property
        def F(self) -> SchedulerF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: SchedulerSort | str | None = None,
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
            sort: SchedulerSort | str | None = None,
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
            sort: SchedulerSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[SchedulerFilters],
        ) -> RecordList[Scheduler]: ...

    class StatusesListing(Listing[Status]):
        @property
        def F(self) -> StatusF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: StatusSort | str | None = None,
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
            sort: StatusSort | str | None = None,
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
            sort: StatusSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[StatusFilters],
        ) -> RecordList[Status]: ...

    class TaskBoardsListing(Listing[TaskBoard]):
        @property
        def F(self) -> TaskBoardF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TaskBoardSort | str | None = None,
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
            sort: TaskBoardSort | str | None = None,
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
            sort: TaskBoardSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TaskBoardFilters],
        ) -> RecordList[TaskBoard]: ...

    class TaskGroupsListing(Listing[TaskGroup]):
        @property
        def F(self) -> TaskGroupF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TaskGroupSort | str | None = None,
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
            sort: TaskGroupSort | str | None = None,
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
            sort: TaskGroupSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TaskGroupFilters],
        ) -> RecordList[TaskGroup]: ...

    class TasksListing(Listing[Task]):
        @property
        def F(self) -> TaskF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TaskSort | str | None = None,
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
            sort: TaskSort | str | None = None,
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
            sort: TaskSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TaskFilters],
        ) -> RecordList[Task]: ...

    class TemplatesListing(Listing[Template]):
        @property
        def F(self) -> TemplateF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TemplateSort | str | None = None,
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
            sort: TemplateSort | str | None = None,
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
            sort: TemplateSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TemplateFilters],
        ) -> RecordList[Template]: ...

    class TimeTracksListing(Listing[TimeTrack]):
        @property
        def F(self) -> TimeTrackF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TimeTrackSort | str | None = None,
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
            sort: TimeTrackSort | str | None = None,
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
            sort: TimeTrackSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TimeTrackFilters],
        ) -> RecordList[TimeTrack]: ...

    class TransactionsListing(Listing[Transaction]):
        @property
        def F(self) -> TransactionF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TransactionSort | str | None = None,
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
            sort: TransactionSort | str | None = None,
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
            sort: TransactionSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TransactionFilters],
        ) -> RecordList[Transaction]: ...

    class TrashBinListing(Listing[TrashedRecord]):
        @property
        def F(self) -> TrashedRecordF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: TrashedRecordSort | str | None = None,
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
            sort: TrashedRecordSort | str | None = None,
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
            sort: TrashedRecordSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[TrashedRecordFilters],
        ) -> RecordList[TrashedRecord]: ...

    class WikiListing(Listing[Wiki]):
        @property
        def F(self) -> WikiF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: WikiSort | str | None = None,
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
            sort: WikiSort | str | None = None,
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
            sort: WikiSort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[WikiFilters],
        ) -> RecordList[Wiki]: ...

    class WikiEntitiesListing(Listing[WikiEntity]):
        @property
        def F(self) -> WikiEntityF: ...

        def iterate(
            self,
            *,
            q: QueryLike = None,
            sort: WikiEntitySort | str | None = None,
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
            sort: WikiEntitySort | str | None = None,
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
            sort: WikiEntitySort | str | None = None,
            skip: int | None = None,
            limit: int | None = None,
            **filters: Unpack[WikiEntityFilters],
        ) -> RecordList[WikiEntity]: ...
