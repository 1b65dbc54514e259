// A Modbus TCP server of modbus-serial with the registers of meters, each packed by Node.js.
//
// meters.js PORT: unit 1 is an Eastron SDM630, 2 an ABB B23, 3 a Carlo Gavazzi EM24, 4 a SunSpec meter; 5 a SunSpec
// meter without a power, 6 an ABB without totals, 7 an SDM630 that takes its time, 8 fails, 9 is behind a gateway
// that does not reach it.
const { ServerTCP } = require("modbus-serial");

const words = (bytes) => Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16BE(2 * i));
const packed = (method, size) => (value) => {
  const bytes = Buffer.alloc(size);
  bytes[method](value);
  return words(bytes);
};
const f32 = packed("writeFloatBE", 4);
const u64 = packed("writeBigUInt64BE", 8);
const s32 = packed("writeInt32BE", 4);
const u32 = packed("writeUInt32BE", 4);
const s16 = packed("writeInt16BE", 2);
const text = (value, registers) => words(Buffer.concat([Buffer.from(value), Buffer.alloc(64)]).subarray(0, 2 * registers));
const filled = (count, word) => Array(count).fill(word);

const table = (...entries) =>
  new Map(entries.flatMap(([address, values]) => values.map((word, i) => [address + i, word])));

const sdm630 = { input: table([0x48, f32(12345.5)], [0x4a, f32(0.25)], [0x34, f32(1500.75)]) };
const abb = (total) => ({ holding: table([0x5000, total], [0x5004, u64(1n)], [0x5b14, s32(-25050)]) });
const em24 = {
  input: table([0x34, s32(65537).reverse()], [0x4e, s32(1310).reverse()], [0x28, s32(-12).reverse()]),
};
const sunSpec = (power) => {
  const common = [1, 66, ...text("Maker", 16), ...text("Meter", 16), ...filled(16, 0), ...text("S1", 16), 1, 0x8000];
  const model = [203, 105, ...filled(16, 0x8000), ...power, ...filled(3, 0x8000), ...s16(-1), ...filled(15, 0x8000)];
  const energies = [...u32(123456), ...filled(6, 0), ...u32(4294967294), ...filled(6, 0), ...s16(-2), ...filled(52, 0)];
  return { holding: table([40000, [...text("SunS", 2), ...common, ...model, ...energies, 0xffff, 0]]) };
};

const units = {
  1: sdm630,
  2: abb(u64(123456789n)),
  3: em24,
  4: sunSpec(s16(-1234)),
  5: sunSpec([0x8000]),
  6: abb(filled(4, 0xffff)),
  7: { ...sdm630, delay: 700 },
  8: { fails: 4 },
  9: { fails: 11 },
};

const read = (name) => async (address, unit) => {
  const { [name]: registers, delay = 0, fails } = units[unit];
  await new Promise((resolve) => setTimeout(resolve, delay));
  const word = registers?.get(address);
  if (fails || word === undefined) {
    throw Object.assign(new Error("refused"), { modbusErrorCode: fails || 2 });
  }
  return word;
};

const port = Number(process.argv[2]);
new ServerTCP(
  { getInputRegister: read("input"), getHoldingRegister: read("holding") },
  { host: "127.0.0.1", port, unitID: 255 },
);
