"""
Hot spots: where there is more than chance allows, by grid, province, circle and time.

docs/clusters.md explains which question each answers.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
