"""The time. `SOURCE_DATE_EPOCH` stops the clock, so that what is made can be made again."""

from __future__ import annotations

import os
from datetime import UTC, datetime


class WrongClock(ValueError):
    """Raised when the clock is stopped at no time; says what is allowed."""


def now() -> datetime:
    """The present, or the moment that is to be taken for it. Raises `WrongClock`."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise WrongClock(
            f"SOURCE_DATE_EPOCH is '{epoch}'. Allowed are seconds since 1970, such as 1266000000."
        ) from error
