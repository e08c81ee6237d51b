"""The benchmarks of the service: they measure the real thing, and say it in the figures that were promised."""

import json

import pytest

from console.bench import service


def test_the_bench_of_the_service_counts_what_was_taken(capsys: pytest.CaptureFixture[str]):
    assert service.run(["--clients", "2", "--seconds", "0.3", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["errors"] == 0
    assert figures["per_s"] > 0
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
