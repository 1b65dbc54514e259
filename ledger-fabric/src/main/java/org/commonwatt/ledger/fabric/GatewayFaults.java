package org.commonwatt.ledger.fabric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/**
 * What a failed call of the Gateway means. A peer wraps what a contract answered as {@code
 * chaincode response 500, CODE: message}; whatever else failed there is a fault of peer, network or
 * chaincode process.
 */
final class GatewayFaults {
  private static final Pattern CONTRACT =
      Pattern.compile("chaincode response [0-9]+, (.*)", Pattern.DOTALL);

  /** Fabric's word when two peers simulated different results. */
  private static final String MISMATCH = "ProposalResponsePayloads do not match";

  /** Fabric's word when the peer knows too few others to ask; it asked none. */
  private static final String NOBODY = "no combination of peers";

  private GatewayFaults() {}

  /** What the contract answered at peers of an organisation, empty when it did not refuse there. */
  static Optional<LedgerRejection> refusedBy(String mspId, GatewayException failure) {
    return failure.getDetails().stream()
        .filter(detail -> detail.getMspId().equals(mspId))
        .flatMap(detail -> refusal(detail).stream())
        .findFirst();
  }

  /** What the contract answered anywhere, empty when it did not refuse. */
  static Optional<LedgerRejection> refused(GatewayException failure) {
    return failure.getDetails().stream().flatMap(detail -> refusal(detail).stream()).findFirst();
  }

  /**
   * Whether organisations came to different results: one refused and another did not, or two
   * computed different things. Peers that are a block apart do that for a moment.
   */
  static boolean disagreed(GatewayException failure) {
    return !failure.getDetails().isEmpty()
        && failure.getDetails().stream()
            .allMatch(
                detail -> refusal(detail).isPresent() || detail.getMessage().contains(MISMATCH));
  }

  /**
   * Whether the client's peer knows too few endorsers: so it is in a new network, and when others
   * are down.
   */
  static boolean peersHaveNotMet(GatewayException failure) {
    String told = failure.getStatus().getDescription();
    return told != null && told.contains(NOBODY);
  }

  /** The refusal of a transaction on which the organisations did not agree in time. */
  static LedgerRejection mismatch(GatewayException failure) {
    return new LedgerRejection(
        LedgerRejection.ENDORSEMENT_MISMATCH,
        "the organisations did not compute the same: " + details(failure));
  }

  /** A fault with everything that the Gateway said. */
  static LedgerException fault(String what, GatewayException failure) {
    return new LedgerException(
        what + ": " + failure.getStatus().getDescription() + details(failure), failure);
  }

  private static Optional<LedgerRejection> refusal(ErrorDetail detail) {
    Matcher text = CONTRACT.matcher(detail.getMessage());
    return text.matches() ? Optional.of(LedgerRejection.parse(text.group(1))) : Optional.empty();
  }

  private static String details(GatewayException failure) {
    List<String> told = new ArrayList<>();
    failure
        .getDetails()
        .forEach(detail -> told.add(detail.getMspId() + " says " + detail.getMessage()));
    return told.stream()
        .collect(Collectors.joining("; ", told.isEmpty() ? "" : " (", ")"))
        .replaceFirst("^\\)$", "");
  }
}
