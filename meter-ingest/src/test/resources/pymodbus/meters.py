"""A Modbus server of pymodbus with the registers of three meters, each packed by Python's struct.

meters.py PORT FRAMER: unit 1 is an Eastron SDM630, 2 an ABB B23, 3 a Carlo Gavazzi EM24, 4 a SunSpec meter, 5 to 7 meters with a clock:
right, 90 s fast, never set.
"""
import asyncio
import struct
import sys
import time

from pymodbus import FramerType
from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import ModbusTcpServer


def words(form, value):
    data = struct.pack(">" + form, value)
    return [int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2)]


class Block(ModbusSparseDataBlock):
    """Registers at the addresses of the wire: the context of pymodbus adds one to each."""

    def __init__(self, values):
        super().__init__({address + 1: word for address, word in values.items()})


def table(*entries):
    registers = {}
    for address, content in entries:
        registers.update({address + i: word for i, word in enumerate(content)})
    return Block(registers)


def text(value, registers):
    data = value.encode().ljust(2 * registers, b"\0")
    return [int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2)]


def sdm630():
    return ModbusSlaveContext(ir=table(
        (0x48, words("f", 12345.5)), (0x4A, words("f", 0.25)), (0x34, words("f", 1500.75))))


def abb():
    return ModbusSlaveContext(hr=table(
        (0x5000, words("Q", 123456789)), (0x5004, words("Q", 1)), (0x5B14, words("i", -25050))))


class Clock(Block):
    """Energies, and seconds since 2000 (UTC) with the low word first, shifted."""

    def __init__(self, shift):
        super().__init__({0: 0, 1: 5000, 2: 0, 3: 7, 4: 65535, 5: 65236, 10: 0, 11: 0})
        self.shift = shift

    def getValues(self, address, count=1):
        if self.shift is not None:
            seconds = int(time.time()) - 946684800 + self.shift
            self.values.update({11: seconds & 0xFFFF, 12: seconds >> 16})
        return super().getValues(address, count)


def clocked(shift):
    return ModbusSlaveContext(hr=Clock(shift))


def em24():
    return ModbusSlaveContext(ir=table(
        (0x34, words("i", 65537)[::-1]), (0x4E, words("i", 1310)[::-1]), (0x28, words("i", -12)[::-1])))


def sunspec():
    model = words("h", 203) + words("h", 105) + [0x8000] * 16
    model += words("h", -1234) + [0x8000] * 3 + words("h", 1) + [0x8000] * 15
    model += words("I", 123456) + [0] * 6 + words("I", 4294967294) + [0] * 6 + words("h", -1)
    model += [0] * 52
    common = words("h", 1) + words("h", 66) + text("Maker", 16) + text("Meter", 16)
    common += [0] * 16 + text("S1", 16) + [1, 0x8000]
    return ModbusSlaveContext(hr=table(
        (40000, text("SunS", 2) + common + model + [0xFFFF, 0])))


async def serve(port, framer):
    units = {1: sdm630(), 2: abb(), 3: em24(), 4: sunspec(),
             5: clocked(0), 6: clocked(90), 7: clocked(None)}
    context = ModbusServerContext(slaves=units, single=False)
    server = ModbusTcpServer(context, framer=FramerType(framer), address=("127.0.0.1", port))
    await server.serve_forever()


asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
