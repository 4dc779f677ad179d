from .incidentmap import IncidentMap as IncidentMap
from .page import incident_map as incident_map

__distribution__: str
