"""Personal data: what counts as such, how it is masked, and logs that hold none."""

from privacy.masking import Masked, mask

__all__ = ["Masked", "mask"]
