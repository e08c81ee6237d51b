"""Takes one photo apart and makes it anew, in a process of its own with little memory and time; needs Pillow only.

Standard input: the bytes as they came. Arguments: most pixels, seconds. Standard output: one JSON line, then the
new JPEG and the thumbnail. Exit code 0 done, 3 not a photo that is taken, 4 too many pixels, 5 broken.
"""

import io
import json
import sys
import warnings

KINDS = ("JPEG", "PNG", "WEBP")
FULL, THUMB = 2560, 320
MEMORY = 1_500_000_000
NOT_A_PHOTO, TOO_MANY_PIXELS, BROKEN = 3, 4, 5


def limit(seconds: int) -> None:
    """No more memory, time, files or processes than a photo needs; where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def main(most_pixels: int, seconds: int) -> int:
    """Reads, makes anew, writes; the exit code says why not."""
    data = sys.stdin.buffer.read()
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    Image.init()
    limit(seconds)
    try:
        image = Image.open(io.BytesIO(data), formats=KINDS)
        if image.width * image.height > most_pixels:
            return TOO_MANY_PIXELS
        about = taken(image.getexif())
        image.draft("RGB", (FULL, FULL))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except UnidentifiedImageError:
        return NOT_A_PHOTO
    except Exception:  # noqa: BLE001 - a hostile file may raise anything; this process ends here
        return BROKEN
    full = jpeg(upright, FULL, 85)
    thumb = jpeg(upright, THUMB, 80)
    upright.thumbnail((FULL, FULL))
    about |= {"width": upright.width, "height": upright.height, "full": len(full), "thumb": len(thumb)}
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + full + thumb)
    return 0


def jpeg(image: object, side: int, quality: int) -> bytes:
    """The picture as JPEG, at most `side` pixels long, with nothing in it but the picture."""
    small = image.copy()  # type: ignore[attr-defined]
    small.info = {}  # comments, XMP and profiles would be written again
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def taken(exif: object) -> dict[str, object]:
    """When and where it was taken, as its EXIF says: at "2026:11:21 14:00:00", offset "+07:00", lon, lat."""
    try:
        inner, gps = exif.get_ifd(0x8769), exif.get_ifd(0x8825)  # type: ignore[attr-defined]
        found: dict[str, object] = {"at": str(inner.get(0x9003) or ""), "offset": str(inner.get(0x9011) or "")}
        if gps.get(2) and gps.get(4):
            found["lat"] = degrees(gps[2]) * (-1 if str(gps.get(1, "N")).upper().startswith("S") else 1)
            found["lon"] = degrees(gps[4]) * (-1 if str(gps.get(3, "E")).upper().startswith("W") else 1)
    except Exception:  # noqa: BLE001 - a photo without readable EXIF is a photo all the same
        return {}
    return found


def degrees(parts: object) -> float:
    """Degrees, minutes and seconds as degrees."""
    d, m, s = (float(part) for part in parts)  # type: ignore[attr-defined]
    return d + m / 60 + s / 3600


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
