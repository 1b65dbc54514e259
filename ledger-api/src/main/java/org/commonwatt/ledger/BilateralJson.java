package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.hash;
import static org.commonwatt.ledger.JsonParts.integer;
import static org.commonwatt.ledger.JsonParts.number;
import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.commonwatt.ledger.BilateralLedger.Recorded;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.SignedBilateral;

/** Reads the JSON of bilateral contracts, which they write themselves. */
public final class BilateralJson {
  private static final String WHAT = "a bilateral contract";

  private BilateralJson() {}

  /**
   * Reads {@link SignedBilateral#text}.
   *
   * @throws LedgerException when it is not such a text
   */
  public static SignedBilateral read(String json) {
    return JsonParts.decode(WHAT, json, BilateralJson::signed);
  }

  /**
   * Reads {@link BilateralPrice#text}.
   *
   * @throws LedgerException when it is not such a text
   */
  public static BilateralPrice readPrice(String json) {
    return JsonParts.decode(
        "a price",
        json,
        node -> new BilateralPrice(number(node, "priceMicroPerKwh"), hash(node, "salt")));
  }

  static String readKey(String json) {
    return JsonParts.decode("a key", json, node -> text(node, "key"));
  }

  static Recorded readRecorded(String json) {
    return JsonParts.decode(WHAT, json, BilateralJson::recorded);
  }

  static List<Recorded> readRecordedList(String json) {
    return JsonParts.decode(WHAT, json, list -> JsonParts.each(list, BilateralJson::recorded));
  }

  private static Recorded recorded(JsonNode node) {
    return new Recorded(
        signed(node.required("contract")),
        text(node, "buyerKey"),
        text(node, "sellerKey"),
        text(node, "transactionId"));
  }

  private static SignedBilateral signed(JsonNode node) {
    return new SignedBilateral(
        terms(node.required("terms")), text(node, "buyerSignature"), text(node, "sellerSignature"));
  }

  private static BilateralTerms terms(JsonNode node) {
    return new BilateralTerms(
        text(node, "market"),
        text(node, "contractId"),
        text(node, "buyer"),
        text(node, "seller"),
        text(node, "area"),
        number(node, "fromMillis"),
        number(node, "toMillis"),
        integer(node, "slotMinutes"),
        number(node, "energyWh"),
        hash(node, "priceHash"));
  }
}
