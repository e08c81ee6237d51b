"""The benchmarks of the service: they measure the real thing, and say it in the figures that were promised."""

import json

import pytest

from console.bench import fanout, load, queue, service


def test_the_bench_of_the_service_counts_what_was_taken(capsys: pytest.CaptureFixture[str]):
    assert service.run(["--clients", "2", "--seconds", "0.3", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["errors"] == 0
    assert figures["per_s"] > 0
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]


def test_the_bench_of_the_stream_sees_every_event_at_every_console(capsys: pytest.CaptureFixture[str]):
    assert fanout.run(["--consoles", "3", "--rate", "20", "--seconds", "0.5", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["events"], figures["missed"], figures["twice"]) == (10, 0, 0)


def test_the_bench_of_a_room_at_work_acts_on_time_beside_a_feed(capsys: pytest.CaptureFixture[str]):
    given = ["--rate", "30", "--consoles", "3", "--observations", "50", "--seconds", "4", "--json"]
    assert load.run(given) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["errors"] == 0
    assert figures["per_s"] > 0
    assert figures["observations_per_s"] >= 25  # one of its two readings at least
    assert 0 < figures["write_p50_ms"] <= figures["write_p99_ms"] <= figures["longest_ms"]


def test_the_bench_of_the_queue_fills_a_store_and_asks_it(capsys: pytest.CaptureFixture[str]):
    assert queue.run(["--reports", "300", "--pages", "10", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["reports"] == 300
    assert figures["first_page"] > 0
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
