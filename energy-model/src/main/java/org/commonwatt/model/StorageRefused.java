package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a storage unit was not changed, or cannot keep a commitment.
 *
 * @param rejection code and wording
 * @param limit which limit would be broken; null where none is the reason
 * @param conflicts ids of the commitments with which it cannot stand together, by id: a minimal
 *     set; empty when the limit would be broken without any
 */
public record StorageRefused(
    Rejection rejection, @Nullable StorageLimit limit, List<String> conflicts) {
  /** Copies the ids. */
  public StorageRefused {
    conflicts = List.copyOf(conflicts);
  }

  /** A refusal for another reason than a limit. */
  public static StorageRefused of(Rejection rejection) {
    return new StorageRefused(rejection, null, List.of());
  }
}
