"""MP4 files that say what they are: H.264, yuv420p, BT.709 in limited range, exact times."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from .engines.engine import HEIGHT, WIDTH, Picture

#: Fixed, because another number of threads gives other bytes.
_THREADS = "2"
_BT709 = 1
_LIMITED = 1


def write_video(
    path: Path, frames: Iterator[Picture], count: int, frames_per_second: int
) -> Iterator[float]:
    """Encodes the frames as they are drawn and says after each how far it is (0..1).

    Closed midway it leaves no file.
    """
    is_whole = False
    try:
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            stream = container.add_stream("libx264", rate=frames_per_second)
            stream.width, stream.height = WIDTH, HEIGHT
            stream.pix_fmt = "yuv420p"
            # Crisp lines: their edges are what a low rate spoils first. Without B-frames times begin at zero.
            stream.options = {
                "crf": "10",
                "preset": "veryfast",
                "tune": "animation",
                "bf": "0",
                "threads": _THREADS,
            }
            context = stream.codec_context
            context.color_range = _LIMITED
            context.colorspace = context.color_primaries = context.color_trc = _BT709
            reformatter = VideoReformatter()
            for index, picture in enumerate(frames):
                frame = reformatter.reformat(
                    av.VideoFrame.from_ndarray(picture, format="rgb24"),
                    format="yuv420p",
                    dst_colorspace=Colorspace.ITU709,
                    dst_color_range=ColorRange.MPEG,
                )
                frame.pts = index
                frame.time_base = Fraction(1, frames_per_second)
                container.mux(stream.encode(frame))
                yield (index + 1) / count
            container.mux(stream.encode())
        is_whole = True
    finally:
        if not is_whole:
            path.unlink(missing_ok=True)
