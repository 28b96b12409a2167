"""The audit: how complete, fresh, sourced, consistent, alive, readable and wanted it all is.

``ershun knowledge check`` keeps single files in order; the audit looks at the whole, with
what offices handed over and what citizens asked. docs/audit.md explains every figure.
"""

from knowledge.auditing.demand import Asked
from knowledge.auditing.report import Report, audit

__all__ = ["Asked", "Report", "audit"]
