"""Papers as they come to a desk: printed, scanned at some resolution, askew, a little out of focus, folded."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
from PIL import Image
from PIL import ImageChops
from PIL import ImageDraw
from PIL import ImageFilter

from yigongti_desktop.kernel.pdfium import TURN


@dataclass(frozen=True)
class Wear:
    """What befell a paper."""

    dpi: int
    degrees: float = 0.0
    #: Radius of the blur, in tenths of a millimetre.
    blur: float = 0.0
    #: Width of a fold that runs across the middle of the code, in tenths of a millimetre, level or upright.
    fold: float = 0.0
    is_upright: bool = False
    #: Strength of the noise of a camera, of 255.
    noise: int = 0


def scanned(pdf: bytes, wear: Wear, middle: tuple[float, float], part: float = 1.0) -> Image.Image:
    """Return the first page as a picture.

    Args:
        pdf: the paper.
        wear: what befell it.
        middle: of the code, as parts of the page's width and height; the fold runs through it.
        part: how much of the page is laid on the glass, about that point.
    """
    with TURN:
        document = pypdfium2.PdfDocument(pdf)
        picture: Image.Image = document[0].render(scale=wear.dpi / 72, grayscale=True).to_pil().convert("L")
        document.close()
    tenth = wear.dpi / 254
    if wear.fold:
        x, y = round(middle[0] * picture.width), round(middle[1] * picture.height)
        ends = ((x, 0), (x, picture.height)) if wear.is_upright else ((0, y), (picture.width, y))
        ImageDraw.Draw(picture).line(ends, fill=200, width=max(1, round(wear.fold * tenth)))
    if part < 1:
        across, down = middle[0] * picture.width, middle[1] * picture.height
        half = part * picture.width / 2
        picture = picture.crop(
            (max(0, round(across - half)), max(0, round(down - half)), round(across + half), round(down + half))
        )
    if wear.degrees:
        picture = picture.rotate(wear.degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if wear.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(wear.blur * tenth))
    if wear.noise:
        noise = Image.effect_noise(picture.size, wear.noise)
        picture = ImageChops.add(picture, noise, offset=-128)
    return picture
