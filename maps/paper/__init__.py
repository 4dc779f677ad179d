"""
Maps for print: one sheet with its title, legend, scale and sources.

Sizes on the sheet are millimetres, places are degrees or metres of the sheet's projection.
"""
