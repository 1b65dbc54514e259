"""The wire format of Protocol Buffers, by hand."""


class Message:
    """A message without its schema; ValueError when the bytes are none."""

    def __init__(self, data):
        self.fields = {}
        at = 0
        while at < len(data):
            tag, at = _varint(data, at)
            kind = tag & 7
            if kind == 0:
                value, at = _varint(data, at)
            elif kind in (1, 2, 5):
                length, at = _varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
                if length > len(data) - at:
                    raise ValueError("a message that ends too early")
                value, at = data[at : at + length], at + length
            else:
                raise ValueError("bytes that are no message")
            self.fields.setdefault(tag >> 3, []).append(value)

    def all(self, field):
        """The bytes of each time that a field stands in the message."""
        values = self.fields.get(field, [])
        if not all(isinstance(value, bytes) for value in values):
            raise ValueError("a number where a text or message should be")
        return values

    def has(self, field):
        return field in self.fields

    def bytes(self, field):
        values = self.all(self.once(field))
        return values[-1] if values else b""

    def once(self, field):
        """The field; ValueError when it stands in the message more than once."""
        if len(self.fields.get(field, [])) > 1:
            raise ValueError("field %d is there more than once" % field)
        return field

    def text(self, field):
        return self.bytes(field).decode("utf-8")

    def int(self, field):
        """int32, int64, uint32 and enums: 0 when it is absent."""
        values = self.fields.get(self.once(field), [0])
        if not isinstance(values[-1], int):
            raise ValueError("a text or message where a number should be")
        return values[-1] - (1 << 64) if values[-1] >> 63 else values[-1]

    def sint(self, field):
        """sint64, in zigzag."""
        value = self.int(field) & ((1 << 64) - 1)
        return value >> 1 if value & 1 == 0 else -(value >> 1) - 1

    def message(self, *way):
        """The message along a way of fields."""
        here = self
        for field in way:
            here = Message(here.bytes(field))
        return here

    def messages(self, field):
        return [Message(data) for data in self.all(field)]


def packed(message, field):
    """The numbers of a packed list of sint64; empty when it is absent."""
    data, at, numbers = message.bytes(field), 0, []
    while at < len(data):
        value, at = _varint(data, at)
        numbers.append(value >> 1 if value & 1 == 0 else -(value >> 1) - 1)
    return numbers


def number_field(field, value):
    """A field of a number, which is left out when it is 0."""
    return _put(field << 3) + _put(value) if value else b""


def bytes_field(field, data):
    return _put(field << 3 | 2) + _put(len(data)) + data


def _put(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varint(data, at):
    value = 0
    for shift in range(0, 70, 7):
        if at == len(data):
            break
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value & ((1 << 64) - 1), at
    raise ValueError("a number that does not end")
