package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;

/** Reads terms of a storage service as the API has them; the market judges the rest. */
final class ServiceFile {
  private ServiceFile() {}

  /**
   * The terms that are signed.
   *
   * @throws IllegalArgumentException when a field is missing or none of its kind
   */
  static ServiceTerms terms(String market, String negotiation, JsonNode terms) {
    JsonNode one = terms.path("commitment");
    String customer = terms.has("customer") ? text(terms, "customer") : "";
    List<Long> injection = new ArrayList<>();
    one.path("injectionWh").forEach(energy -> injection.add(energy.asLong()));
    return new ServiceTerms(
        market,
        negotiation,
        text(terms, "unit"),
        text(terms, "seller"),
        terms.path("priceMicroPerKwh").asLong(),
        new StorageCommitment(
            text(one, "id"),
            customer,
            kind(text(one, "kind")),
            millis(one, "from"),
            millis(one, "to"),
            one.path("energyWh").asLong(),
            one.path("chargeSlotWh").asLong(),
            one.path("dischargeSlotWh").asLong(),
            one.path("startWh").asLong(),
            injection));
  }

  private static Kind kind(String word) {
    try {
      return Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "kind is charge-service, release, firm-schedule or lease, not " + word, e);
    }
  }

  private static long millis(JsonNode node, String field) {
    try {
      return Instant.parse(text(node, field)).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(field + " is no time such as 2022-08-02T07:00:00Z", e);
    }
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException("the field " + field + " is missing");
    }
    return node.path(field).asText();
  }
}
