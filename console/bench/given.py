"""What is given to a benchmark on the command line: numbers that make sense, or a sentence that says which do."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable


def whole(least: int, most: int = 100_000_000) -> Callable[[str], int]:
    """A type for argparse: a whole number in these bounds, both included."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return number

    return read


def amount(least: float, most: float = 1_000_000.0) -> Callable[[str], float]:
    """A type for argparse: a number in these bounds, both included."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least:g} to {most:g}")
        return number

    return read


def pixels(text: str) -> tuple[int, int]:
    """A type for argparse: ``3840x2160`` as two numbers."""
    width, _, height = text.lower().partition("x")
    side = whole(160, 16_384)
    try:
        return side(width), side(height)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no size in pixels such as 3840x2160 ({error})") from error
