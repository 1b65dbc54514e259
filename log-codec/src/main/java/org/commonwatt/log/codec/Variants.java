package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The kinds of a sealed interface of the model, each with the two halves of its conversion.
 *
 * @param <M> the sealed interface
 * @param <B> builder of the Protobuf message that holds one of the kinds
 * @param <P> that message
 */
final class Variants<M, B, P> {

  /**
   * One kind.
   *
   * @param type class in the model
   * @param number field number of the kind in the message
   * @param encode sets the field
   * @param decode reads the field
   */
  record Variant<M, K extends M, B, P>(
      Class<K> type, int number, BiConsumer<B, K> encode, Function<P, K> decode) {

    private void encodeInto(B builder, M value) {
      encode.accept(builder, type.cast(value));
    }
  }

  private final Map<Class<?>, Variant<M, ?, B, P>> byType = new HashMap<>();
  private final Map<Integer, Variant<M, ?, B, P>> byNumber = new HashMap<>();

  /** Collects the kinds. */
  Variants(List<Variant<M, ?, B, P>> variants) {
    for (Variant<M, ?, B, P> variant : variants) {
      byType.put(variant.type(), variant);
      byNumber.put(variant.number(), variant);
    }
  }

  /** Sets the field of the value's kind. */
  void encode(M value, B builder) {
    Variant<M, ?, B, P> variant = byType.get(value.getClass());
    if (variant == null) {
      throw new IllegalStateException(value.getClass() + " has no format");
    }
    variant.encodeInto(builder, value);
  }

  /** Reads the field of the kind with a number. */
  M decode(P message, int number) {
    Variant<M, ?, B, P> variant = byNumber.get(number);
    if (variant == null) {
      throw new IllegalStateException("kind " + number + " has no format");
    }
    return variant.decode().apply(message);
  }
}
