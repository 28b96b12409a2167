"""Benchmarks: our figure beside a baseline from the same run, printed and written as JSON."""
