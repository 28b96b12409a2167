"""Model weights: the manifest, and getting them verified into the cache."""

from weights.fetch import WeightsUnavailable, fetch, verified
from weights.manifest import Weights, manifest

__all__ = ["Weights", "WeightsUnavailable", "fetch", "manifest", "verified"]
