"""Prose: the places that a text mentions, which of them are meant, and how sure that is."""

from .finding import find_places as find_places
from .toponym import Toponym as Toponym
from .toponym import toponyms_frame as toponyms_frame
