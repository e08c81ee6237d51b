"""Layers come as the service has them, also when an answer was lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from shapely.geometry import Point

from console.api.client import LayerDelta, LayerState
from console.api.errors import Unreachable
from console.state import catalog as catalogs
from console.state.catalog import Catalog
from console.tasks import Tasks
from layers.features import Feature

NOW = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
SPOT = Feature("waste_point", "w1", Point(107.0, -6.24), {"name": "TPS", "kind": "tps"})


class Client:
    """Answers from a list; an error in it is raised."""

    def __init__(self, answers):
        self.answers, self.asked = list(answers), []

    def features(self, layer, since):
        self.asked.append((layer, since))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_a_layer_that_could_not_be_fetched_is_asked_for_again_without_another_notice(qtbot, tasks, monkeypatch, caplog):
    monkeypatch.setattr(catalogs, "AGAIN_MS", 0)
    client = Client([Unreachable("cut"), LayerDelta("waste_point", 3, NOW, (SPOT,), ())])
    catalog = Catalog(client, tasks)
    with qtbot.waitSignal(catalog.changed) as told:
        catalog.layer_moved(LayerState("waste_point", 3, NOW, 1))
    assert told.args == ["waste_point", ["w1"], []]
    assert client.asked == [("waste_point", 0), ("waste_point", 0)]
    assert "cut" in caplog.text
