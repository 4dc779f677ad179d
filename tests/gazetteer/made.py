"""
A made gazetteer: invented towns on round coordinates, so that expected points are easy to check.

Country codes are real (SY, IQ), since borders and provinces come from the shipped polygons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.overlay import overlay_index
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = "id,name,alt_names,lat,lon,country,admin1,feature,radius_km,codes,source,note"

PLACES = """\
,Alpha,,35.0,38.0,SY,SY.10,town,4,,made,
,Al-Bravo,برافو,35.0,40.0,SY,SY.07,town,4,,made,
,Twin,,35.0,39.0,SY,SY.11,town,4,,made,
,Twin,,33.0,36.5,SY,SY.05,town,4,,made,
,Charlie,,36.0,43.0,IQ,IQ.15,village,2,,made,
,Delta oil field,,34.5,40.5,SY,SY.07,oil_field,5,,made,
,Eastgate border crossing,,34.45,40.9,SY,SY.07,border_crossing,1,,made,
country:SY,Syria,,35.0,38.5,SY,,country,300,,made,
country:IQ,Iraq,,33.0,44.0,IQ,,country,400,,made,
province:SY.11,Foxtrot,,34.7,38.3,SY,SY.11,province,150,SY.11,made,
"""


def made_gazetteer(folder: Path) -> Gazetteer:
    """Index the made places alone: nothing else is found."""
    path = folder / "made.csv"
    path.write_text(f"{COLUMNS}\n{PLACES}", encoding="utf-8")
    return Gazetteer([overlay_index(path)])
