"""
Other people's lists of places, read row by row into the index's records.

A source is recognised by its content, never by its name. `registry` knows them all, `library`
keeps what was imported.
"""
