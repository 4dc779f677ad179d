"""
Surfaces: where incidents are dense, on a grid of equal areas, in incidents per 100 km².

`surface` is the value, `kernel` makes one of incidents, `contours` draws its areas of highest
density, `geotiff` writes it, `difference` compares two periods.
"""
