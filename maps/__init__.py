"""
Pages, pictures and files of located incidents, and the command line.

Nothing heavy is imported until it is used.
"""

import lazy_loader

import gazetteer
import geo
from maps.registration import register

__distribution__ = "farsakh"

for _sibling in (geo, gazetteer):
    if getattr(_sibling, "__distribution__", None) != __distribution__:
        msg = (
            f"farsakh needs its own package '{_sibling.__name__}', but {_sibling.__file__} stands "
            "in the way; uninstall the distribution that it belongs to, or use a fresh virtual "
            "environment"
        )
        raise ImportError(msg)

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

register()
