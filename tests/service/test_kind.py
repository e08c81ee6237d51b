"""A city's own data never gets the demo's users, whose password everybody knows; a demo never passes for a city."""

from dataclasses import replace

from starlette.testclient import TestClient

from console.service.app import create_app
from console.service.settings import ServiceSettings


def opened(settings: ServiceSettings) -> tuple[bool, int]:
    """What `/welcome` says of the demo, and the answer to signing in with the demo's password."""
    with TestClient(create_app(settings)) as client:
        welcome = client.get("/welcome").json()
        answer = client.post("/session", json={"name": "supervisor", "password": "demo"})
    return welcome["demo"], answer.status_code


def test_a_citys_data_opened_as_a_demo_stays_the_citys(settings: ServiceSettings) -> None:
    city = replace(settings, demo=False)
    assert opened(city) == (False, 401)
    assert opened(replace(settings, demo=True)) == (False, 401)
    assert opened(city) == (False, 401)


def test_a_demo_opened_as_a_city_says_that_it_is_a_demo(settings: ServiceSettings) -> None:
    assert opened(replace(settings, demo=True)) == (True, 201)
    assert opened(replace(settings, demo=False)) == (True, 201)
