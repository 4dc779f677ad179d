from . import geocoder as geocoder
from . import online as online
from .clauses import Expression as Expression
from .description import Description as Description
from .description import describe as describe
from .description import descriptions as descriptions
from .errors import ExpressionError as ExpressionError
from .errors import IndexFileError as IndexFileError
from .errors import OverlayError as OverlayError
from .errors import ReportError as ReportError
from .errors import UnresolvedPlaceError as UnresolvedPlaceError
from .expression import explain as explain
from .expression import find as find
from .expression import parse as parse
from .expression import render as render
from .frame import locate_frame as locate_frame
from .geocoder import Farsakh as Farsakh
from .location import Location as Location
from .opening import load as load
from .place import Match as Match
from .place import Place as Place
from .report import read_report as read_report
from .resolve import locate as locate
from .store import Gazetteer as Gazetteer

__distribution__: str
