"""Sealed values: opened by us, by nobody else, and under any key still on the ring."""

import stat
from pathlib import Path

import msgspec
import pytest

from jiesu.kit import keyring, sealed
from jiesu.kit.keyring import KeyRing, new_ring


@pytest.mark.parametrize("plain", [b"", b"13812345678", "幸福里小区3号楼".encode(), bytes(10_000)])
def test_what_is_sealed_opens_again(plain: bytes, ring_file: Path) -> None:  # noqa: ARG001
    assert sealed.unseal(sealed.seal(plain)) == plain


def test_the_same_value_sealed_twice_looks_different() -> None:
    ring = new_ring()
    assert sealed.seal(b"x", ring=ring) != sealed.seal(b"x", ring=ring)


def test_nothing_of_the_value_shows_in_the_token() -> None:
    assert b"13812345678" not in sealed.seal(b"13812345678", ring=new_ring())


@pytest.mark.parametrize("at", [3, 14, 20, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    ring = new_ring()
    token = bytearray(sealed.seal(b"13812345678", ring=ring))
    token[at] ^= 1
    with pytest.raises(sealed.NotSealedError, match="does not open"):
        sealed.unseal(bytes(token), ring=ring)


def test_a_token_moved_to_another_key_id_is_noticed() -> None:
    one = new_ring()
    ring = KeyRing(active=1, keys={1: one.keys[1], 2: one.keys[1]}, index=one.index)
    token = sealed.seal(b"x", ring=ring)
    with pytest.raises(sealed.NotSealedError):
        sealed.unseal(sealed.header_of(2) + token[3:], ring=ring)


@pytest.mark.parametrize("token", [b"", b"13812345678", bytes(40)])
def test_what_was_never_sealed_is_said_so(token: bytes) -> None:
    with pytest.raises(sealed.NotSealedError, match="did not seal"):
        sealed.unseal(token, ring=new_ring())


def test_a_missing_key_is_named() -> None:
    token = sealed.seal(b"x", ring=KeyRing(active=7, keys={7: bytes(32)}, index=bytes(32)))
    with pytest.raises(sealed.KeyMissingError, match="no key 7"):
        sealed.unseal(token, ring=new_ring())


def test_json_comes_back_as_it_went(ring_file: Path) -> None:  # noqa: ARG001
    told = {"name": "孙女士", "phones": ["13812345678"], "text": None}
    assert sealed.unseal_json(sealed.seal_json(told)) == told


def test_the_ring_is_made_on_first_use_for_its_owner_alone(ring_file: Path) -> None:
    sealed.seal(b"x")
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600
    assert sorted(p.name for p in ring_file.parent.iterdir()) == ["keys.json"]


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key(ring_file: Path) -> None:
    old = sealed.seal(b"x")
    assert keyring.add_key() == 2
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600
    assert sealed.key_of(old) == 1
    assert sealed.key_of(sealed.seal(b"x")) == 2
    assert sealed.unseal(old) == b"x"


def test_a_key_added_by_another_process_is_found(ring_file: Path) -> None:
    sealed.seal(b"x")
    ring = keyring.ring_at_home()
    newer = KeyRing(active=2, keys={**ring.keys, 2: bytes(32)}, index=ring.index)
    ring_file.write_bytes(msgspec.json.encode(newer))
    assert sealed.unseal(sealed.seal(b"y", ring=newer)) == b"y"


def test_a_rotation_keeps_the_blind_index(ring_file: Path) -> None:  # noqa: ARG001
    before = sealed.blind("13812345678")
    keyring.add_key()
    assert sealed.blind("13812345678") == before


@pytest.mark.parametrize("other", ["ABC 001", "ＡＢＣ００１", " abc001\n"])
def test_equal_writing_has_an_equal_blind_index(other: str) -> None:
    ring = new_ring()
    assert sealed.blind("abc001", ring=ring) == sealed.blind(other, ring=ring)


def test_blind_indexes_differ_by_value_and_by_installation() -> None:
    ring = new_ring()
    assert len(sealed.blind("a", ring=ring)) == 16
    assert sealed.blind("a", ring=ring) != sealed.blind("b", ring=ring)
    assert sealed.blind("a", ring=ring) != sealed.blind("a", ring=new_ring())


def test_a_broken_ring_is_refused_and_left_alone(ring_file: Path) -> None:
    ring_file.write_text('{"active": 2, "keys": {}, "index": ""}')
    with pytest.raises(ValueError, match="not a key ring"):
        sealed.seal(b"x")
    assert ring_file.read_text().startswith('{"active": 2')


def test_a_ring_that_vanishes_under_a_running_process_stays_in_use(ring_file: Path) -> None:
    token = sealed.seal(b"x")
    ring_file.unlink()
    assert sealed.unseal(token) == b"x"
    assert sealed.key_of(sealed.seal(b"y")) == 1
    assert not ring_file.exists()


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        KeyRing(active=1, keys={1: bytes(16)}, index=bytes(32))
