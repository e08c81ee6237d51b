"""Style, form and labels of a pulled layer, from the service's rows: the same colours and choices as on the desk."""

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsRendererCategory,
)
from qgis.PyQt.QtGui import QColor

from .words import title_of

SHAPES = {"circle", "square", "diamond", "triangle", "octagon", "hexagon"}
RIM = {"outline_color": "#ffffff", "outline_width": "0.3"}


def _point(color, shape):
    return QgsMarkerSymbol.createSimple(
        {"name": shape if shape in SHAPES else "circle", "color": color, "size": "2.8", **RIM}
    )


def _line(color, _):
    return QgsLineSymbol.createSimple({"line_color": color, "line_width": "0.9", "capstyle": "round"})


def _polygon(color, _):
    """An outline, and so little colour within that what lies below is seen."""
    within = ",".join(str(part) for part in (*QColor(color).getRgb()[:3], 36))
    return QgsFillSymbol.createSimple({"color": within, "outline_color": color, "outline_width": "0.6"})


SYMBOLS = {"point": _point, "line": _line, "polygon": _polygon}


def dress(layer, schema):
    """Gives the layer its style and form."""
    layer.setRenderer(_renderer(layer, schema))
    layer.setDisplayExpression('"{}"'.format(schema["label"]))
    ident = layer.fields().indexFromName("poc_id")
    for hidden in (ident, layer.fields().indexFromName("fid")):
        if hidden >= 0:
            layer.setEditorWidgetSetup(hidden, QgsEditorWidgetSetup("Hidden", {}))
    for field in schema["fields"]:
        place = layer.fields().indexFromName(field["key"])
        unit = " ({})".format(field["unit"]) if field["unit"] else ""
        layer.setFieldAlias(place, title_of(schema, field["title"]) + unit)
        layer.setEditorWidgetSetup(place, _widget(field))
        if field["required"]:
            layer.setFieldConstraint(place, QgsFieldConstraints.Constraint.ConstraintNotNull)


def _widget(field):
    if field["choices"]:
        return QgsEditorWidgetSetup("ValueMap", {"map": [{choice: choice} for choice in field["choices"]]})
    if field["kind"] == "flag":
        return QgsEditorWidgetSetup("CheckBox", {})
    if field["kind"] in ("integer", "number") and field["low"] is not None and field["high"] is not None:
        bounds = {"Min": field["low"], "Max": field["high"], "AllowNull": True, "Style": "SpinBox"}
        return QgsEditorWidgetSetup("Range", bounds)
    if field["kind"] == "date":
        formats = {
            "display_format": "yyyy-MM-dd",
            "field_format": "yyyy-MM-dd",
            "allow_null": True,
            "calendar_popup": True,
        }
        return QgsEditorWidgetSetup("DateTime", formats)
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": field["max_length"] > 500})


def _renderer(layer, schema):
    """Categories in the order of the rows: the first that fits decides, as on the desk."""
    looks, cases, categories = schema["looks"], [], []
    for number, row in enumerate(looks["colors"]):
        condition = _condition(row)
        if condition:
            cases.append(f"WHEN {condition} THEN {number}")
        symbol = SYMBOLS[schema["geometry"]](row["color"], looks["shape"])
        categories.append(QgsRendererCategory(number if condition else "", symbol, title_of(schema, row["label"])))
    expression = "CASE {} END".format(" ".join(cases)) if cases else "''"
    return QgsCategorizedSymbolRenderer(expression, categories)


def _condition(row):
    if not row["field"]:
        return ""
    name = '"{}"'.format(row["field"].replace('"', '""'))
    if row["low"] is not None:
        return "{} >= {!r}".format(name, row["low"])
    return "{} IN ({})".format(name, ", ".join(_literal(value) for value in row["values"])) if row["values"] else ""


def _literal(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, (int, float)) else "'{}'".format(str(value).replace("'", "''"))
