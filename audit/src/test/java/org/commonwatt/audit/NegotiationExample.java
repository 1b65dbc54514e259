package org.commonwatt.audit;

import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.bundle.TestSigner;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.CounterService;
import org.commonwatt.model.Command.EndNegotiation;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ServiceAgreed;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.SettlementBatch;

/** A day on which services of a storage unit are negotiated, before both verifiers. */
public final class NegotiationExample {
  static final TestSigner ANN = new TestSigner(1);
  static final TestSigner BOB = new TestSigner(2);

  private final Day day;

  /** The honest day, settled. */
  public NegotiationExample() {
    ContinuousDay honest = negotiated();
    honest.tick(-15);
    honest.settle();
    honest.add(new ConfirmBatch(batch(honest.log()).batchId(), "tx-1", 1));
    day = honest.log();
  }

  /** The event of the first agreement says something else. */
  public NegotiationExample agree(UnaryOperator<ServiceAgreed> forgery) {
    day.change(
        ServiceAgreed.class,
        e -> e.proposal().terms().negotiation().equals("n") ? forgery.apply(e) : e);
    return this;
  }

  /** The same with another price, that only the event has. */
  public static ServiceAgreed cheaper(ServiceAgreed agreed) {
    return new ServiceAgreed(
        agreed.by(),
        agreed.round(),
        proposal(ANN, terms("n", 300, "bob", 19_999)),
        sign(BOB, terms("n", 300, "bob", 19_999)),
        agreed.key(),
        agreed.timeMillis());
  }

  /** The same with a signature of somebody else. */
  public static ServiceAgreed signedByAnother(ServiceAgreed agreed) {
    return new ServiceAgreed(
        agreed.by(),
        agreed.round(),
        agreed.proposal(),
        sign(ANN, agreed.proposal().terms()),
        agreed.key(),
        agreed.timeMillis());
  }

  /** A unit is committed to somebody else than who has accepted. */
  public NegotiationExample commitAnother() {
    day.change(
        StorageCommitted.class, e -> new StorageCommitted(e.unit(), e.commitment().of("ann")));
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
    return new FakeLedger().post("tx-1", batch(day));
  }

  /** The bill of a day with one. */
  static SettlementBatch batch(Day day) {
    for (StoredRecord record : day.events()) {
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        Event event = EventCodec.decodeEvent(bytes).event();
        if (event instanceof SlotSettled settled) {
          return settled.batch();
        }
      }
    }
    throw new IllegalStateException("nothing is settled");
  }

  /**
   * Bob proposes 300 Wh for 10,000; Ann counters with 20,000; Bob accepts what has changed, which
   * is refused, then what stands. Ann's standing offer of 200 Wh is taken by Bob, another one taken
   * back.
   */
  static ContinuousDay negotiated() {
    ContinuousDay day = StorageTamperingTest.unit();
    day.add(new RegisterSigningKey("ann", key(ANN)));
    day.add(new RegisterSigningKey("bob", key(BOB)));
    ServiceTerms cheap = terms("n", 300, "bob", 10_000);
    ServiceTerms dear = terms("n", 300, "bob", 20_000);
    day.add(new ProposeService("bob", proposal(BOB, cheap)));
    day.add(new CounterService("ann", 1, cheap.hash(), proposal(ANN, dear)));
    day.add(accept("bob", 1, cheap));
    day.add(accept("bob", 2, dear));
    ServiceTerms offer = terms("o", 200, "", 30_000);
    day.add(new ProposeService("ann", proposal(ANN, offer)));
    day.add(accept("bob", 1, offer));
    ServiceTerms gone = terms("p", 100, "", 30_000);
    day.add(new ProposeService("ann", proposal(ANN, gone)));
    day.add(new EndNegotiation("ann", "p", 1, gone.hash()));
    return day;
  }

  static ServiceTerms terms(String id, long energyWh, String customer, long price) {
    return new ServiceTerms(
        ContinuousDay.rulebook(FeeMode.ON_TOP).market(),
        id,
        "u",
        "ann",
        price,
        StorageTamperingTest.room("s-" + id, energyWh).of(customer));
  }

  static ServiceProposal proposal(TestSigner key, ServiceTerms terms) {
    return new ServiceProposal(terms, ContinuousDay.START + 3_600_000, sign(key, terms));
  }

  static String sign(TestSigner key, ServiceTerms terms) {
    return HexFormat.of().formatHex(key.sign(terms.signedBytes()));
  }

  /** The 32 bytes of a key, without what X.509 puts before them. */
  static String key(TestSigner signer) {
    String x509 = HexFormat.of().formatHex(signer.publicKey());
    return x509.substring(x509.length() - 64);
  }

  private static AcceptService accept(String by, int round, ServiceTerms terms) {
    return new AcceptService(by, terms.negotiation(), round, terms.hash(), sign(BOB, terms));
  }
}
