package org.commonwatt.audit;

import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.bundle.TestSigner;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SignedBilateral;

/** A day on which Bob buys 500 Wh of Ann by a contract of two, before both verifiers. */
public final class BilateralExample {
  private static final TestSigner ANN = new TestSigner(31);
  private static final TestSigner BOB = new TestSigner(32);

  private final Day day;
  private final SettlementBatch[] batch = new SettlementBatch[1];

  /** The honest day. */
  public BilateralExample() {
    ContinuousDay honest = ContinuousDay.trading(FeeMode.ON_TOP);
    honest.add(new RegisterSigningKey("ann", key(ANN)));
    honest.add(new RegisterSigningKey("bob", key(BOB)));
    honest.add(new RecordBilateral(contract(500)));
    honest.sell("ann", 100_000, 100);
    honest.buy("cat", 110_000, 100);
    honest.settle();
    day = honest.log();
    day.change(
        SlotSettled.class,
        settled -> {
          batch[0] = settled.batch();
          return settled;
        });
    honest.add(new ConfirmBatch(batch[0].batchId(), "tx-1", 1));
  }

  /** The contract, with other energy, signed by both. */
  public static SignedBilateral contract(long energyWh) {
    Hash price = new BilateralPrice(250_000, Hash.of(new byte[] {7})).hash();
    BilateralTerms terms =
        new BilateralTerms(
            Day.MARKET,
            "b-1",
            "bob",
            "ann",
            "east",
            ContinuousDay.START,
            ContinuousDay.START + ContinuousDay.SLOT.minutes() * 60_000L,
            ContinuousDay.SLOT.minutes(),
            energyWh,
            price);
    return new SignedBilateral(terms, sign(BOB, terms), sign(ANN, terms));
  }

  /** Changes every event of a type, or drops it when the change gives null. */
  public <E extends Event> BilateralExample change(Class<E> type, UnaryOperator<E> forgery) {
    day.change(type, forgery);
    return this;
  }

  /** Records of commands. */
  public List<StoredRecord> commands() {
    return day.commands();
  }

  /** Records of events. */
  public List<StoredRecord> events() {
    return day.events();
  }

  /** The ledger with the bill. */
  public Ledger ledger() {
    return new FakeLedger().post("tx-1", batch[0]);
  }

  private static String sign(TestSigner signer, BilateralTerms terms) {
    return HexFormat.of().formatHex(signer.sign(terms.signedBytes()));
  }

  /** The last 32 bytes of a key, as X.509 has it, are those of RFC 8032. */
  private static String key(TestSigner signer) {
    String x509 = HexFormat.of().formatHex(signer.publicKey());
    return x509.substring(x509.length() - 64);
  }
}
