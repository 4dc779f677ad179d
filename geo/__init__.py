"""
Numbers, shapes, tables and statistics of places on the ellipsoid; no names and no drawing.

Longitude comes before latitude, angles are degrees (bearings clockwise from true north),
lengths are metres unless a name says `km`. Nothing heavy is imported until it is used.
"""

import lazy_loader

__distribution__ = "farsakh"
__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
