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

  /** Sets the field of a kind whose payload may be sealed. */
  interface Sealing<B, K> {
    void encode(B builder, K value, Seals seals);
  }

  /** Reads the field of a kind whose payload may be sealed. */
  interface Opening<P, M> {
    M decode(P message, Seals seals);
  }

  /**
   * One kind.
   *
   * @param type class in the model
   * @param number field number of the kind in the message
   * @param encode sets the field
   * @param decode reads the field; of an erased payload it may give another kind
   */
  record Variant<M, K extends M, B, P>(
      Class<K> type, int number, Sealing<B, K> encode, Opening<P, ? extends M> decode) {

    /** A kind that holds nothing personal. */
    Variant(Class<K> type, int number, BiConsumer<B, K> encode, Function<P, K> decode) {
      this(
          type,
          number,
          (builder, value, seals) -> encode.accept(builder, value),
          (message, seals) -> decode.apply(message));
    }

    private void encodeInto(B builder, M value, Seals seals) {
      encode.encode(builder, type.cast(value), seals);
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
  void encode(M value, B builder, Seals seals) {
    Variant<M, ?, B, P> variant = byType.get(value.getClass());
    if (variant == null) {
      throw new IllegalStateException(value.getClass() + " has no format");
    }
    variant.encodeInto(builder, value, seals);
  }

  /** Reads the field of the kind with a number. */
  M decode(P message, int number, Seals seals) {
    Variant<M, ?, B, P> variant = byNumber.get(number);
    if (variant == null) {
      throw new IllegalStateException("kind " + number + " has no format");
    }
    return variant.decode().decode(message, seals);
  }
}
