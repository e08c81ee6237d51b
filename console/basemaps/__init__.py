"""Basemaps of one's own: sources of tiles, fetched politely, kept on the disk, shown also with the cable pulled."""
