"""Who there is: organisations, staff, the roles granted to them, tokens, customers."""

from jiesu.people.models.absence import Absence
from jiesu.people.models.audit import AuditEntry
from jiesu.people.models.customer import Customer, Subscription
from jiesu.people.models.duty import Duty
from jiesu.people.models.first_link import FirstLink
from jiesu.people.models.glass import BrokenGlass, GlassNotice
from jiesu.people.models.grant import Grant
from jiesu.people.models.inspection import Inspection
from jiesu.people.models.lock import AccountLock
from jiesu.people.models.organisation import Organisation
from jiesu.people.models.staff import Staff
from jiesu.people.models.token import ApiToken

__all__ = [
    "Absence",
    "AccountLock",
    "ApiToken",
    "AuditEntry",
    "BrokenGlass",
    "Customer",
    "Duty",
    "FirstLink",
    "GlassNotice",
    "Grant",
    "Inspection",
    "Organisation",
    "Staff",
    "Subscription",
]
