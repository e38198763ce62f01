"""S144, S153: customers send pictures and papers, and see only their own again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.files import bomb, photo
from jiesu.cases.models import Case, Entry, Evidence
from portal.conftest import Follow, text_of


def test_a_picture_is_taken_in_and_shown_without_its_place(case: Case, follow: Follow) -> None:
    mine = follow(case)
    path = f"/my/{case.number}/files/"
    assert path in text_of(mine.get(f"/my/{case.number}/"))
    sent = SimpleUploadedFile("光猫.jpg", photo(with_place=True), "image/jpeg")
    answer = mine.post(path, {"file": sent, "kind": "photo", "note": "红灯"}, follow=True)
    assert "已收到您的材料" in text_of(answer)
    entry = Entry.objects.get(case=case, verb="add_evidence")
    assert (entry.by_kind, entry.facts["kind"]) == ("customer", "photo")
    shown = mine.get(f"{path}{entry.seq}/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"Camera of Sun" not in shown.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ..."), ("a.jpg", b"<script>"), ("bomb.png", bomb())]
)
def test_what_may_not_come_in_is_said_beside_the_form(
    case: Case, follow: Follow, name: str, content: bytes
) -> None:
    sent = SimpleUploadedFile(name, content)
    answer = follow(case).post(f"/my/{case.number}/files/", {"file": sent, "note": "我的说明"})
    assert answer.status_code == 422
    assert "未保存" in text_of(answer)
    assert "我的说明" in text_of(answer)
    assert Evidence.objects.count() == 0


def test_no_file_is_no_error_page(case: Case, follow: Follow) -> None:
    answer = follow(case).post(f"/my/{case.number}/files/", {"note": "忘了选"})
    assert answer.status_code == 422
    assert "忘了选" in text_of(answer)


def test_what_the_house_collected_is_not_shown_here(case: Case, follow: Follow) -> None:
    assert follow(case).get(f"/my/{case.number}/files/1/").status_code == 404
