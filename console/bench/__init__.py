"""Benchmarks: what `./poc bench` measures, each printed as one JSON object."""
