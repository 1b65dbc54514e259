package org.commonwatt.chaincode.bilateral.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.MapState;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SignedBilateral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilateralContractsTest {
  private static final long START = 1_659_423_600_000L;
  private static final long QUARTER = 900_000;
  private static final Parties PARTIES = new Parties();
  private static final BilateralPrice PRICE =
      new BilateralPrice(-250_000, Hash.of("salt".getBytes(StandardCharsets.UTF_8)));

  private final MapState state = new MapState();
  private final BilateralContracts contracts = new BilateralContracts(state);

  @Test
  void aContractIsKeptWithKeysAndTransaction() {
    prepare();
    String json = sign(terms("b-1", 500)).text();
    String kept =
        "{\"contract\":"
            + json
            + ",\"buyerKey\":\""
            + Parties.publicKey(PARTIES.buyer)
            + "\",\"sellerKey\":\""
            + Parties.publicKey(PARTIES.seller)
            + "\",\"transactionId\":\"tx\"}";
    assertThat(contracts.record(json)).isEqualTo(kept);
    assertThat(state.written).containsOnly(Map.entry("bilateral~m~b-1~", kept));
    assertThat(state.event)
        .isEqualTo("BilateralRecorded {\"market\":\"m\",\"contractId\":\"b-1\"}");
    state.commit();
    assertThat(contracts.get("m", "b-1")).isEqualTo(kept);
    assertThat(contracts.list("m")).isEqualTo("[" + kept + "]");
    assertThat(contracts.list("n")).isEqualTo("[]");
  }

  @Test
  void theTextThatIsSignedIsTheDocumentedOne() {
    assertThat(new String(terms("b-1", 500).signedBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "commonwatt bilateral contract 1\n"
                + "{\"market\":\"m\",\"contractId\":\"b-1\",\"buyer\":\"ann\",\"seller\":\"bob\","
                + "\"area\":\"east\",\"fromMillis\":1659423600000,\"toMillis\":1659427200000,"
                + "\"slotMinutes\":15,\"energyWh\":500,\"priceHash\":\""
                + PRICE.hash()
                + "\"}\n");
  }

  @Test
  void aPriceIsPrivateAndItsHashIsWhatTheLedgerHasOfIt() {
    assertThat(deposit()).isEqualTo(PRICE.hash().hex());
    assertThat(state.written)
        .as("nothing public")
        .containsOnly(
            Map.entry("bilateral-prices!bilateral-price~m~" + PRICE.hash() + "~", PRICE.text()));
    prepare();
    contracts.record(sign(terms("b-1", 500)).text());
    state.commit();
    assertThat(contracts.price("m", "b-1")).isEqualTo(PRICE.text());
    state.caller = new Caller("RegulatorMSP", "auditor");
    assertThat(contracts.price("m", "b-1")).isEqualTo(PRICE.text());
    assertThat(code(() -> contracts.price("m", "b-2"))).isEqualTo("CONTRACT_NOT_FOUND");
    state.caller = new Caller("GridOperatorMSP", "submitter");
    assertThat(code(() -> contracts.price("m", "b-1"))).isEqualTo("NOT_ALLOWED");
    assertThat(contracts.get("m", "b-1")).as("the terms are for all").contains("\"ann\"");
  }

  /** Each spoilt field comes behind those of the lines above: the first that applies is told. */
  @Test
  void refusalsComeInTheDocumentedOrder() {
    Map<String, Runnable> spoils = new LinkedHashMap<>();
    prepare();
    SignedBilateral good = sign(terms("b-1", 500));
    String exists = good.text();
    contracts.record(exists);
    state.commit();
    assertThat(code(() -> contracts.record(exists))).isEqualTo("CONTRACT_EXISTS");

    String late = sign(terms("b-2", 500)).text();
    spoils.put("PRICE_NOT_DEPOSITED", this::dropPrice);
    spoils.put("SIGNATURE_WRONG", () -> key("bob", Parties.publicKey(PARTIES.buyer)));
    spoils.put("KEY_NOT_FOUND", () -> state.committed.remove("bilateral-key~ann~"));
    spoils.put("CONTRACT_TOO_LATE", this::settle);
    spoils.put(
        "CONTRACT_EXISTS",
        () -> state.committed.put("bilateral~m~b-2~", state.committed.get("bilateral~m~b-1~")));
    spoils.put("NOT_ALLOWED", () -> state.caller = new Caller("ExchangeMSP", ""));
    spoils.forEach(
        (expected, spoil) -> {
          spoil.run();
          assertThat(code(() -> contracts.record(late))).isEqualTo(expected);
        });
    assertThat(code(() -> contracts.record("[]"))).isEqualTo("NOT_ALLOWED");
    state.caller = new Caller("ExchangeMSP", "submitter");
    assertThat(code(() -> contracts.record(late + " "))).isEqualTo("NOT_CANONICAL");
    assertThat(code(() -> contracts.record("[]"))).isEqualTo("MALFORMED");
  }

  @Test
  void buyerAndSellerAreTwo() {
    prepare();
    BilateralTerms alone =
        new BilateralTerms(
            "m", "b-1", "ann", "ann", "east", START, START + QUARTER, 15, 1, PRICE.hash());
    assertThat(code(() -> contracts.record(sign(alone).text()))).isEqualTo("SAME_PARTY");
  }

  @Test
  void aContractThatBeginsWhereTheSettledSlotsEndIsInTime() {
    prepare();
    settle(START);
    assertThat(contracts.record(sign(terms("b-1", 500)).text())).contains("b-1");
    settle(START + 1);
    assertThat(code(() -> contracts.record(sign(terms("b-2", 500)).text())))
        .isEqualTo("CONTRACT_TOO_LATE");
  }

  @Test
  void aNewKeyEndsTheOldOneForNewContracts() {
    prepare();
    SignedBilateral before = sign(terms("b-1", 500));
    contracts.record(before.text());
    state.commit();
    Parties later = new Parties();
    key("ann", Parties.publicKey(later.buyer));
    String text = sign(terms("b-2", 500)).text();
    assertThat(code(() -> contracts.record(text))).isEqualTo("SIGNATURE_WRONG");
    assertThat(contracts.get("m", "b-1")).contains(Parties.publicKey(PARTIES.buyer));
    assertThat(contracts.key("ann"))
        .isEqualTo("{\"participant\":\"ann\",\"key\":\"" + Parties.publicKey(later.buyer) + "\"}");
  }

  @Test
  void aKeyIsRegisteredOnceAndByTheExchange() {
    String key = Parties.publicKey(PARTIES.buyer);
    assertThat(code(() -> contracts.key("ann"))).isEqualTo("KEY_NOT_FOUND");
    key("ann", key);
    assertThat(code(() -> contracts.registerKey("ann", key))).isEqualTo("KEY_EXISTS");
    assertThat(code(() -> contracts.registerKey("ann", key.substring(1)))).isEqualTo("MALFORMED");
    assertThat(code(() -> contracts.registerKey("ann", "f".repeat(64))))
        .as("no point of the curve")
        .isEqualTo("MALFORMED");
    assertThat(code(() -> contracts.registerKey("a n", key))).isEqualTo("MALFORMED");
    state.caller = new Caller("RegulatorMSP", "submitter");
    assertThat(code(() -> contracts.registerKey("ann", ""))).isEqualTo("NOT_ALLOWED");
  }

  @Test
  void aDepositIsTheTextOfItsHash() {
    assertThat(code(() -> contracts.depositPrice("m", PRICE.hash().hex())))
        .as("nothing was handed over")
        .isEqualTo("MALFORMED");
    for (String text :
        new String[] {
          "[]",
          "{}",
          PRICE.text().replace("-250000", "10000000001"),
          PRICE.text().replace("-250000", "1.5"),
          PRICE.text().replace("salt", "pepper")
        }) {
      state.given.put(BilateralContracts.PRICE, text);
      assertThat(code(() -> contracts.depositPrice("m", PRICE.hash().hex())))
          .as(text)
          .isEqualTo("MALFORMED");
    }
    state.given.put(BilateralContracts.PRICE, PRICE.text().replace(",", ", "));
    assertThat(code(() -> contracts.depositPrice("m", PRICE.hash().hex())))
        .isEqualTo("NOT_CANONICAL");
    state.given.put(BilateralContracts.PRICE, PRICE.text());
    assertThat(code(() -> contracts.depositPrice("m", Hash.ZERO.hex()))).isEqualTo("PRICE_DIFFERS");
    assertThat(code(() -> contracts.depositPrice("m", "0"))).isEqualTo("MALFORMED");
    assertThat(code(() -> contracts.depositPrice("", "0"))).isEqualTo("MALFORMED");
    state.caller = new Caller("GridOperatorMSP", "observer");
    assertThat(code(() -> contracts.depositPrice("", "0"))).isEqualTo("NOT_ALLOWED");
    assertThat(state.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"market\":\"m\" | \"market\":\"\"",
        "\"contractId\":\"b-1\" | \"contractId\":\"-b\"",
        "\"buyer\":\"ann\" | \"buyer\":7",
        "\"seller\":\"bob\" | \"salesman\":\"bob\"",
        "\"area\":\"east\" | \"area\":null",
        "\"fromMillis\":1659423600000 | \"fromMillis\":1659423600001",
        "\"fromMillis\":1659423600000 | \"fromMillis\":-900000",
        "\"fromMillis\":1659423600000 | \"fromMillis\":1659427200000",
        "\"toMillis\":1659427200000 | \"toMillis\":253402300800000",
        "\"toMillis\":1659427200000 | \"toMillis\":1662102900000",
        "\"slotMinutes\":15 | \"slotMinutes\":7",
        "\"slotMinutes\":15 | \"slotMinutes\":60.0",
        "\"energyWh\":500 | \"energyWh\":0",
        "\"energyWh\":500 | \"energyWh\":1000000000001",
        "\"priceHash\":\" | \"priceHash\":\"0",
        "\"buyerSignature\":\" | \"buyerSignature\":\"0",
        "\"sellerSignature\":\" | \"sellerSignature\":\"A",
        "{\"terms\":{ | {\"terms\":{},\"of\":{"
      })
  void aFieldThatIsNotAsItMustBeIsNamed(String right, String wrong) {
    prepare();
    String spoilt = sign(terms("b-1", 500)).text().replace(right, wrong);
    assertThat(code(() -> contracts.record(spoilt))).isEqualTo("MALFORMED");
    assertThat(state.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"energyWh\":500 | \"energyWh\":500,\"free\":true",
        "\"energyWh\":500 | \"energyWh\": 500",
        "\"market\":\"m\",\"contractId\":\"b-1\" | \"contractId\":\"b-1\",\"market\":\"m\"",
        "\"area\":\"east\" | \"area\":\"\\u0065ast\""
      })
  void anotherSpellingIsRefused(String right, String other) {
    prepare();
    String spelled = sign(terms("b-1", 500)).text().replace(right, other);
    assertThat(code(() -> contracts.record(spelled))).isEqualTo("NOT_CANONICAL");
  }

  @Property(tries = 100)
  void whateverIsChangedBehindTheSignaturesIsRefused(
      @ForAll @IntRange(min = 0, max = 6) int field,
      @ForAll @LongRange(min = 1, max = 500) long by) {
    prepare();
    BilateralTerms agreed = terms("b-1", 1000);
    SignedBilateral signed = sign(agreed);
    BilateralTerms altered =
        new BilateralTerms(
            agreed.market(),
            field == 0 ? "b-" + (by + 1) : "b-1",
            field == 1 ? "bob" : "ann",
            field == 1 ? "ann" : "bob",
            field == 2 ? "west" : "east",
            agreed.fromMillis() + (field == 3 ? by * QUARTER : 0),
            agreed.toMillis() + (field == 3 || field == 4 ? by * QUARTER : 0),
            15,
            agreed.energyWh() + (field == 5 ? by : 0),
            PRICE.hash());
    String buyer = field == 6 ? flipped(signed.buyerSignature(), by) : signed.buyerSignature();
    String forged = new SignedBilateral(altered, buyer, signed.sellerSignature()).text();
    assertThat(code(() -> contracts.record(forged))).isEqualTo("SIGNATURE_WRONG");
    assertThat(state.written).isEmpty();
  }

  @Property(tries = 60)
  void bothSignaturesAreNeededEachBySomebodyElse(@ForAll boolean ofBuyer, @ForAll boolean own) {
    prepare();
    BilateralTerms agreed = terms("b-1", 700);
    SignedBilateral signed = sign(agreed);
    String other = own ? signed.sellerSignature() : Parties.sign(new Parties().buyer, new byte[1]);
    String theirs = own ? signed.buyerSignature() : other;
    SignedBilateral oneSided =
        ofBuyer
            ? new SignedBilateral(agreed, signed.buyerSignature(), theirs)
            : new SignedBilateral(agreed, other, signed.sellerSignature());
    assertThat(code(() -> contracts.record(oneSided.text()))).isEqualTo("SIGNATURE_WRONG");
  }

  @Property(tries = 200)
  void everyTextThatIsWrittenIsRead(
      @ForAll @LongRange(min = 1, max = Amounts.MAX_ORDER_WH) long energyWh,
      @ForAll @IntRange(min = 1, max = BilateralTerms.MAX_SLOTS) int slots,
      @ForAll
          @LongRange(
              min = -Amounts.MAX_ABS_PRICE_MICRO_PER_KWH,
              max = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH)
          long micro) {
    BilateralTerms terms =
        new BilateralTerms(
            "m", "b", "ann", "bob", "e", START, START + slots * QUARTER, 15, energyWh, Hash.ZERO);
    SignedBilateral signed = new SignedBilateral(terms, "0".repeat(128), "f".repeat(128));
    assertThat(BilateralText.signed(signed.text())).isEqualTo(signed);
    assertThat(terms.slots()).hasSize(slots);
    BilateralPrice price = new BilateralPrice(micro, terms.priceHash());
    assertThat(BilateralText.price(price.text())).isEqualTo(price);
  }

  private static String flipped(String signature, long by) {
    int at = (int) (by % signature.length());
    char other = signature.charAt(at) == '0' ? '1' : '0';
    return signature.substring(0, at) + other + signature.substring(at + 1);
  }

  /** Both have keys, and the price is deposited; a property's tries share the state. */
  private void prepare() {
    state.committed.clear();
    state.written.clear();
    key("ann", Parties.publicKey(PARTIES.buyer));
    key("bob", Parties.publicKey(PARTIES.seller));
    deposit();
    state.commit();
  }

  private void key(String participant, String key) {
    contracts.registerKey(participant, key);
    state.commit();
  }

  private String deposit() {
    state.given.put(BilateralContracts.PRICE, PRICE.text());
    return contracts.depositPrice("m", PRICE.hash().hex());
  }

  private void dropPrice() {
    state.committed.keySet().removeIf(key -> key.startsWith(BilateralContracts.PRICES));
  }

  private void settle() {
    settle(START + QUARTER);
  }

  private void settle(long endMillis) {
    state.committed.put(
        "head~m~",
        "{\"batchId\":\"m.1.initial\",\"batchHash\":\""
            + Hash.ZERO
            + "\",\"slotEndMillis\":"
            + endMillis
            + "}");
  }

  private static BilateralTerms terms(String contractId, long energyWh) {
    return new BilateralTerms(
        "m",
        contractId,
        "ann",
        "bob",
        "east",
        START,
        START + 4 * QUARTER,
        15,
        energyWh,
        PRICE.hash());
  }

  private static SignedBilateral sign(BilateralTerms terms) {
    return new SignedBilateral(
        terms,
        Parties.sign(PARTIES.buyer, terms.signedBytes()),
        Parties.sign(PARTIES.seller, terms.signedBytes()));
  }

  private static String code(Runnable call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, call::run);
    return refusal == null ? "no refusal" : refusal.code().name();
  }
}
