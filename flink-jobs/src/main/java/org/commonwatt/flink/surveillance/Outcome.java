package org.commonwatt.flink.surveillance;

import java.util.List;
import org.commonwatt.model.Alert;

/**
 * What a state machine has become, and what it has to tell.
 *
 * @param <S> its state
 */
record Outcome<S>(S state, List<Alert> alerts) {
  static <S> Outcome<S> of(S state) {
    return new Outcome<>(state, List.of());
  }
}
