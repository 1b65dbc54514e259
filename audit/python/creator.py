"""Who proposed a transaction: organisation, and the role that its certificate gives."""

import base64
import json

from wire import Message

ATTRIBUTES = bytes.fromhex("06082a030405060708" "01")  # DER of 1.2.3.4.5.6.7.8.1
SEQUENCE, OCTET_STRING, EXTENSIONS = 0x30, 0x04, 0xA3


def creator_of(envelope):
    """Organisation and role of an envelope's creator; None when it names nobody."""
    identity = Message(envelope).message(1).message(1, 2).bytes(1)
    if not identity:
        return None
    said = Message(identity)
    return said.text(1), role_of(said.text(2))


def role_of(pem):
    """The attribute `role` of a certificate; an empty text when it has none or is no certificate."""
    try:
        body = pem.partition("-----BEGIN CERTIFICATE-----")[2].partition("-----END CERTIFICATE-----")[0]
        tag, certificate, _ = element(base64.b64decode("".join(body.split()), validate=True))
        parts = children(element(certificate)[1]) if tag == SEQUENCE else []
        for extension in children(element(next(value for tag, value in parts if tag == EXTENSIONS))[1]):
            if extension[1].startswith(ATTRIBUTES):
                kind, content = children(extension[1])[-1]
                role = json.loads(content)["attrs"]["role"] if kind == OCTET_STRING else ""
                return role if isinstance(role, str) else ""
    except (IndexError, KeyError, StopIteration, TypeError, ValueError, RecursionError):
        pass
    return ""


def element(data):
    """Tag and content of the first element of DER, and what follows it."""
    tag, length, at = data[0], data[1], 2
    if length & 0x80:
        at += length & 0x7F
        length = int.from_bytes(data[2:at], "big")
    if length > len(data) - at:
        raise ValueError("an element that ends too early")
    return tag, data[at : at + length], data[at + length :]


def children(content):
    """Tags and contents of the elements in an element."""
    found = []
    while content:
        tag, value, content = element(content)
        found.append((tag, value))
    return found
