"""Model weights: the manifest, and getting them verified into the cache."""

from weights.checking import Fault, faults, sha256_of, verified
from weights.failures import WeightsUnavailable
from weights.fetch import fetch
from weights.manifest import Weights, manifest

__all__ = [
    "Fault",
    "Weights",
    "WeightsUnavailable",
    "faults",
    "fetch",
    "manifest",
    "sha256_of",
    "verified",
]
