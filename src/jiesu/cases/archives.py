"""Looking into archives: prove a package, hand out an unlocked copy (T32, T33)."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Entry
from jiesu.cases.package import Fault, faults_of
from jiesu.cases.refusals import NotAllowed, UnknownCase, WrongState
from jiesu.cases.vault import path_of
from jiesu.people.actor import Actor
from jiesu.people.audit import note

OPEN_FOR = timedelta(days=1)
"""How long an approved unlocking stays open."""


def package_of(case: Case) -> Path:
    """Where the package of ``case`` lies.

    Raises:
        WrongState: it was never packed, or was erased at the end of its term.
    """
    packed = case.record.get("archive")
    if not packed:
        raise WrongState(_("%(number)s 尚未归档。") % {"number": case.number})
    if case.record.get("erased"):
        raise WrongState(
            _("%(number)s 的档案已到保存期限并删除，台账中仍有其哈希。") % {"number": case.number}
        )
    return path_of(packed["sha256"])


def _at_hand(case: Case) -> Path:
    """The package, which may have been lost from the vault.

    Raises:
        WrongState: there is none, or it is not where it should be.
    """
    path = package_of(case)
    if not path.exists():
        raise WrongState(
            _("%(number)s 的档案文件不在存储中，未取出。请管理员从备份恢复后再试。")
            % {"number": case.number}
        )
    return path


def prove(case: Case) -> list[Fault]:
    """What is wrong with the package of ``case``; empty if it is what the ledger says."""
    path = package_of(case)
    if not path.exists():
        return [Fault(path.name, "文件不在")]
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != case.record["archive"]["sha256"]:
            return [Fault(path.name, "档案与台账所记哈希不符")]
    return faults_of(path)


@transaction.atomic
def unlocked(actor: Actor, number: str, now: datetime) -> Path:
    """The package for the one to whom it was unlocked; each taking out is audited.

    Raises:
        UnknownCase: it was never unlocked for this actor. NotAllowed: longer ago than a day.
        WrongState: there is no package.
    """
    case = Case.objects.filter(number=number).first()
    opened = Entry.objects.filter(case=case, verb="unlock", facts__for=actor.staff_id)
    if case is None or actor.staff_id is None or not opened.exists():
        raise UnknownCase(
            _("没有找到为您开启的档案 %(number)s，请核对编号，或先申请调阅。") % {"number": number}
        )
    if not opened.filter(at__gt=now - OPEN_FOR).exists():
        raise NotAllowed(_("这份档案的调阅已超过一天，未取出。请重新申请。"))
    path = _at_hand(case)
    note("take_archive", at=now, by=actor.staff_id, facts={"case": number})
    return path
