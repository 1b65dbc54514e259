package org.commonwatt.testkit.ledger;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A collection of private data that the kit's ledgers must have, for clients of members only.
 *
 * @param name its name
 * @param members MSP ids of the organisations that keep the values
 * @param endorsers MSP ids of those that must sign a write; none: as for any transaction
 */
public record KitCollection(String name, List<String> members, List<String> endorsers) {
  /** Both endorsers' own. */
  public static final KitCollection SHARED =
      new KitCollection("shared", List.of("ExchangeMSP", "GridOperatorMSP"), List.of());

  /** The exchange's own, which it signs alone. */
  public static final KitCollection EXCHANGE =
      new KitCollection("exchange", List.of("ExchangeMSP"), List.of("ExchangeMSP"));

  /** All that the kit names. */
  public static final List<KitCollection> ALL = List.of(SHARED, EXCHANGE);

  /** The collections as Fabric's definition of a chaincode wants them: objects of JSON. */
  public static List<String> fabricJson() {
    return ALL.stream().map(KitCollection::json).toList();
  }

  private String json() {
    String policy =
        endorsers.isEmpty()
            ? ""
            : ",\"endorsementPolicy\":{\"signaturePolicy\":\"" + anyOf(endorsers, "peer") + "\"}";
    return "{\"name\":\"%s\",\"policy\":\"%s\",\"requiredPeerCount\":0,\"maxPeerCount\":1,\"blockToLive\":0,\"memberOnlyRead\":true,\"memberOnlyWrite\":true%s}"
        .formatted(name, anyOf(members, "member"), policy);
  }

  private static String anyOf(List<String> organisations, String role) {
    return organisations.stream()
        .map(one -> "'" + one + "." + role + "'")
        .collect(Collectors.joining(",", "OR(", ")"));
  }
}
