"""S144, S153: pictures come in before the complaint is sent, and go with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.files import photo
from jiesu.cases.models import Case, Entry, Evidence
from jiesu.portal.terms import terms
from portal.conftest import answer, key_on, text_of

pytestmark = pytest.mark.usefixtures("cast")


def picture(name: str = "光猫.jpg", wide: int = 64) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(size=(wide, 48)), "image/jpeg")


def test_the_camera_opens_on_a_phone(client: Client) -> None:
    page = text_of(client.get("/complain/photos/"))
    assert 'capture="environment"' in page
    assert 'accept="image/*"' in page


def test_pictures_wait_with_the_draft_and_become_evidence(client: Client) -> None:
    client.post("/complain/photos/", {"camera": picture(), "go": "stay"})
    client.post("/complain/photos/", {"album": [picture("a.jpg", 70), picture("b.jpg", 80)]})
    assert all(name in text_of(client.get("/complain/photos/")) for name in ("光猫.jpg", "b.jpg"))
    answer(client)
    client.post("/complain/review/", {"key": key_on(client.get("/complain/review/"))})
    case = Case.objects.get()
    entries = Entry.objects.filter(case=case, verb="add_evidence")
    assert [entry.by_kind for entry in entries] == ["customer"] * 3
    assert Evidence.objects.filter(case=case, kind="photo").count() == 3


def test_one_may_be_left_out_again(client: Client) -> None:
    client.post("/complain/photos/", {"album": [picture("a.jpg"), picture("b.jpg", 80)]})
    client.post("/complain/photos/", {"leave_out": "0"})
    page = text_of(client.get("/complain/photos/"))
    assert "a.jpg" not in page
    assert "b.jpg" in page


def test_the_same_picture_twice_is_one_piece(client: Client) -> None:
    client.post("/complain/photos/", {"album": [picture("a.jpg"), picture("b.jpg")]})
    answer(client)
    sent = client.post("/complain/review/", {"key": key_on(client.get("/complain/review/"))})
    assert sent.status_code == 302
    assert Evidence.objects.count() == 1


def test_what_cannot_come_in_is_said_and_the_rest_stays(client: Client) -> None:
    bad = SimpleUploadedFile("<b>x</b>.exe", b"MZ...")
    page = client.post("/complain/photos/", {"album": [picture(), bad], "go": "on"})
    assert page.status_code == 422
    assert "光猫.jpg" in text_of(page)
    assert "未保存" in text_of(page)
    assert "<b>x</b>" not in text_of(page)


def test_more_than_a_few_wait_until_the_complaint_is_sent(client: Client) -> None:
    many = [picture(f"{n}.jpg", 60 + n) for n in range(terms().complaint.most_photos + 1)]
    page = client.post("/complain/photos/", {"album": many})
    assert page.status_code == 422
    assert "其余的请在提交后补传" in text_of(page)


def test_another_s_visit_sees_no_picture_of_mine(client: Client) -> None:
    client.post("/complain/photos/", {"camera": picture()})
    assert "光猫.jpg" not in text_of(Client().get("/complain/photos/"))
