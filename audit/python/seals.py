"""Sealed payloads and their keys: docs/formats/log.md, "Sealed payloads"; AES-256-GCM-SIV is RFC 8452."""

import hashlib
import hmac
import os
import struct


def _sboxes():
    box, p, q = [0] * 256, 1, 1
    while True:
        p ^= ((p << 1) & 0xFF) ^ (0x1B if p & 0x80 else 0)
        for shift in (1, 2, 4):
            q ^= (q << shift) & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        turned = q
        for shift in (1, 2, 3, 4):
            turned ^= ((q << shift) | (q >> (8 - shift))) & 0xFF
        box[p] = turned ^ 0x63
        if p == 1:
            box[0] = 0x63
            return box


BOX = _sboxes()
TWICE = [((one << 1) & 0xFF) ^ (0x1B if one & 0x80 else 0) for one in range(256)]
SHIFTED = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]


class Aes256:
    """The block cipher of FIPS 197, encryption only."""

    def __init__(self, key):
        words, constant = [list(key[i : i + 4]) for i in range(0, 32, 4)], 1
        for i in range(8, 60):
            word = list(words[-1])
            if i % 8 == 0:
                word = [BOX[one] for one in word[1:] + word[:1]]
                word[0] ^= constant
                constant = TWICE[constant]
            elif i % 8 == 4:
                word = [BOX[one] for one in word]
            words.append([a ^ b for a, b in zip(words[-8], word)])
        self.keys = [sum(words[i : i + 4], []) for i in range(0, 60, 4)]

    def block(self, data):
        state = [a ^ b for a, b in zip(data, self.keys[0])]
        for turn in range(1, 15):
            state = [BOX[state[i]] for i in SHIFTED]
            if turn < 14:
                mixed = []
                for i in range(0, 16, 4):
                    a, b, c, d = state[i : i + 4]
                    every = a ^ b ^ c ^ d
                    mixed += [a ^ every ^ TWICE[a ^ b], b ^ every ^ TWICE[b ^ c]]
                    mixed += [c ^ every ^ TWICE[c ^ d], d ^ every ^ TWICE[d ^ a]]
                state = mixed
            state = [a ^ b for a, b in zip(state, self.keys[turn])]
        return bytes(state)


def _polyval(key, data):
    h, total = int.from_bytes(key, "little"), 0
    for at in range(0, len(data), 16):
        a, product = total ^ int.from_bytes(data[at : at + 16], "little"), 0
        for bit in range(128):
            if a >> bit & 1:
                product ^= h << bit
        for _ in range(128):
            if product & 1:
                product ^= 1 | 1 << 121 | 1 << 126 | 1 << 127 | 1 << 128
            product >>= 1
        total = product
    return total.to_bytes(16, "little")


def _padded(data):
    return data + bytes(-len(data) % 16)


def gcm_siv_open(key, nonce, sealed, associated):
    """The plaintext; ValueError when any bit is not as it was sealed."""
    if len(sealed) < 16:
        raise ValueError("a seal that is cut short")
    outer, tag = Aes256(key), sealed[-16:]
    halves = [outer.block(struct.pack("<I", i) + nonce)[:8] for i in range(6)]
    inner = Aes256(b"".join(halves[2:]))
    counter, rest = struct.unpack("<I", tag[:4])[0], tag[4:15] + bytes([tag[15] | 0x80])
    plain = bytearray()
    for at in range(0, len(sealed) - 16, 16):
        stream = inner.block(struct.pack("<I", counter) + rest)
        plain += bytes(a ^ b for a, b in zip(sealed[at : min(at + 16, len(sealed) - 16)], stream))
        counter = (counter + 1) & 0xFFFFFFFF
    lengths = struct.pack("<QQ", 8 * len(associated), 8 * len(plain))
    total = _polyval(b"".join(halves[:2]), _padded(associated) + _padded(bytes(plain)) + lengths)
    total = bytes(a ^ b for a, b in zip(total, nonce + bytes(4)))
    if inner.block(total[:15] + bytes([total[15] & 0x7F])) != tag:
        raise ValueError("a seal that does not open")
    return bytes(plain)


def context(*parts):
    """Texts and numbers as associated data."""
    data = b""
    for part in parts:
        if isinstance(part, int):
            data += struct.pack(">q", part)
        else:
            data += struct.pack(">q", len(part.encode("utf-8"))) + part.encode("utf-8")
    return data


def _hmac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


class Keyring:
    """The key files of a folder, or none."""

    def __init__(self, folder=None):
        self.keys, self.given = {}, folder is not None
        for name in sorted(os.listdir(folder)) if folder else ():
            if name.endswith((".key", ".retired")):
                with open(os.path.join(folder, name), encoding="ascii") as file:
                    lines = file.read().split("\n")
                if lines[0] != "commonwatt-key-1":
                    raise ValueError("%s is no key" % name)
                key = bytes.fromhex(lines[2])
                named = hashlib.sha256(b"commonwatt key id 1" + key).digest()[:8]
                self.keys[lines[1], named] = key

    def open(self, sealed, subject, *about):
        """The payload of a Sealed message, None without its key; ValueError when it is damaged."""
        key = self.keys.get((subject, sealed.bytes(1)))
        if key is None:
            return None
        nonce = hashlib.sha256(context(*about)).digest()[:12]
        inner = _hmac(key, b"commonwatt seal encryption 1")
        plain = gcm_siv_open(inner, nonce, sealed.bytes(2), context(*about))
        length = struct.unpack_from(">I", plain + bytes(4))[0]
        if length > len(plain) - 4 or any(plain[4 + length :]):
            raise ValueError("a payload that is not as long as it says")
        return plain[4 : 4 + length]

    def secret(self, sealed, subject, *about):
        """The secret of a position whose key is here."""
        key = self.keys[subject, sealed.bytes(1)]
        return _hmac(_hmac(key, b"commonwatt seal secrets 1"), context(*about))
