"""Which region a code or a title names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Optional

from knowledge.schema import NATIONAL, Region


class Places:
    """The registered divisions, looked up by code and by the beginning of a title."""

    def __init__(self, regions: Iterable[Region]) -> None:
        known = list(regions)
        self._codes = {str(region.code) for region in known}
        # Districts share names (朝阳区); provinces and cities don't.
        self._names = {
            str(region.name): str(region.code)
            for region in known
            if region.code.endswith("00") and region.code != NATIONAL
        }
        self._longest = max(map(len, self._names), default=0)

    def of_title(self, title: str) -> Optional[str]:
        """Code of the province or city whose name ``title`` begins with, the longest."""
        for length in range(min(self._longest, len(title)), 1, -1):
            if title[:length] in self._names:
                return self._names[title[:length]]
        return None

    def nearest(self, code: str) -> str:
        """``code``, or its city if the city's districts are registered and it isn't one.

        Offices use codes of their own for development zones; nobody lives in those
        divisions, so that an entry there would never be told.
        """
        city = f"{code[:4]}00"
        if code in self._codes or city not in self._codes:
            return code
        districts = any(known[:4] == code[:4] and known != city for known in self._codes)
        return city if districts else code


def six_digits(value: str) -> Optional[str]:
    """The GB/T 2260 code in a longer or shorter one: 440100000000, 4401 and 440100 are one.

    Source: GB/T 2260 (six digits: province, city, county); platforms append six more of
    GB/T 10114 for streets and villages.
    """
    if not re.fullmatch(r"(?:\d\d){1,6}", value, re.ASCII):
        return None
    return value[:6].ljust(6, "0")
