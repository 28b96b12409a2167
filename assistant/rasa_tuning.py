"""One thing Rasa does on every action call that need be done once a process.

``RemoteAction`` validates each answer of the action server with ``jsonschema.validate``,
which first checks the (constant) schema itself: 35 of the 60 ms a turn took. We compile
the validator once and validate every answer against it, no less strictly.
Measured in docs/benchmarks.md; tests/assistant/test_rasa_tuning.py guards the behaviour.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


@lru_cache(maxsize=1)
def _validator() -> Validator:
    schema = RemoteAction.action_response_format_spec()
    cls = validator_for(schema)
    cls.check_schema(schema)
    validator: Validator = cls(schema)
    return validator


def validate_action_result(_self: RemoteAction, result: dict[str, Any]) -> bool:
    """Stands in for ``RemoteAction._validate_action_result``.

    Raises:
        jsonschema.ValidationError: the answer is not what the schema says.
    """
    _validator().validate(result)
    return True


def tune() -> None:
    """Use the compiled validator in this process."""
    RemoteAction._validate_action_result = validate_action_result
