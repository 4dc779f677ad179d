"""
Words and places: from "about 10 km north of Al-Mayadeen" to a location, from a report to incidents.

Nothing heavy is imported until it is used.
"""

import lazy_loader

import geo

__distribution__ = "farsakh"

if getattr(geo, "__distribution__", None) != __distribution__:
    msg = (
        f"farsakh needs its own package 'geo', but {geo.__file__} stands in the way; "
        "uninstall the distribution that it belongs to, or use a fresh virtual environment"
    )
    raise ImportError(msg)

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
