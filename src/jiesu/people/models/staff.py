"""A member of staff: the account, the name and work number told to the customer."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jiesu.kit.resealing import SealedInJson, register
from jiesu.people.models.organisation import Organisation


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by their user name."""

    def create_user(self, username: str, password: str, **facts: Any) -> "Staff":
        """Hire somebody; ``facts`` are the other columns."""
        staff = self.model(username=username, **facts)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """One person. What the person may do is granted by rows (``Grant``), never by flags."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    work_no = models.CharField(max_length=20, unique=True)
    extension = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="staff")
    left_at = models.DateTimeField(null=True, blank=True)
    """When the person left; from then on the account opens nothing."""

    objects: ClassVar[StaffManager] = StaffManager()
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account still opens doors; Django asks."""
        return self.left_at is None


register(SealedInJson("mfa_authenticator", "id", "data", ("secret", "seed")))  # login/adapters.py
