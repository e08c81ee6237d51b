"""A stranger's bytes made into a picture of a tile: of a few formats, of a tile's size, wholly or not at all."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from console.basemaps.web import Trouble, Why

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PX = 1024  # an edge: tiles have 256 or 512, at twice the sharpness 1024


def picture_of(data: bytes) -> Image.Image:
    """The picture, RGB or RGBA. Raises Trouble. Slow (a few ms), and lets other threads go on meanwhile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            fits = max(image.size) <= MOST_PX and image.width == image.height and getattr(image, "n_frames", 1) == 1
            has_holes = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            made = image.convert("RGBA" if has_holes else "RGB") if fits else None
    except Exception as error:  # decoders raise whatever comes to their mind
        raise Trouble(Why.NO_IMAGE, said_of(data)) from error
    if made is None:
        raise Trouble(Why.TOO_LARGE, "a tile of {size} pixels is none", size=f"{image.width} × {image.height}")
    if made.mode == "RGBA" and made.getchannel("A").getextrema() == (255, 255):
        made = made.convert("RGB")
    return made


def said_of(data: bytes) -> str:
    """What came in place of a picture."""
    start = data[:200].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        return "a web page came in place of a picture"
    if start.startswith((b"<?xml", b"<service", b"<ows")):
        return "a message of the map service came in place of a picture"
    return "what came is no picture, or a broken one"
