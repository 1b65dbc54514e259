package org.commonwatt.log.codec;

import com.google.protobuf.ProtocolMessageEnum;
import java.util.EnumMap;
import java.util.Map;

/**
 * Translates an enum of the model to its twin in the Protobuf files, constant by constant of the
 * same name: {@code SELL} and {@code SIDE_SELL}. The numbers stand in the Protobuf files only.
 */
final class EnumCodes<M extends Enum<M>, P extends Enum<P> & ProtocolMessageEnum> {

  private final String field;
  private final Map<M, P> encoded;
  private final Map<P, M> decoded;

  /**
   * Pairs all constants.
   *
   * @param prefix what the Protobuf constants start with, such as {@code SIDE_}
   * @throws IllegalArgumentException when a constant of the model has no twin
   */
  EnumCodes(Class<M> model, Class<P> proto, String prefix) {
    field = model.getSimpleName();
    encoded = new EnumMap<>(model);
    decoded = new EnumMap<>(proto);
    for (M constant : model.getEnumConstants()) {
      P twin = Enum.valueOf(proto, prefix + constant.name());
      encoded.put(constant, twin);
      decoded.put(twin, constant);
    }
  }

  P encode(M constant) {
    P twin = encoded.get(constant);
    if (twin == null) {
      throw new IllegalStateException(constant + " has no code");
    }
    return twin;
  }

  /** The constant with a code; 0 counts as missing. */
  M decode(P code, int number) {
    M constant = decoded.get(code);
    if (constant != null) {
      return constant;
    }
    throw number == 0
        ? CodecException.missingField(field)
        : CodecException.outOfRange(field + " has no code " + number);
  }
}
