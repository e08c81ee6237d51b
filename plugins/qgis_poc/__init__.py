"""POC layers in QGIS: pull, edit, review, push, and decide conflicts one by one."""


def classFactory(iface):  # noqa: N802 - the name that QGIS calls
    """What QGIS makes of this folder when it loads plugins."""
    from .plugin import PocPlugin

    return PocPlugin(iface)
