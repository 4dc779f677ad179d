"""Reports: from prose to events, and to the incidents table."""

from .events import Event as Event
from .events import read_events as read_events
from .table import read_report as read_report
