package org.commonwatt.chaincode.bilateral.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Head;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.SignedBilateral;
import org.jspecify.annotations.Nullable;

/**
 * The functions of bilateral contracts over a {@link State}: whose key is which, contracts that
 * both sides have signed, and their prices, which only members of a collection see.
 */
public final class BilateralContracts {
  /** The collection that keeps prices. */
  public static final String PRICES = "bilateral-prices";

  /** The name under which a call hands a price over, as transient data. */
  public static final String PRICE = "price";

  /** The event of a recorded contract. */
  public static final String CONTRACT_RECORDED = "BilateralRecorded";

  /** Whose peers keep prices: the collection's members, as the channel defines them. */
  private static final Set<String> MEMBERS = Set.of("ExchangeMSP", "RegulatorMSP");

  private final State state;

  /** The contracts on a state, for one transaction. */
  public BilateralContracts(State state) {
    this.state = state;
  }

  /**
   * Says which key a participant signs with from now on. Contracts that were recorded before stay.
   *
   * @param key 32 bytes of an Ed25519 public key, 64 lower-case hexadecimal digits
   * @return what {@link #key} returns from now on
   * @throws Refusal with the first code that applies, in the order of {@link RefusalCode}
   */
  public String registerKey(String participant, String key) {
    state.caller().requireMayPost();
    requireId("participant", participant);
    if (!PartySignature.isKey(key)) {
      throw Fields.malformed(
          "key", "must be the 32 bytes of an Ed25519 public key in 64 lower-case digits");
    }
    if (key.equals(state.get(keyOf(participant)))) {
      throw new Refusal(RefusalCode.KEY_EXISTS, participant + " signs with this key already");
    }
    state.put(keyOf(participant), key);
    return written(participant, key);
  }

  /**
   * The key of a participant: {@code {"participant":…,"key":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code KEY_NOT_FOUND}
   */
  public String key(String participant) {
    requireId("participant", participant);
    return written(participant, requireKey(participant));
  }

  /**
   * Keeps a price with the members of {@link #PRICES}, before the contract that has its hash.
   *
   * @param priceHash what the price's text must hash to
   * @return the hash
   * @throws Refusal with the first code that applies
   */
  public String depositPrice(String market, String priceHash) {
    state.caller().requireMayPost();
    requireId("market", market);
    Hash expected = BilateralText.hash("priceHash", priceHash);
    @Nullable String text = state.given(PRICE);
    if (text == null) {
      throw Fields.malformed(PRICE, "must be given as transient data, not as an argument");
    }
    BilateralPrice price = BilateralText.price(text);
    if (!price.hash().equals(expected)) {
      throw new Refusal(
          RefusalCode.PRICE_DIFFERS, "the price that was given has the hash " + price.hash());
    }
    state.putPrivate(PRICES, priceKey(market, expected), text);
    return priceHash;
  }

  /**
   * Records a contract that both parties have signed, once.
   *
   * @param json canonical JSON of terms and signatures
   * @return what {@link #get} returns from now on
   * @throws Refusal with the first code that applies
   */
  public String record(String json) {
    state.caller().requireMayPost();
    SignedBilateral signed = BilateralText.signed(json);
    BilateralTerms terms = signed.terms();
    if (terms.buyer().equals(terms.seller())) {
      throw new Refusal(RefusalCode.SAME_PARTY, "buyer and seller must be two participants");
    }
    StateKey key = contract(terms.market(), terms.contractId());
    if (state.get(key) != null) {
      throw new Refusal(
          RefusalCode.CONTRACT_EXISTS,
          terms.contractId() + " is recorded and cannot be changed: choose another id");
    }
    requireInTime(terms);
    String buyerKey = requireKey(terms.buyer());
    String sellerKey = requireKey(terms.seller());
    requireSigned("buyer", terms, buyerKey, signed.buyerSignature());
    requireSigned("seller", terms, sellerKey, signed.sellerSignature());
    if (!terms.priceHash().equals(state.privateHash(PRICES, priceKey(terms)))) {
      throw new Refusal(
          RefusalCode.PRICE_NOT_DEPOSITED, "deposit the price that has this hash first");
    }
    String recorded =
        "{\"contract\":"
            + json
            + ",\"buyerKey\":\""
            + buyerKey
            + "\",\"sellerKey\":\""
            + sellerKey
            + "\",\"transactionId\":\""
            + state.transactionId()
            + "\"}";
    state.put(key, recorded);
    state.event(
        CONTRACT_RECORDED,
        "{\"market\":\"" + terms.market() + "\",\"contractId\":\"" + terms.contractId() + "\"}");
    return recorded;
  }

