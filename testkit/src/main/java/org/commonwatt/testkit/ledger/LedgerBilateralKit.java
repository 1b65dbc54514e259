package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.commonwatt.ledger.BilateralLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SignedBilateral;
import org.junit.jupiter.api.Test;

/**
 * What every {@code Ledger} must do with the contract of bilateral contracts. The ledger has the
 * product's collection of prices.
 */
public abstract class LedgerBilateralKit extends LedgerClientsKit {
  private static final long START = 1_659_423_600_000L;
  private static final long QUARTER = 900_000;
  private static final String KEEPER = BilateralLedger.KEEPER;

  private final String unique = UUID.randomUUID().toString();
  private final String market = "bilateral-" + unique;
  private final String buyer = "buyer-" + unique;
  private final String seller = "seller-" + unique;
  private final BilateralPrice price =
      new BilateralPrice(271_828_182L, Hash.of(unique.getBytes(StandardCharsets.UTF_8)));
  private final BilateralParties parties = new BilateralParties();

  @Test
  final void aContractIsThereAsBothHaveSignedIt() {
    BilateralLedger contracts = new BilateralLedger(ledger);
    assertThat(contracts.find(market, "b-1")).isEmpty();
    assertThat(contracts.contracts(market)).isEmpty();
    assertThat(contracts.key(buyer)).isEmpty();
    register();
    committed(contracts.deposit(market, price));
    SignedBilateral signed = parties.sign(terms("b-1", price.hash()));
    SubmitOutcome.Committed recorded = committed(contracts.record(signed));
    BilateralLedger.Recorded expected =
        new BilateralLedger.Recorded(
            signed, parties.buyerKey(), parties.sellerKey(), recorded.transactionId());
    assertThat(contracts.find(market, "b-1")).contains(expected);
    assertThat(contracts.contracts(market)).containsExactly(expected);
    for (Client client : Client.values()) {
      assertReturns(client, call("GetContract", market, "b-1"), recorded.result());
    }
    LedgerTransaction kept = kept(recorded.blockNumber(), recorded.transactionId());
    assertThat(kept.call()).isEqualTo(call("Record", signed.text()));
    assertThat(kept.eventName()).isEqualTo("BilateralRecorded");
  }

  @Test
  final void onlyExchangeAndRegulatorReadThePriceAndNoBlockHasIt() {
    register();
    BilateralLedger contracts = new BilateralLedger(ledger);
    SubmitOutcome.Committed deposited = committed(contracts.deposit(market, price));
    committed(contracts.record(parties.sign(terms("b-1", price.hash()))));
    LedgerCall query = BilateralLedger.priceOf(market, "b-1");
    assertThat(contracts.price(market, "b-1")).contains(price);
    assertReturns(Client.AUDITOR, query, price.text());
    assertThat(refused(Client.OBSERVER, query)).isEqualTo("NOT_ALLOWED");
    assertThat(contracts.price(market, "b-2")).isEmpty();
    for (byte[] envelope : ledger.block(deposited.blockNumber()).envelopes()) {
      assertThat(new String(envelope, StandardCharsets.ISO_8859_1))
          .contains(price.hash().hex())
          .doesNotContain("271828182")
          .doesNotContain(price.salt().hex());
    }
    LedgerTransaction kept = kept(deposited.blockNumber(), deposited.transactionId());
    assertThat(kept.call()).isEqualTo(call("DepositPrice", market, price.hash().hex()));
  }

  @Test
  final void whatIsRefusedChangesNothing() {
    BilateralLedger contracts = new BilateralLedger(ledger);
    SignedBilateral signed = parties.sign(terms("b-1", price.hash()));
    assertThat(code(contracts.record(signed))).isEqualTo("KEY_NOT_FOUND");
    register();
    assertThat(code(contracts.registerKey(buyer, parties.buyerKey()))).isEqualTo("KEY_EXISTS");
    assertThat(code(contracts.record(signed))).isEqualTo("PRICE_NOT_DEPOSITED");
    LedgerCall open = call("DepositPrice", market, price.hash().hex());
    assertThat(code(ledger.submit(open.withTransient("price", price.text() + " "))))
        .isEqualTo("NOT_CANONICAL");
    LedgerCall other = call("DepositPrice", market, Hash.ZERO.hex());
    assertThat(code(ledger.submit(other.withTransient("price", price.text()).askedOf(KEEPER))))
        .isEqualTo("PRICE_DIFFERS");
    assertThat(code(ledger.submit(open))).as("nothing was handed over").isEqualTo("MALFORMED");
    committed(contracts.deposit(market, price));
    SignedBilateral altered =
        new SignedBilateral(
            terms("b-2", price.hash()), signed.buyerSignature(), signed.sellerSignature());
    assertThat(code(contracts.record(altered))).isEqualTo("SIGNATURE_WRONG");
    SignedBilateral oneSided =
        new SignedBilateral(signed.terms(), signed.buyerSignature(), signed.buyerSignature());
    assertThat(code(contracts.record(oneSided))).isEqualTo("SIGNATURE_WRONG");
    assertThat(code(ledger.submit(call("Record", signed.text() + " ")))).isEqualTo("NOT_CANONICAL");
    assertThat(code(ledger.submit(call("Record", "[]")))).isEqualTo("MALFORMED");
    assertThat(code(ledger.submit(call("Record")))).isEqualTo("WRONG_ARGUMENTS");
    assertThat(code(ledger.submit(call("Sign", "{}")))).isEqualTo("UNKNOWN_FUNCTION");
    assertThat(contracts.contracts(market)).isEmpty();
    committed(contracts.record(signed));
    assertThat(code(contracts.record(signed))).as("once").isEqualTo("CONTRACT_EXISTS");
  }

  @Test
  final void onlyTheSubmitterRecords() {
    register();
    String json = parties.sign(terms("b-1", price.hash())).text();
    List<LedgerCall> calls =
        List.of(
            call("RegisterKey", buyer, parties.sellerKey()),
            BilateralLedger.depositOf(market, price).askedOf(KEEPER),
            call("Record", json));
    for (LedgerCall one : calls) {
      assertThat(code(submit(ledger, Client.OBSERVER, one))).as("%s", one).isEqualTo("NOT_ALLOWED");
    }
  }

  @Test
  final void theSameContractAtOnceIsTakenOnce() throws Exception {
    register();
    BilateralLedger contracts = new BilateralLedger(ledger);
    committed(contracts.deposit(market, price));
    SignedBilateral signed = parties.sign(terms("b-1", price.hash()));
    onlyCommitted(Together.run(4, () -> contracts.record(signed)));
    assertThat(contracts.contracts(market)).hasSize(1);
  }

  private void register() {
    BilateralLedger contracts = new BilateralLedger(ledger);
    committed(contracts.registerKey(buyer, parties.buyerKey()));
    committed(contracts.registerKey(seller, parties.sellerKey()));
    assertThat(contracts.key(seller)).contains(parties.sellerKey());
  }

  private BilateralTerms terms(String contractId, Hash priceHash) {
    return new BilateralTerms(
        market, contractId, buyer, seller, "east", START, START + 4 * QUARTER, 15, 500, priceHash);
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }

  private static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of("bilateral", function, arguments);
  }
}
