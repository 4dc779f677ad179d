from .incidentmap import IncidentMap as IncidentMap
from .page import incident_map as incident_map
from .paper.sheet import Sheet as Sheet
from .static import static_map as static_map

__distribution__: str
