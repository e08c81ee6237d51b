"""The map's benchmark runs on the real widget and says what it promises."""

from __future__ import annotations

import json

import pytest

from console.bench.map import run

TIMES = {"pan_ms", "zoom_ms", "live_ms", "sharp_ms", "hit_ms", "first_frame_s", "gui_block_max_ms"}
PROMISED = TIMES | {"rss_mb", "points", "size"}
ENDURED = {"endured_pan_ms", "gui_blocks_over_50_ms", "rss_start_mb", "rss_end_mb", "rss_mb_a_minute"}


def test_the_benchmark_prints_one_object(qapp, capsys):
    argv = ["--points", "600", "--lines", "20", "--size", "480x320", "--frames", "10", "--live", "100", "--json"]
    argv += ["--seconds", "0.2"]
    assert run(argv) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(result) >= PROMISED | ENDURED
    assert result["size"] == "480x320"
    assert result["points"] == 600
    assert set(result["pan_ms"]) >= {"median", "p95"}
    assert set(result["parts_ms"]) >= {"blit", "overlay", "place_labels", "redraw_with_ground"}
    assert result["parts_ms"]["overlay"] > 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--points", "0"], "'0' is no whole number from 1"),
        (["--size", "big"], "'big' is no size in pixels such as 3840x2160"),
        (["--size", "1x1"], "no size in pixels"),
        (["--seconds", "nan"], "'nan' is no number from 0"),
        (["--data", "/no/such/folder"], "is no folder of real data"),
    ],
)
def test_numbers_that_make_no_sense_get_a_sentence(capsys, given, said):
    with pytest.raises(SystemExit):
        run(given)
    assert said in capsys.readouterr().err
