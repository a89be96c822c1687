"""Clips made from others: of another size or length."""

from fractions import Fraction
from pathlib import Path

import av

_CLOCK = Fraction(1, 30_000)


def resized(source: Path, target: Path, width: int, height: int) -> Path:
    """Encode the clip ``source`` at another size [px] as phones do (H.264, 30 frames a second)."""
    with av.open(str(source)) as reader, av.open(str(target), "w") as writer:
        stream = writer.add_stream("libx264", rate=30, options={"preset": "veryfast", "crf": "23", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, picture in enumerate(reader.decode(video=0)):
            scaled = picture.reformat(width, height, "yuv420p")
            scaled.pts, scaled.time_base = number, Fraction(1, 30)
            writer.mux(stream.encode(scaled))
        writer.mux(stream.encode(None))
    return target


def repeated(source: Path, target: Path, seconds: float) -> Path:
    """Repeat the clip ``source`` for some seconds without encoding it again."""
    with av.open(str(source)) as reader:
        template = reader.streams.video[0]
        frames = [(bytes(packet), packet.is_keyframe) for packet in reader.demux(template) if packet.size]
        with av.open(str(target), "w") as writer:
            stream = writer.add_stream_from_template(template)
            for number in range(round(seconds * 30)):
                data, key = frames[number % len(frames)]
                packet = av.Packet(data)
                packet.pts = packet.dts = number * 1000
                packet.time_base, packet.stream, packet.is_keyframe = _CLOCK, stream, key
                writer.mux(packet)
    return target
