package org.commonwatt.ingest.modbus;

import java.util.function.Function;

/**
 * What came of asking a device: a value or a failure.
 *
 * @param <T> type of the value
 */
public sealed interface DeviceResult<T> {

  /**
   * A value.
   *
   * @param value as read
   * @param <T> its type
   */
  record Ok<T>(T value) implements DeviceResult<T> {}

  /**
   * No value.
   *
   * @param failure why
   * @param <T> type of the value that is missing
   */
  record Failed<T>(DeviceFailure failure) implements DeviceResult<T> {}

  /** A value. */
  static <T> DeviceResult<T> ok(T value) {
    return new Ok<>(value);
  }

  /** A failure. */
  static <T> DeviceResult<T> failed(FailureCode code, String message) {
    return new Failed<>(new DeviceFailure(code, message));
  }

  /** Goes on with the value, or hands the failure through. */
  default <R> DeviceResult<R> then(Function<T, DeviceResult<R>> next) {
    if (this instanceof Ok<T> ok) {
      return next.apply(ok.value());
    }
    return new Failed<>(((Failed<T>) this).failure());
  }
}
