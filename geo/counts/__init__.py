"""
Counts of incidents that know how sure they are of the places: by province, by cell, by period.

An incident counts where its point lies, and is expected where its density lies. `zones` says what
is counted in, `shares` which part of an incident lies where, `distribution` what may be the true
number, `tabulation` puts that together; `provinces`, `grids`, `comparison`, `rates` and `claims`
are what a user calls. docs/counting.md explains it.
"""
