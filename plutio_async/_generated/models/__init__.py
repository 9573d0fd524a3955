"""The models. Each is loaded when it is first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .address import Address as Address
    from .archived_record import ArchivedRecord as ArchivedRecord
    from .attachment import Attachment as Attachment
    from .block import Block as Block
    from .block_entity_type import BlockEntityType as BlockEntityType
    from .block_group import BlockGroup as BlockGroup
    from .block_item import BlockItem as BlockItem
    from .block_main import BlockMain as BlockMain
    from .block_type import BlockType as BlockType
    from .business import Business as Business
    from .canned_response import CannedResponse as CannedResponse
    from .category import Category as Category
    from .category_entity_type import CategoryEntityType as CategoryEntityType
    from .comment import Comment as Comment
    from .comment_entity_type import CommentEntityType as CommentEntityType
    from .company import Company as Company
    from .company_member import CompanyMember as CompanyMember
    from .contact_email import ContactEmail as ContactEmail
    from .contact_phone import ContactPhone as ContactPhone
    from .contract import Contract as Contract
    from .contract_entity_type import ContractEntityType as ContractEntityType
    from .contract_status import ContractStatus as ContractStatus
    from .conversation import Conversation as Conversation
    from .conversation_entity_type import ConversationEntityType as ConversationEntityType
    from .conversation_type import ConversationType as ConversationType
    from .country_code import CountryCode as CountryCode
    from .currency_code import CurrencyCode as CurrencyCode
    from .custom_field import CustomField as CustomField
    from .custom_field_entity_type import CustomFieldEntityType as CustomFieldEntityType
    from .custom_field_input_type import CustomFieldInputType as CustomFieldInputType
    from .custom_field_option import CustomFieldOption as CustomFieldOption
    from .custom_field_permissions import CustomFieldPermissions as CustomFieldPermissions
    from .custom_field_value import CustomFieldValue as CustomFieldValue
    from .dashboard import Dashboard as Dashboard
    from .dashboard_page import DashboardPage as DashboardPage
    from .dashboard_page_layout_entry import DashboardPageLayoutEntry as DashboardPageLayoutEntry
    from .dashboard_page_ref import DashboardPageRef as DashboardPageRef
    from .entity_ref import EntityRef as EntityRef
    from .entity_ref_type import EntityRefType as EntityRefType
    from .event import Event as Event
    from .file_folder import FileFolder as FileFolder
    from .file_folder_entity_type import FileFolderEntityType as FileFolderEntityType
    from .file_item import FileItem as FileItem
    from .file_item_entity_type import FileItemEntityType as FileItemEntityType
    from .file_item_type import FileItemType as FileItemType
    from .form import Form as Form
    from .form_response import FormResponse as FormResponse
    from .form_response_data import FormResponseData as FormResponseData
    from .form_status import FormStatus as FormStatus
    from .id_ref import IdRef as IdRef
    from .inbox_group import InboxGroup as InboxGroup
    from .inbox_group_type import InboxGroupType as InboxGroupType
    from .invoice import Invoice as Invoice
    from .invoice_status import InvoiceStatus as InvoiceStatus
    from .invoice_subscription import InvoiceSubscription as InvoiceSubscription
    from .invoice_subscription_status import InvoiceSubscriptionStatus as InvoiceSubscriptionStatus
    from .item import Item as Item
    from .note import Note as Note
    from .note_entity_type import NoteEntityType as NoteEntityType
    from .part_dicts import AddressDict as AddressDict
    from .part_dicts import AttachmentDict as AttachmentDict
    from .part_dicts import BlockItemDict as BlockItemDict
    from .part_dicts import BlockMainDict as BlockMainDict
    from .part_dicts import CompanyMemberDict as CompanyMemberDict
    from .part_dicts import ContactEmailDict as ContactEmailDict
    from .part_dicts import ContactPhoneDict as ContactPhoneDict
    from .part_dicts import CustomFieldOptionDict as CustomFieldOptionDict
    from .part_dicts import CustomFieldValueDict as CustomFieldValueDict
    from .part_dicts import DashboardPageLayoutEntryDict as DashboardPageLayoutEntryDict
    from .part_dicts import DashboardPageRefDict as DashboardPageRefDict
    from .part_dicts import EntityRefDict as EntityRefDict
    from .part_dicts import PersonNameDict as PersonNameDict
    from .part_dicts import ProjectBudgetDict as ProjectBudgetDict
    from .part_dicts import ProjectStatusDict as ProjectStatusDict
    from .part_dicts import ProposalBillableItemDict as ProposalBillableItemDict
    from .part_dicts import RepeatDict as RepeatDict
    from .part_dicts import SchedulerDurationDict as SchedulerDurationDict
    from .part_dicts import TaxDict as TaxDict
    from .part_dicts import WebsiteLinkDict as WebsiteLinkDict
    from .part_dicts import WikiDesignOptionsDict as WikiDesignOptionsDict
    from .part_dicts import WikiPrivateShareSettingsDict as WikiPrivateShareSettingsDict
    from .part_dicts import WikiShareSettingsDict as WikiShareSettingsDict
    from .person import Person as Person
    from .person_name import PersonName as PersonName
    from .person_role import PersonRole as PersonRole
    from .person_status import PersonStatus as PersonStatus
    from .profile import Profile as Profile
    from .project import Project as Project
    from .project_budget import ProjectBudget as ProjectBudget
    from .project_status import ProjectStatus as ProjectStatus
    from .project_task_count import ProjectTaskCount as ProjectTaskCount
    from .proposal import Proposal as Proposal
    from .proposal_billable_item import ProposalBillableItem as ProposalBillableItem
    from .proposal_status import ProposalStatus as ProposalStatus
    from .repeat import Repeat as Repeat
    from .repeat_interval import RepeatInterval as RepeatInterval
    from .role import Role as Role
    from .scheduler import Scheduler as Scheduler
    from .scheduler_duration import SchedulerDuration as SchedulerDuration
    from .scheduler_location_type import SchedulerLocationType as SchedulerLocationType
    from .status import Status as Status
    from .status_entity_type import StatusEntityType as StatusEntityType
    from .status_type import StatusType as StatusType
    from .task import Task as Task
    from .task_board import TaskBoard as TaskBoard
    from .task_group import TaskGroup as TaskGroup
    from .task_status import TaskStatus as TaskStatus
    from .tax import Tax as Tax
    from .template import Template as Template
    from .template_entity_type import TemplateEntityType as TemplateEntityType
    from .time_track import TimeTrack as TimeTrack
    from .time_track_billing_status import TimeTrackBillingStatus as TimeTrackBillingStatus
    from .transaction import Transaction as Transaction
    from .transaction_manual_payment_method import TransactionManualPaymentMethod as TransactionManualPaymentMethod
    from .transaction_status import TransactionStatus as TransactionStatus
    from .transaction_type import TransactionType as TransactionType
    from .trashed_record import TrashedRecord as TrashedRecord
    from .website_link import WebsiteLink as WebsiteLink
    from .wiki import Wiki as Wiki
    from .wiki_design_options import WikiDesignOptions as WikiDesignOptions
    from .wiki_entity import WikiEntity as WikiEntity
    from .wiki_entity_status import WikiEntityStatus as WikiEntityStatus
    from .wiki_entity_type import WikiEntityType as WikiEntityType
    from .wiki_private_share_settings import WikiPrivateShareSettings as WikiPrivateShareSettings
    from .wiki_private_share_settings_type import WikiPrivateShareSettingsType as WikiPrivateShareSettingsType
    from .wiki_share_settings import WikiShareSettings as WikiShareSettings

_HOMES = {
    "Address": ".address",
    "AddressDict": ".part_dicts",
    "ArchivedRecord": ".archived_record",
    "Attachment": ".attachment",
    "AttachmentDict": ".part_dicts",
    "Block": ".block",
    "BlockEntityType": ".block_entity_type",
    "BlockGroup": ".block_group",
    "BlockItem": ".block_item",
    "BlockItemDict": ".part_dicts",
    "BlockMain": ".block_main",
    "BlockMainDict": ".part_dicts",
    "BlockType": ".block_type",
    "Business": ".business",
    "CannedResponse": ".canned_response",
    "Category": ".category",
    "CategoryEntityType": ".category_entity_type",
    "Comment": ".comment",
    "CommentEntityType": ".comment_entity_type",
    "Company": ".company",
    "CompanyMember": ".company_member",
    "CompanyMemberDict": ".part_dicts",
    "ContactEmail": ".contact_email",
    "ContactEmailDict": ".part_dicts",
    "ContactPhone": ".contact_phone",
    "ContactPhoneDict": ".part_dicts",
    "Contract": ".contract",
    "ContractEntityType": ".contract_entity_type",
    "ContractStatus": ".contract_status",
    "Conversation": ".conversation",
    "ConversationEntityType": ".conversation_entity_type",
    "ConversationType": ".conversation_type",
    "CountryCode": ".country_code",
    "CurrencyCode": ".currency_code",
    "CustomField": ".custom_field",
    "CustomFieldEntityType": ".custom_field_entity_type",
    "CustomFieldInputType": ".custom_field_input_type",
    "CustomFieldOption": ".custom_field_option",
    "CustomFieldOptionDict": ".part_dicts",
    "CustomFieldPermissions": ".custom_field_permissions",
    "CustomFieldValue": ".custom_field_value",
    "CustomFieldValueDict": ".part_dicts",
    "Dashboard": ".dashboard",
    "DashboardPage": ".dashboard_page",
    "DashboardPageLayoutEntry": ".dashboard_page_layout_entry",
    "DashboardPageLayoutEntryDict": ".part_dicts",
    "DashboardPageRef": ".dashboard_page_ref",
    "DashboardPageRefDict": ".part_dicts",
    "EntityRef": ".entity_ref",
    "EntityRefDict": ".part_dicts",
    "EntityRefType": ".entity_ref_type",
    "Event": ".event",
    "FileFolder": ".file_folder",
    "FileFolderEntityType": ".file_folder_entity_type",
    "FileItem": ".file_item",
    "FileItemEntityType": ".file_item_entity_type",
    "FileItemType": ".file_item_type",
    "Form": ".form",
    "FormResponse": ".form_response",
    "FormResponseData": ".form_response_data",
    "FormStatus": ".form_status",
    "IdRef": ".id_ref",
    "InboxGroup": ".inbox_group",
    "InboxGroupType": ".inbox_group_type",
    "Invoice": ".invoice",
    "InvoiceStatus": ".invoice_status",
    "InvoiceSubscription": ".invoice_subscription",
    "InvoiceSubscriptionStatus": ".invoice_subscription_status",
    "Item": ".item",
    "Note": ".note",
    "NoteEntityType": ".note_entity_type",
    "Person": ".person",
    "PersonName": ".person_name",
    "PersonNameDict": ".part_dicts",
    "PersonRole": ".person_role",
    "PersonStatus": ".person_status",
    "Profile": ".profile",
    "Project": ".project",
    "ProjectBudget": ".project_budget",
    "ProjectBudgetDict": ".part_dicts",
    "ProjectStatus": ".project_status",
    "ProjectStatusDict": ".part_dicts",
    "ProjectTaskCount": ".project_task_count",
    "Proposal": ".proposal",
    "ProposalBillableItem": ".proposal_billable_item",
    "ProposalBillableItemDict": ".part_dicts",
    "ProposalStatus": ".proposal_status",
    "Repeat": ".repeat",
    "RepeatDict": ".part_dicts",
    "RepeatInterval": ".repeat_interval",
    "Role": ".role",
    "Scheduler": ".scheduler",
    "SchedulerDuration": ".scheduler_duration",
    "SchedulerDurationDict": ".part_dicts",
    "SchedulerLocationType": ".scheduler_location_type",
    "Status": ".status",
    "StatusEntityType": ".status_entity_type",
    "StatusType": ".status_type",
    "Task": ".task",
    "TaskBoard": ".task_board",
    "TaskGroup": ".task_group",
    "TaskStatus": ".task_status",
    "Tax": ".tax",
    "TaxDict": ".part_dicts",
    "Template": ".template",
    "TemplateEntityType": ".template_entity_type",
    "TimeTrack": ".time_track",
    "TimeTrackBillingStatus": ".time_track_billing_status",
    "Transaction": ".transaction",
    "TransactionManualPaymentMethod": ".transaction_manual_payment_method",
    "TransactionStatus": ".transaction_status",
    "TransactionType": ".transaction_type",
    "TrashedRecord": ".trashed_record",
    "WebsiteLink": ".website_link",
    "WebsiteLinkDict": ".part_dicts",
    "Wiki": ".wiki",
    "WikiDesignOptions": ".wiki_design_options",
    "WikiDesignOptionsDict": ".part_dicts",
    "WikiEntity": ".wiki_entity",
    "WikiEntityStatus": ".wiki_entity_status",
    "WikiEntityType": ".wiki_entity_type",
    "WikiPrivateShareSettings": ".wiki_private_share_settings",
    "WikiPrivateShareSettingsDict": ".part_dicts",
    "WikiPrivateShareSettingsType": ".wiki_private_share_settings_type",
    "WikiShareSettings": ".wiki_share_settings",
    "WikiShareSettingsDict": ".part_dicts",
}

__all__ = [
    "Address",
    "AddressDict",
    "ArchivedRecord",
    "Attachment",
    "AttachmentDict",
    "Block",
    "BlockEntityType",
    "BlockGroup",
    "BlockItem",
    "BlockItemDict",
    "BlockMain",
    "BlockMainDict",
    "BlockType",
    "Business",
    "CannedResponse",
    "Category",
    "CategoryEntityType",
    "Comment",
    "CommentEntityType",
    "Company",
    "CompanyMember",
    "CompanyMemberDict",
    "ContactEmail",
    "ContactEmailDict",
    "ContactPhone",
    "ContactPhoneDict",
    "Contract",
    "ContractEntityType",
    "ContractStatus",
    "Conversation",
    "ConversationEntityType",
    "ConversationType",
    "CountryCode",
    "CurrencyCode",
    "CustomField",
    "CustomFieldEntityType",
    "CustomFieldInputType",
    "CustomFieldOption",
    "CustomFieldOptionDict",
    "CustomFieldPermissions",
    "CustomFieldValue",
    "CustomFieldValueDict",
    "Dashboard",
    "DashboardPage",
    "DashboardPageLayoutEntry",
    "DashboardPageLayoutEntryDict",
    "DashboardPageRef",
    "DashboardPageRefDict",
    "EntityRef",
    "EntityRefDict",
    "EntityRefType",
    "Event",
    "FileFolder",
    "FileFolderEntityType",
    "FileItem",
    "FileItemEntityType",
    "FileItemType",
    "Form",
    "FormResponse",
    "FormResponseData",
    "FormStatus",
    "IdRef",
    "InboxGroup",
    "InboxGroupType",
    "Invoice",
    "InvoiceStatus",
    "InvoiceSubscription",
    "InvoiceSubscriptionStatus",
    "Item",
    "Note",
    "NoteEntityType",
    "Person",
    "PersonName",
    "PersonNameDict",
    "PersonRole",
    "PersonStatus",
    "Profile",
    "Project",
    "ProjectBudget",
    "ProjectBudgetDict",
    "ProjectStatus",
    "ProjectStatusDict",
    "ProjectTaskCount",
    "Proposal",
    "ProposalBillableItem",
    "ProposalBillableItemDict",
    "ProposalStatus",
    "Repeat",
    "RepeatDict",
    "RepeatInterval",
    "Role",
    "Scheduler",
    "SchedulerDuration",
    "SchedulerDurationDict",
    "SchedulerLocationType",
    "Status",
    "StatusEntityType",
    "StatusType",
    "Task",
    "TaskBoard",
    "TaskGroup",
    "TaskStatus",
    "Tax",
    "TaxDict",
    "Template",
    "TemplateEntityType",
    "TimeTrack",
    "TimeTrackBillingStatus",
    "Transaction",
    "TransactionManualPaymentMethod",
    "TransactionStatus",
    "TransactionType",
    "TrashedRecord",
    "WebsiteLink",
    "WebsiteLinkDict",
    "Wiki",
    "WikiDesignOptions",
    "WikiDesignOptionsDict",
    "WikiEntity",
    "WikiEntityStatus",
    "WikiEntityType",
    "WikiPrivateShareSettings",
    "WikiPrivateShareSettingsDict",
    "WikiPrivateShareSettingsType",
    "WikiShareSettings",
    "WikiShareSettingsDict",
]

if not TYPE_CHECKING:
    from plutio_async._core import lazy

    __getattr__ = lazy(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
