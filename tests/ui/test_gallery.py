"""The gallery is what screens are made of: it must stand in both shells and both languages."""

import pytest
from django.test import Client


@pytest.mark.parametrize("shell", ["console", "portal"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_alive(client: Client, shell: str, language: str) -> None:
    page = client.get("/ui/", {"shell": shell}, headers={"accept-language": language})
    assert page.status_code == 200
    for word in ("button-primary", "field-wrong", "notice-error", "clock-late", "table-cards"):
        assert word in page.content.decode()


def test_nothing_on_the_page_is_inline(client: Client) -> None:
    page = client.get("/ui/")
    assert "script" not in page.headers["Content-Security-Policy"]
    html = page.content.decode()
    assert "<style" not in html
    assert ' style="' not in html
    assert "<script>" not in html


def test_a_control_names_its_hint_and_its_error(client: Client) -> None:
    html = client.get("/ui/").content.decode()
    assert 'aria-describedby="g-tel-error" aria-invalid="true"' in html
    assert 'id="g-tel-error"' in html
