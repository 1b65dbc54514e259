package org.commonwatt.chaincode.bilateral.rules;

import com.fasterxml.jackson.databind.JsonNode;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.SignedBilateral;

/** The JSON of contracts and prices, strictly: only the canonical spelling is accepted. */
final class BilateralText {
  private BilateralText() {}

  /**
   * Reads a signed contract.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static SignedBilateral signed(String json) {
    JsonNode node = Fields.object("a contract", json);
    JsonNode terms = node.path("terms");
    if (!terms.isObject()) {
      throw Fields.malformed("terms", "must be an object");
    }
    Fields fields = new Fields("", node);
    SignedBilateral signed =
        new SignedBilateral(
            terms(new Fields("terms.", terms)),
            signature(fields, "buyerSignature"),
            signature(fields, "sellerSignature"));
    Fields.requireCanonical(signed.text(), json);
    return signed;
  }

  /**
   * Reads a price.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static BilateralPrice price(String json) {
    Fields fields = new Fields("price.", Fields.object("a price", json));
    BilateralPrice price =
        new BilateralPrice(
            fields.integer(
                "priceMicroPerKwh",
                -Amounts.MAX_ABS_PRICE_MICRO_PER_KWH,
                Amounts.MAX_ABS_PRICE_MICRO_PER_KWH),
            fields.hash("salt"));
    Fields.requireCanonical(price.text(), json);
    return price;
  }

  private static BilateralTerms terms(Fields fields) {
    BilateralTerms terms =
        new BilateralTerms(
            fields.id("market"),
            fields.id("contractId"),
            fields.id("buyer"),
            fields.id("seller"),
            fields.id("area"),
            fields.integer("fromMillis", 0, Fields.MAX_MILLIS),
            fields.integer("toMillis", 0, Fields.MAX_MILLIS),
            (int) fields.integer("slotMinutes", 5, 60),
            fields.integer("energyWh", 1, Amounts.MAX_ORDER_WH),
            fields.hash("priceHash"));
    if (!terms.hasSlots()) {
      throw Fields.malformed(
          "terms.toMillis",
          "must end 1 to " + BilateralTerms.MAX_SLOTS + " whole slots behind fromMillis");
    }
    return terms;
  }

  private static String signature(Fields fields, String field) {
    String text = fields.text(field);
    if (!PartySignature.isSignature(text)) {
      throw Fields.malformed(field, "must have 128 lower-case hexadecimal digits");
    }
    return text;
  }

  /** A hash that is an argument of its own. */
  static Hash hash(String what, String text) {
    if (!text.matches("[0-9a-f]{64}")) {
      throw Fields.malformed(what, "must have 64 lower-case hexadecimal digits");
    }
    return new Hash(text);
  }
}
