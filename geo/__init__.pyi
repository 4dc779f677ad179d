from .boundaries import read_boundaries as read_boundaries
from .coarsening import coarsen as coarsen
from .compass import Wind as Wind
from .compass import wind as wind
from .counts.provinces import by_province as by_province
from .errors import CoordinateError as CoordinateError
from .errors import CRSError as CRSError
from .errors import DirectionError as DirectionError
from .errors import FarsakhError as FarsakhError
from .errors import MissingDataError as MissingDataError
from .errors import MissingExtraError as MissingExtraError
from .errors import NumberError as NumberError
from .errors import RegionError as RegionError
from .errors import TableError as TableError
from .errors import UnitError as UnitError
from .geodesy import destination as destination
from .geodesy import inverse as inverse
from .geodesy import midpoint as midpoint
from .geodesy import point_along as point_along
from .locality import point_radius as point_radius
from .regions import province_of as province_of
from .regions import provinces as provinces
from .shapes import corridor as corridor
from .shapes import disc as disc
from .shapes import sector as sector
from .tables import validate_incidents as validate_incidents
from .tables import validate_regions as validate_regions
from .units import to_metres as to_metres

__distribution__: str
__version__: str
