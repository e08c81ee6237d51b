"""OGC API – Features: the layers for everybody's GIS, read only."""
