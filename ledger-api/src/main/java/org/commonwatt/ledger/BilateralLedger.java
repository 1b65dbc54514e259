package org.commonwatt.ledger;

import java.util.List;
import java.util.Optional;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.SignedBilateral;

/** The contract of bilateral contracts, typed: what the exchange submits and anybody reads. */
public final class BilateralLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "bilateral";

  /** Name of the function that says whose key is which. */
  public static final String REGISTER_KEY = "RegisterKey";

  /** Name of the function that keeps a price. */
  public static final String DEPOSIT = "DepositPrice";

  /** Name of the function that records a contract. */
  public static final String RECORD = "Record";

  /** Whose peer alone is given prices; it passes them on to the regulator's. */
  public static final String KEEPER = "ExchangeMSP";

  private static final String PRICE = "price";

  private final Ledger ledger;

  /** Calls the contract on a ledger. */
  public BilateralLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A contract as the ledger keeps it.
   *
   * @param signed terms and signatures
   * @param buyerKey the key that the buyer signed with
   * @param sellerKey the key that the seller signed with
   * @param transactionId the transaction that recorded it
   */
  public record Recorded(
      SignedBilateral signed, String buyerKey, String sellerKey, String transactionId) {}

  /**
   * Says which key a participant signs with from now on.
   *
   * @param key 32 bytes of an Ed25519 public key, in lower-case hexadecimal digits
   */
  public SubmitOutcome registerKey(String participant, String key) {
    return ledger.submit(LedgerCall.of(CONTRACT, REGISTER_KEY, participant, key));
  }

  /** The key of a participant, empty when it has none. */
  public Optional<String> key(String participant) {
    return find(LedgerCall.of(CONTRACT, "GetKey", participant), "KEY_NOT_FOUND")
        .map(BilateralJson::readKey);
  }

  /** Keeps a price, which no block and no other organisation's peer is given. */
  public SubmitOutcome deposit(String market, BilateralPrice price) {
    return ledger.submit(depositOf(market, price));
  }

  /** The call of {@link #deposit}. */
  public static LedgerCall depositOf(String market, BilateralPrice price) {
    return LedgerCall.of(CONTRACT, DEPOSIT, market, price.hash().hex())
        .withTransient(PRICE, price.text())
        .askedOf(KEEPER);
  }

  /** Records a contract, once: a second one of the same id is refused. */
  public SubmitOutcome record(SignedBilateral signed) {
    return ledger.submit(LedgerCall.of(CONTRACT, RECORD, signed.text()));
  }

  /** A contract by its id, empty when none is recorded. */
  public Optional<Recorded> find(String market, String contractId) {
    return find(LedgerCall.of(CONTRACT, "GetContract", market, contractId), "CONTRACT_NOT_FOUND")
        .map(BilateralJson::readRecorded);
  }

  /** Every contract of a market, by id. */
  public List<Recorded> contracts(String market) {
    return BilateralJson.readRecordedList(
        result(ledger.evaluate(LedgerCall.of(CONTRACT, "ListContracts", market))));
  }

  /**
   * The price of a contract, empty when none is recorded; for clients of exchange and regulator.
   */
  public Optional<BilateralPrice> price(String market, String contractId) {
    return find(priceOf(market, contractId), "CONTRACT_NOT_FOUND").map(BilateralJson::readPrice);
  }

  /** The query of {@link #price}. */
  public static LedgerCall priceOf(String market, String contractId) {
    return LedgerCall.of(CONTRACT, "GetPrice", market, contractId).askedOf(KEEPER);
  }

  private Optional<String> find(LedgerCall query, String missing) {
    EvaluateOutcome outcome = ledger.evaluate(query);
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals(missing)) {
      return Optional.empty();
    }
    return Optional.of(result(outcome));
  }

  private static String result(EvaluateOutcome outcome) {
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return returned.result();
    }
    throw new LedgerException("the contract of bilateral contracts refused a query: " + outcome);
  }
}
