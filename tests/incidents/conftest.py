"""Who watches the network, and an outage in the city."""

import pytest

from cast import Cast, person
from incidents.declared import declared
from jiesu.incidents.models import Outage
from jiesu.people.actor import Actor


@pytest.fixture
def watch(cast: Cast) -> Actor:
    """The network operations engineer of the city."""
    return person("noc", "罗监控", cast.city, "R10", cast.city)


@pytest.fixture
def outage(watch: Actor) -> Outage:
    """A cable that was cut, just declared."""
    return declared(watch)
