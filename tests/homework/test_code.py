"""The code on paper holds the homework whole, and is read from a photograph of it or from its letters."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from psoas.errors import InputError
from psoas.homework.code import (
    CODE_START,
    MOST_CODE,
    code_picture,
    homework_code,
    homework_of_code,
    read_code,
)
from psoas.plan.homework import MOST_TASKS
from tests.homework.made import HOMEWORK, TASK


def drawn(code: str, px: int) -> Image.Image:
    """The SVG of a code, drawn: its path has horizontal strokes of one module."""
    svg = code_picture(code)
    (shape,) = re.findall(r'viewBox="0 0 (\d+) \d+"', svg)
    (path,) = re.findall(r'class="qrline"[^>]* d="([^"]+)"|d="(M4[^"]+)"', svg)
    image = Image.new("L", (px, px), 255)
    pen = ImageDraw.Draw(image)
    step, x, y = px / int(shape), 0.0, 0.0
    for kind, numbers in re.findall(r"([Mmhv])([-\d. ]+)", "".join(path)):
        values = [float(one) for one in numbers.split()]
        if kind == "M":
            x, y = values[0], values[1]
        elif kind == "m":
            x, y = x + values[0], y + values[1]
        else:
            pen.rectangle(
                (x * step, (y - 0.5) * step, (x + values[0]) * step - 1, (y + 0.5) * step - 1), fill=0
            )
            x += values[0]
    return image


def photo(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()


def test_a_code_holds_the_homework_and_forgives_spaces_and_small_letters() -> None:
    code = homework_code(HOMEWORK)
    assert re.fullmatch(f"{CODE_START}[A-Z2-7]+", code)
    assert homework_of_code(code) == HOMEWORK
    spread = "\n".join(code[at : at + 8].lower() for at in range(0, len(code), 8))
    assert homework_of_code(spread) == HOMEWORK
    assert len(code) < 600, "a usual homework stays a code that a phone reads"


def test_the_longest_homework_fits() -> None:
    numbers = np.random.default_rng(1).integers(32, 127, 500)
    note = "".join(chr(one) for one in numbers)
    longest = replace(HOMEWORK, note=note, tasks=(TASK,) * MOST_TASKS)
    assert len(homework_code(longest)) <= MOST_CODE
    assert homework_of_code(homework_code(longest)) == longest


@pytest.mark.parametrize("words", ["", "hello", CODE_START, f"{CODE_START}AAAA", f"{CODE_START}!!"])
def test_what_is_no_code_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="no code of homework"):
        homework_of_code(words)


def test_each_wrong_letter_is_found() -> None:
    code = homework_code(HOMEWORK)
    for at in range(len(CODE_START), len(code), 7):
        wrong = code[:at] + ("B" if code[at] == "A" else "A") + code[at + 1 :]
        try:
            found = homework_of_code(wrong)
        except InputError:
            continue
        assert found == HOMEWORK, "a bit that the last letter does not use"


def test_a_photograph_from_a_slant_is_read() -> None:
    picture = drawn(homework_code(HOMEWORK), 700)
    sheet = Image.new("L", (1600, 1200), 235)
    sheet.paste(picture, (500, 250))
    turned = sheet.rotate(9, fillcolor=200).filter(ImageFilter.GaussianBlur(1))
    assert read_code(photo(turned), "sheet.jpg") == HOMEWORK


def test_a_photograph_without_a_code_and_a_file_that_is_none_say_so() -> None:
    with pytest.raises(InputError, match=r"No code of homework is seen in sheet\.jpg"):
        read_code(photo(Image.new("L", (400, 300), 128)), "sheet.jpg")
    with pytest.raises(InputError, match="no photograph"):
        read_code(b"not a picture", "sheet.jpg")
