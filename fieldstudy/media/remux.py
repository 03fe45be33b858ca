"""The clean copy of a recording: the same sound and picture, packed anew without metadata.

Only the first sound and the first moving-picture track travel. Tags, chapters, cover art, place
tracks and, where a filter exists, the notes inside the video stream stay behind.
"""

from __future__ import annotations

from pathlib import Path

import av
import av.error
from av.bitstream import BitStreamFilterContext
from av.container.input import InputContainer
from av.container.output import OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from fieldstudy.media.results import Made, Refused, is_our_fault
from fieldstudy.media.sound import Recording

# Supplemental enhancement information: ISO/IEC 14496-10 §7.4.1 type 6, 23008-2 §7.4.2 types 39, 40.
NOTE_FILTERS = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39|40"}

# Demuxer name → muxer, then suffix and type of a file with sound only and of one with pictures.
CONTAINERS = {
    "mov,mp4,m4a,3gp,3g2,mj2": ("mp4", ("m4a", "audio/mp4"), ("mp4", "video/mp4")),
    "matroska,webm": ("webm", ("webm", "audio/webm"), ("webm", "video/webm")),
    "ogg": ("ogg", ("ogg", "audio/ogg"), ("ogv", "video/ogg")),
    "wav": ("wav", ("wav", "audio/wav"), None),
    "flac": ("flac", ("flac", "audio/flac"), None),
    "mp3": ("mp3", ("mp3", "audio/mpeg"), None),
    "aac": ("adts", ("aac", "audio/aac"), None),
    "amr": ("amr", ("amr", "audio/amr"), None),
}
OPTIONS = {
    "mp4": {"movflags": "+faststart"},
    "mp3": {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "0"},
}


def write_clean_copy(source: Path, out_dir: Path, *, with_picture: bool) -> Made | None:
    """Repack `source` into `video.mp4`, `full.m4a` and the like; None where this container cannot
    hold its tracks. Without `with_picture` only the sound travels.

    The listening copy then stands in for it in exports.
    """
    target: Path | None = None
    try:
        with Recording(source) as recording:
            container = recording.container
            tracks = _tracks(container, with_picture=with_picture)
            muxer, sound_shape, video_shape = CONTAINERS[container.format.name]
            kind, shape = ("video", video_shape) if _has_picture(tracks) else ("full", sound_shape)
            if not tracks or shape is None:
                return None
            suffix, content_type = shape
            target = out_dir / f"{kind}.{suffix}"
            _repack(container, tracks, target, muxer)
            return Made(kind, target.name, content_type)
    except MemoryError:
        raise
    except (av.error.FFmpegError, ValueError, OverflowError, KeyError, Refused) as error:
        if is_our_fault(error):
            raise
        if target is not None:
            target.unlink(missing_ok=True)
        return None


def _tracks(container: InputContainer, *, with_picture: bool) -> list[Stream]:
    moving = [
        stream
        for stream in container.streams.video
        if with_picture and not stream.disposition & Disposition.attached_pic
    ]
    return [*moving[:1], *container.streams.audio[:1]]


def _has_picture(tracks: list[Stream]) -> bool:
    return any(stream.type == "video" for stream in tracks)


def _repack(container: InputContainer, tracks: list[Stream], target: Path, muxer: str) -> None:
    options = {"fflags": "+bitexact", **OPTIONS.get(muxer, {})}
    with av.open(str(target), "w", format=muxer, options=options) as out:
        lanes = {track.index: _Lane(track, out) for track in tracks}
        for packet in container.demux(tracks):
            if packet.dts is not None:
                lanes[packet.stream.index].send(packet)
        for lane in lanes.values():
            lane.close()


class _Lane:
    """One track on its way from one container to the other."""

    def __init__(self, track: Stream, out: OutputContainer) -> None:
        self._out = out
        self._stream = out.add_stream_from_template(track)
        self._stream.metadata.clear()
        notes = NOTE_FILTERS.get(getattr(track.codec_context, "name", ""))
        self._filter = BitStreamFilterContext(notes, track) if notes else None

    def send(self, packet: Packet[Stream]) -> None:
        packets = self._filter.filter(packet) if self._filter else [packet]
        for cleaned in packets:
            cleaned.stream = self._stream
            self._out.mux_one(cleaned)

    def close(self) -> None:
        if self._filter:
            for packet in self._filter.filter(None):
                packet.stream = self._stream
                self._out.mux_one(packet)
