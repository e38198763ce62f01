"""Every request has an id and leaves one line and some figures."""

import pytest
from django.test import Client
from pytest_django import Settings


def test_an_answer_carries_the_request_s_id(client: Client) -> None:
    answer = client.get("/nowhere", headers={"X-Request-ID": "abc-12345"})
    assert answer.headers["X-Request-ID"] == "abc-12345"


def test_an_indecent_id_is_replaced(client: Client) -> None:
    answer = client.get("/nowhere", headers={"X-Request-ID": "a b; DROP"})
    assert len(answer.headers["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_figures_are_told_to_this_machine(client: Client) -> None:
    client.get("/nowhere")
    told = client.get("/metrics").content.decode()
    assert 'jiesu_requests_total{method="GET",route="-",status="404"}' in told
    assert "jiesu_jobs" in told


def test_figures_are_not_told_to_a_stranger(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_figures_are_not_told_through_a_proxy(client: Client) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


@pytest.mark.django_db
def test_figures_are_told_to_the_bearer_of_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    headers = {"Authorization": "Bearer a-long-token"}
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=headers).status_code == 200
