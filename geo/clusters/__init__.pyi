from .chance import chance_of_clusters as chance_of_clusters
from .dbscan import Labels as Labels
from .dbscan import dbscan as dbscan
from .find import Clusters as Clusters
from .find import find_clusters as find_clusters
from .hdbscan import hdbscan as hdbscan
