"""The models. Each is loaded when it is first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .address import Address as Address
    from .address import CountryCode as CountryCode
    from .archived_record import ArchivedRecord as ArchivedRecord
    from .block import Attachment as Attachment
    from .block import Block as Block
    from .block import BlockEntityType as BlockEntityType
    from .block import BlockItem as BlockItem
    from .block import BlockMain as BlockMain
    from .block import BlockType as BlockType
    from .block_group import BlockGroup as BlockGroup
    from .business import Business as Business
    from .canned_response import CannedResponse as CannedResponse
    from .category import Category as Category
    from .category import CategoryEntityType as CategoryEntityType
    from .comment import Comment as Comment
    from .comment import CommentEntityType as CommentEntityType
    from .company import Company as Company
    from .company import CompanyMember as CompanyMember
    from .company import WebsiteLink as WebsiteLink
    from .contact_email import ContactEmail as ContactEmail
    from .contact_phone import ContactPhone as ContactPhone
    from .contract import Contract as Contract
    from .contract import ContractEntityType as ContractEntityType
    from .contract import ContractStatus as ContractStatus
    from .conversation import Conversation as Conversation
    from .conversation import ConversationEntityType as ConversationEntityType
    from .conversation import ConversationType as ConversationType
    from .currency_code import CurrencyCode as CurrencyCode
    from .custom_field import CustomField as CustomField
    from .custom_field import CustomFieldEntityType as CustomFieldEntityType
    from .custom_field import CustomFieldInputType as CustomFieldInputType
    from .custom_field import CustomFieldOption as CustomFieldOption
    from .custom_field import CustomFieldPermissions as CustomFieldPermissions
    from .custom_field_value import CustomFieldValue as CustomFieldValue
    from .dashboard import Dashboard as Dashboard
    from .dashboard import DashboardPageRef as DashboardPageRef
    from .dashboard_page import DashboardPage as DashboardPage
    from .dashboard_page import DashboardPageLayoutEntry as DashboardPageLayoutEntry
    from .entity_ref import EntityRef as EntityRef
    from .entity_ref import EntityRefType as EntityRefType
    from .event import Event as Event
    from .file_folder import FileFolder as FileFolder
    from .file_folder import FileFolderEntityType as FileFolderEntityType
    from .file_item import FileItem as FileItem
    from .file_item import FileItemEntityType as FileItemEntityType
    from .file_item import FileItemType as FileItemType
    from .form import Form as Form
    from .form import FormStatus as FormStatus
    from .form_response import FormResponse as FormResponse
    from .form_response import FormResponseData as FormResponseData
    from .inbox_group import InboxGroup as InboxGroup
    from .inbox_group import InboxGroupType as InboxGroupType
    from .invoice import Invoice as Invoice
    from .invoice import InvoiceStatus as InvoiceStatus
    from .invoice import Tax as Tax
    from .invoice_subscription import InvoiceSubscription as InvoiceSubscription
    from .invoice_subscription import InvoiceSubscriptionStatus as InvoiceSubscriptionStatus
    from .invoice_subscription import Repeat as Repeat
    from .invoice_subscription import RepeatInterval as RepeatInterval
    from .item import Item as Item
    from .note import Note as Note
    from .note import NoteEntityType as NoteEntityType
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
    from .person import IdRef as IdRef
    from .person import Person as Person
    from .person import PersonName as PersonName
    from .person import PersonRole as PersonRole
    from .person import PersonStatus as PersonStatus
    from .profile import Profile as Profile
    from .project import Project as Project
    from .project import ProjectBudget as ProjectBudget
    from .project import ProjectStatus as ProjectStatus
    from .project import ProjectTaskCount as ProjectTaskCount
    from .proposal import Proposal as Proposal
    from .proposal import ProposalBillableItem as ProposalBillableItem
    from .proposal import ProposalStatus as ProposalStatus
    from .role import Role as Role
    from .scheduler import Scheduler as Scheduler
    from .scheduler import SchedulerDuration as SchedulerDuration
    from .scheduler import SchedulerLocationType as SchedulerLocationType
    from .status import Status as Status
    from .status import StatusEntityType as StatusEntityType
    from .status import StatusType as StatusType
    from .task import Task as Task
    from .task import TaskStatus as TaskStatus
    from .task_board import TaskBoard as TaskBoard
    from .task_group import TaskGroup as TaskGroup
    from .template import Template as Template
    from .template import TemplateEntityType as TemplateEntityType
    from .time_track import TimeTrack as TimeTrack
    from .time_track import TimeTrackBillingStatus as TimeTrackBillingStatus
    from .transaction import Transaction as Transaction
    from .transaction import TransactionStatus as TransactionStatus
    from .transaction import TransactionType as TransactionType
    from .transaction_manual_payment_method import TransactionManualPaymentMethod as TransactionManualPaymentMethod
    from .trashed_record import TrashedRecord as TrashedRecord
    from .wiki import Wiki as Wiki
    from .wiki import WikiDesignOptions as WikiDesignOptions
    from .wiki import WikiPrivateShareSettings as WikiPrivateShareSettings
    from .wiki import WikiPrivateShareSettingsType as WikiPrivateShareSettingsType
    from .wiki import WikiShareSettings as WikiShareSettings
    from .wiki_entity import WikiEntity as WikiEntity
    from .wiki_entity import WikiEntityStatus as WikiEntityStatus
    from .wiki_entity import WikiEntityType as WikiEntityType

_HOMES = {
    "Address": ".address",
    "AddressDict": ".part_dicts",
    "ArchivedRecord": ".archived_record",
    "Attachment": ".block",
    "AttachmentDict": ".part_dicts",
    "Block": ".block",
    "BlockEntityType": ".block",
    "BlockGroup": ".block_group",
    "BlockItem": ".block",
    "BlockItemDict": ".part_dicts",
    "BlockMain": ".block",
    "BlockMainDict": ".part_dicts",
    "BlockType": ".block",
    "Business": ".business",
    "CannedResponse": ".canned_response",
    "Category": ".category",
    "CategoryEntityType": ".category",
    "Comment": ".comment",
    "CommentEntityType": ".comment",
    "Company": ".company",
    "CompanyMember": ".company",
    "CompanyMemberDict": ".part_dicts",
    "ContactEmail": ".contact_email",
    "ContactEmailDict": ".part_dicts",
    "ContactPhone": ".contact_phone",
    "ContactPhoneDict": ".part_dicts",
    "Contract": ".contract",
    "ContractEntityType": ".contract",
    "ContractStatus": ".contract",
    "Conversation": ".conversation",
    "ConversationEntityType": ".conversation",
    "ConversationType": ".conversation",
    "CountryCode": ".address",
    "CurrencyCode": ".currency_code",
    "CustomField": ".custom_field",
    "CustomFieldEntityType": ".custom_field",
    "CustomFieldInputType": ".custom_field",
    "CustomFieldOption": ".custom_field",
    "CustomFieldOptionDict": ".part_dicts",
    "CustomFieldPermissions": ".custom_field",
    "CustomFieldValue": ".custom_field_value",
    "CustomFieldValueDict": ".part_dicts",
    "Dashboard": ".dashboard",
    "DashboardPage": ".dashboard_page",
    "DashboardPageLayoutEntry": ".dashboard_page",
    "DashboardPageLayoutEntryDict": ".part_dicts",
    "DashboardPageRef": ".dashboard",
    "DashboardPageRefDict": ".part_dicts",
    "EntityRef": ".entity_ref",
    "EntityRefDict": ".part_dicts",
    "EntityRefType": ".entity_ref",
    "Event": ".event",
    "FileFolder": ".file_folder",
    "FileFolderEntityType": ".file_folder",
    "FileItem": ".file_item",
    "FileItemEntityType": ".file_item",
    "FileItemType": ".file_item",
    "Form": ".form",
    "FormResponse": ".form_response",
    "FormResponseData": ".form_response",
    "FormStatus": ".form",
    "IdRef": ".person",
    "InboxGroup": ".inbox_group",
    "InboxGroupType": ".inbox_group",
    "Invoice": ".invoice",
    "InvoiceStatus": ".invoice",
    "InvoiceSubscription": ".invoice_subscription",
    "InvoiceSubscriptionStatus": ".invoice_subscription",
    "Item": ".item",
    "Note": ".note",
    "NoteEntityType": ".note",
    "Person": ".person",
    "PersonName": ".person",
    "PersonNameDict": ".part_dicts",
    "PersonRole": ".person",
    "PersonStatus": ".person",
    "Profile": ".profile",
    "Project": ".project",
    "ProjectBudget": ".project",
    "ProjectBudgetDict": ".part_dicts",
    "ProjectStatus": ".project",
    "ProjectStatusDict": ".part_dicts",
    "ProjectTaskCount": ".project",
    "Proposal": ".proposal",
    "ProposalBillableItem": ".proposal",
    "ProposalBillableItemDict": ".part_dicts",
    "ProposalStatus": ".proposal",
    "Repeat": ".invoice_subscription",
    "RepeatDict": ".part_dicts",
    "RepeatInterval": ".invoice_subscription",
    "Role": ".role",
    "Scheduler": ".scheduler",
    "SchedulerDuration": ".scheduler",
    "SchedulerDurationDict": ".part_dicts",
    "SchedulerLocationType": ".scheduler",
    "Status": ".status",
    "StatusEntityType": ".status",
    "StatusType": ".status",
    "Task": ".task",
    "TaskBoard": ".task_board",
    "TaskGroup": ".task_group",
    "TaskStatus": ".task",
    "Tax": ".invoice",
    "TaxDict": ".part_dicts",
    "Template": ".template",
    "TemplateEntityType": ".template",
    "TimeTrack": ".time_track",
    "TimeTrackBillingStatus": ".time_track",
    "Transaction": ".transaction",
    "TransactionManualPaymentMethod": ".transaction_manual_payment_method",
    "TransactionStatus": ".transaction",
    "TransactionType": ".transaction",
    "TrashedRecord": ".trashed_record",
    "WebsiteLink": ".company",
    "WebsiteLinkDict": ".part_dicts",
    "Wiki": ".wiki",
    "WikiDesignOptions": ".wiki",
    "WikiDesignOptionsDict": ".part_dicts",
    "WikiEntity": ".wiki_entity",
    "WikiEntityStatus": ".wiki_entity",
    "WikiEntityType": ".wiki_entity",
    "WikiPrivateShareSettings": ".wiki",
    "WikiPrivateShareSettingsDict": ".part_dicts",
    "WikiPrivateShareSettingsType": ".wiki",
    "WikiShareSettings": ".wiki",
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
