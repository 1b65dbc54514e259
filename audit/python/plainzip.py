"""The one spelling of a bundle's ZIP file, and its files of records: docs/formats/bundle.md."""

import struct
import zlib

LOCAL = b"PK\x03\x04"
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"


def _fields(name, data):
    return struct.pack(
        "<HHHHHIIIHH", 10, 0x0800, 0, 0, 0x0021, zlib.crc32(data), len(data), len(data), len(name), 0
    )


def write(entries):
    """The bytes of a file of (name, bytes)."""
    out, directory = bytearray(), bytearray()
    for name, data in entries:
        called = name.encode("utf-8")
        directory += CENTRAL + struct.pack("<H", 10) + _fields(called, data)
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + called
        out += LOCAL + _fields(called, data) + called + data
    start, count = len(out), len(entries) & 0xFFFF
    out += directory
    out += END + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0)
    return bytes(out)


def read(data):
    """The entries (name, bytes) in front of whatever is none."""
    entries, at = [], 0
    while data[at : at + 4] == LOCAL and len(data) - at >= 30 and len(entries) < 1000:
        size = struct.unpack_from("<I", data, at + 18)[0]
        name, extra = struct.unpack_from("<HH", data, at + 26)
        content = at + 30 + name + extra
        if content + size > len(data):
            break
        called = data[at + 30 : at + 30 + name].decode("utf-8", "replace")
        entries.append((called, data[content : content + size]))
        at = content + size
    return entries


def records(data):
    """The records (offset, bytes) of an entry; ValueError when one is not whole."""
    found, at = [], 0
    while at < len(data):
        if len(data) - at < 12:
            raise ValueError("record %d is not whole" % len(found))
        offset, length = struct.unpack_from(">qi", data, at)
        if length < 0 or length > len(data) - at - 12:
            raise ValueError("record %d is not whole" % len(found))
        found.append((offset, data[at + 12 : at + 12 + length]))
        at += 12 + length
    return found
