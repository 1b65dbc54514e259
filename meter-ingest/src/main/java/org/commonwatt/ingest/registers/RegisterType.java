package org.commonwatt.ingest.registers;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.commonwatt.ingest.modbus.RegisterBlock;

/**
 * How one to four registers make a number. Numbers are exact; what a type sets aside for "there is
 * no value" is no number: all bits set of an unsigned type, the smallest and the largest value of a
 * signed one (makers use either), and of {@code f32} everything that is not finite.
 */
public enum RegisterType {
  /** Unsigned, one register. */
  @JsonProperty("u16")
  U16(1),
  /** Two's complement, one register. */
  @JsonProperty("s16")
  S16(1),
  /** Unsigned, two registers. */
  @JsonProperty("u32")
  U32(2),
  /** Two's complement, two registers. */
  @JsonProperty("s32")
  S32(2),
  /** Unsigned, four registers. */
  @JsonProperty("u64")
  U64(4),
  /** Two's complement, four registers. */
  @JsonProperty("s64")
  S64(4),
  /** IEEE 754 single precision, two registers. */
  @JsonProperty("f32")
  F32(2);

  private final int words;

  RegisterType(int words) {
    this.words = words;
  }

  /** How many registers a value takes, 1 to 4. */
  public int words() {
    return words;
  }

  /**
   * The number in a block.
   *
   * @param block registers that were read
   * @param offset of the value's first register in the block
   * @param order of the value's registers
   * @return the number as it stands there, before any scale; empty when there is no value
   */
  Optional<BigDecimal> decode(RegisterBlock block, int offset, WordOrder order) {
    byte[] bytes = bytes(block, offset, order);
    return switch (this) {
      case F32 -> decodeFloat(ByteBuffer.wrap(bytes).getFloat());
      case U16, U32, U64 -> decodeUnsigned(new BigInteger(1, bytes));
      case S16, S32, S64 -> decodeSigned(new BigInteger(bytes));
    };
  }

  /** The step to the next number that the type can hold: 1, or more in a large {@code f32}. */
  BigDecimal step(BigDecimal value) {
    return this == F32 ? new BigDecimal(Math.ulp(value.floatValue())) : BigDecimal.ONE;
  }

  private byte[] bytes(RegisterBlock block, int offset, WordOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * words);
    for (int i = 0; i < words; i++) {
      int word = order == WordOrder.HIGH_FIRST ? i : words - 1 - i;
      bytes.putShort((short) block.unsigned16(offset + word));
    }
    return bytes.array();
  }

  /** Every finite float is a decimal fraction, which BigDecimal writes out in full. */
  private static Optional<BigDecimal> decodeFloat(float value) {
    return Float.isFinite(value) ? Optional.of(new BigDecimal(value)) : Optional.empty();
  }

  private Optional<BigDecimal> decodeUnsigned(BigInteger value) {
    return value.bitCount() == 16 * words ? Optional.empty() : Optional.of(new BigDecimal(value));
  }

  private Optional<BigDecimal> decodeSigned(BigInteger value) {
    BigInteger smallest = BigInteger.ONE.shiftLeft(16 * words - 1).negate();
    boolean isExtreme = value.equals(smallest) || value.equals(smallest.not());
    return isExtreme ? Optional.empty() : Optional.of(new BigDecimal(value));
  }
}
