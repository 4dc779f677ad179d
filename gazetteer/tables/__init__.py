"""Tables of incidents that others made: ACLED, UCDP GED, GTD, HXL sheets, anybody's spreadsheet."""

from .corrections import apply_corrections as apply_corrections
from .decisions import read_corrections as read_corrections
from .incidents import read_table as read_table
