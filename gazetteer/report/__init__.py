"""Reports: from prose to events, and to the incidents table."""

from .claims import Claim as Claim
from .claims import read_claims as read_claims
from .comparison import claims_table as claims_table
from .comparison import compare_claims as compare_claims
from .events import Event as Event
from .events import read_events as read_events
from .proposals import propose_repeats as propose_repeats
from .table import read_report as read_report
