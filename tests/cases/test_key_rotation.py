"""New keys reach every sealed value of the house, and the ledger's chain does not notice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import BinaryField

from at_once import IN_TIME, await_waiting
from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.config.main import main
from jiesu.kit import keyring, resealing
from jiesu.kit.keyring import KeyRing
from jiesu.kit.resealing import SealedColumn, registered, reseal
from jiesu.kit.rings import out_of_rings
from jiesu.kit.sealed import key_of, unseal_json

TOLD = Intake(
    channel="hotline",
    description="晚上八点以后经常掉线,重启光猫也没有用。",
    desired_outcome="查清原因并修好",
    name="孙女士",
    phone="13800005678",
    region="440100",
)


IN_THE_CLEAR = {
    "account_index", "address_index", "commitment", "digest", "hash", "head", "number_index",
    "phone_index", "request_digest", "request_key", "salt",
}  # fmt: skip
"""Binary columns that are keyed digests, hashes or salts: they hold nothing to unseal."""
KEPT_AS_IT_IS = {("cases_keptpack", "text")}
"""The text of a policy pack: public, and only binary so that not a byte of it changes."""


def test_whatever_is_binary_and_no_digest_is_sealed_and_rotated() -> None:
    """Exact in both directions: a new binary column fails here until somebody decides."""
    binary = {
        (model._meta.db_table, field.column)  # noqa: SLF001 - Django's own name for it
        for model in apps.get_models()
        if model.__module__.startswith("jiesu.")
        for field in model._meta.local_fields  # noqa: SLF001 - the same
        if isinstance(field, BinaryField)
    }
    sealed = {(table, column) for table, column in binary if column not in IN_THE_CLEAR}
    ours = {(c.table, c.column) for c in registered() if isinstance(c, SealedColumn)}
    assert sealed - KEPT_AS_IT_IS == ours


@pytest.mark.django_db(transaction=True)
def test_a_rotation_that_meets_a_move_in_a_ring_of_waiting_goes_on(cast: Cast) -> None:
    """A move of two cases holds the one and waits for the other, which the rotation holds."""
    now = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
    first, second = (receive(cast.agent, TOLD, now=now) for _ in range(2))
    old = keyring.ring_at_home()
    newer = KeyRing(active=2, keys={**old.keys, 2: bytes(32)}, index=old.index)
    held = Event()

    @transaction.atomic
    def move() -> None:
        assert _locked(second)
        if not held.is_set():
            held.set()
            await_waiting(1)
        assert _locked(first)

    def mover() -> None:
        """Done again too, as every move is: PostgreSQL breaks off either of the two."""
        out_of_rings(move)
        connection.close()

    with ThreadPoolExecutor(1) as pool, patch.object(resealing, "ring_at_home", lambda: newer):
        moving = pool.submit(mover)
        assert held.wait(IN_TIME)
        assert reseal(SealedColumn("cases_case", "id", "secret")) == 2
        moving.result(IN_TIME)


def _locked(case: Case) -> bool:
    return Case.objects.select_for_update(of=("self",)).filter(pk=case.pk).exists()


@pytest.mark.usefixtures("ring_file")
def test_a_case_survives_a_rotation(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    case = receive(cast.agent, TOLD, now=datetime(2026, 9, 18, 9, 30, tzinfo=UTC))
    assert main(["keys", "rotate"]) == 0
    assert "cases_entry.secret：重新加密" in capsys.readouterr().out
    new = keyring.ring_at_home().active
    stored = Case.objects.get(pk=case.pk)
    secrets = [stored.secret, *Entry.objects.exclude(secret=None).values_list("secret", flat=True)]
    assert {key_of(bytes(secret)) for secret in secrets if secret} == {new}
    assert "13800005678" in str(unseal_json(bytes(stored.secret or b"")))
    assert verify(stored) is None
    assert differences(stored) == []
