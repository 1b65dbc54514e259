package org.commonwatt.core.coupled;

import java.util.List;
import java.util.ServiceLoader;
import org.commonwatt.model.AuctionVerifier;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedSlots;

/**
 * Has results judged by the verifiers on the class path, while assertions are on. The audit brings
 * one; this module knows only the words that both speak. Decision record 0010 says why.
 */
final class Verification {
  private static final List<AuctionVerifier> VERIFIERS =
      ServiceLoader.load(AuctionVerifier.class, AuctionVerifier.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Verification() {}

  /** How many verifiers judge. */
  static int verifiers() {
    return VERIFIERS.size();
  }

  /**
   * Whether no verifier objects: the condition of an {@code assert}.
   *
   * @throws AssertionError with what is wrong when one does
   */
  static boolean passes(StatedAuction auction) {
    VERIFIERS.forEach(verifier -> expectNone(verifier.complaints(auction)));
    return true;
  }

  /**
   * Whether no verifier objects to a result of several slots: the condition of an {@code assert}.
   *
   * @throws AssertionError with what is wrong when one does
   */
  static boolean passes(StatedSlots slots) {
    VERIFIERS.forEach(verifier -> expectNone(verifier.complaints(slots)));
    return true;
  }

  private static void expectNone(List<String> complaints) {
    if (!complaints.isEmpty()) {
      throw new AssertionError("a result is not what the rules want: " + complaints);
    }
  }
}
