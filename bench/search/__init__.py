"""The measuring parts of ``make bench-search``: tasks, baseline, noise, metrics, growth, plots."""
