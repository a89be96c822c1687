"""Makes the README's picture of the psoas: sitting, standing and in the stretch, drawn from the model.

python docs/psoas_picture.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

from psoas.body import load_body, named_posture
from psoas.draw.bellies import muscle_stretch
from psoas.draw.body_layers import INK, PAPER
from psoas.draw.body_picture import draw_body
from psoas.draw.letters import letters
from psoas.draw.stretch_scale import PERCENT, draw_scale

TARGET = Path(__file__).parent / "pictures" / "psoas.png"
POSTURES = {"sitting_upright": "sitting", "standing": "standing", "half_kneeling_tucked": "in the stretch"}
NEAR, WHOLE, TITLE, FOOT = (780, 640), (372, 460), 44, 110
GAP = 20


def main() -> None:
    """Draw the named muscle in the stretch from near, the three postures beside it, and write the picture."""
    body = load_body(meshes=True)
    poses = {name: body.posed(body.poses(named_posture(name).coordinates)[0]) for name in POSTURES}
    small = 3 * WHOLE[0]
    page = Image.new("RGB", (max(NEAR[0], small), NEAR[1] + GAP + WHOLE[1] + TITLE + FOOT), PAPER)
    words = ImageDraw.Draw(page)
    data = poses["half_kneeling_tucked"]
    near = draw_body(
        body,
        data,
        muscle_stretch(body, data),
        PERCENT,
        view="oblique",
        side=None,
        size=(page.width, NEAR[1]),
        bare=True,
        names="r",
    )
    page.paste(near, (0, 0))
    for number, (name, caption) in enumerate(POSTURES.items()):
        picture = draw_body(
            body,
            poses[name],
            muscle_stretch(body, poses[name]),
            PERCENT,
            size=WHOLE,
            focus="whole",
            side="right",
            alongside=list(poses.values()),
            bare=True,
        )
        left = number * WHOLE[0]
        page.paste(picture, (left, NEAR[1] + GAP))
        words.text(
            (left + WHOLE[0] / 2, NEAR[1] + GAP + WHOLE[1] + TITLE / 2),
            caption,
            font=letters(24),
            fill=INK,
            anchor="mm",
        )
    bottom = page.height - 14
    draw_scale(page, (GAP, bottom - FOOT + 30, page.width - GAP, bottom), PERCENT, INK, ())
    page.save(TARGET, optimize=True)
    print(f"written: {TARGET.name}")


if __name__ == "__main__":
    main()