  /**
   * A contract: {@code {"contract":…,"buyerKey":…,"sellerKey":…,"transactionId":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code CONTRACT_NOT_FOUND}
   */
  public String get(String market, String contractId) {
    requireId("market", market);
    requireId("contractId", contractId);
    @Nullable String found = state.get(contract(market, contractId));
    if (found == null) {
      throw new Refusal(
          RefusalCode.CONTRACT_NOT_FOUND, contractId + " is not recorded in this market");
    }
    return found;
  }

  /**
   * Every contract of a market by its id, a JSON array.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String list(String market) {
    requireId("market", market);
    return state.list(new StateKey("bilateral", List.of(market))).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * The price of a contract, as it was deposited. Only for clients of the members of {@link
   * #PRICES}; whoever else knows price and salt compares their hash.
   *
   * @throws Refusal {@code NOT_ALLOWED}, {@code MALFORMED}, {@code CONTRACT_NOT_FOUND}
   */
  public String price(String market, String contractId) {
    if (!MEMBERS.contains(state.caller().mspId())) {
      throw new Refusal(
          RefusalCode.NOT_ALLOWED,
          "only exchange and regulator read prices; whoever knows price and salt compares the"
              + " hash");
    }
    JsonNode recorded = Fields.object("a contract", get(market, contractId));
    String hash = recorded.required("contract").required("terms").required("priceHash").textValue();
    @Nullable String price = state.getPrivate(PRICES, priceKey(market, new Hash(hash)));
    if (price == null) {
      throw new IllegalStateException("the price of " + contractId + " is gone");
    }
    return price;
  }

  /** What is settled is settled: no contract for a slot may be recorded behind its batch. */
  private void requireInTime(BilateralTerms terms) {
    @Nullable String head = state.get(new StateKey("head", List.of(terms.market())));
    if (head != null && Head.read(head).slotEndMillis() > terms.fromMillis()) {
      throw new Refusal(
          RefusalCode.CONTRACT_TOO_LATE,
          "the first slot, or one behind it, is settled: agree on later slots");
    }
  }

  private String requireKey(String participant) {
    @Nullable String key = state.get(keyOf(participant));
    if (key == null) {
      throw new Refusal(
          RefusalCode.KEY_NOT_FOUND, participant + " has no key: register it before it signs");
    }
    return key;
  }

  private static void requireSigned(
      String side, BilateralTerms terms, String key, String signature) {
    if (!PartySignature.holds(key, terms.signedBytes(), signature)) {
      throw new Refusal(
          RefusalCode.SIGNATURE_WRONG,
          "the " + side + " has not signed exactly these terms with the registered key");
    }
  }

  private static String written(String participant, String key) {
    return "{\"participant\":\"" + participant + "\",\"key\":\"" + key + "\"}";
  }

  private static StateKey keyOf(String participant) {
    return new StateKey("bilateral-key", List.of(participant));
  }

  private static StateKey contract(String market, String contractId) {
    return new StateKey("bilateral", List.of(market, contractId));
  }

  private static StateKey priceKey(BilateralTerms terms) {
    return priceKey(terms.market(), terms.priceHash());
  }

  private static StateKey priceKey(String market, Hash priceHash) {
    return new StateKey("bilateral-price", List.of(market, priceHash.hex()));
  }

  private static void requireId(String what, String text) {
    if (!Ids.isValid(text)) {
      throw Fields.malformed(
          what, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
  }
}
