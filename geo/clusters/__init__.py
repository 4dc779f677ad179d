"""
Clusters of incidents, in space and time, that know the uncertainty of places.

`dbscan` and `hdbscan` work on coordinates; `find_clusters` on a table of incidents, over many
possible worlds; `chance_of_clusters` says how much of that chance alone would show.
docs/clusters.md explains it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
