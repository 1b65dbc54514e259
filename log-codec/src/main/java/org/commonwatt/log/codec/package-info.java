/**
 * The bytes of every record on the log, and their versions; the format is described in {@code
 * docs/formats/log.md}.
 *
 * <p>Every module that reads or writes the log uses the codecs here and nothing else: the generated
 * Protobuf classes in {@code org.commonwatt.log.codec.proto} stay behind them. Encoders are pure
 * and deterministic: equal values give equal bytes. Decoders accept any byte array and answer with
 * a value of {@code energy-model} or a {@link org.commonwatt.log.codec.CodecException}, never with
 * another exception.
 */
@NullMarked
package org.commonwatt.log.codec;

import org.jspecify.annotations.NullMarked;
