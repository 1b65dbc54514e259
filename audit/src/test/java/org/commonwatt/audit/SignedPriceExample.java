package org.commonwatt.audit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PriceSource;
import org.commonwatt.model.PriceText;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;

/** A day whose imbalance price its source has signed, before both verifiers. */
public final class SignedPriceExample {
  /** When the slot starts, UTC. */
  public static final long START = ContinuousDay.START;

  private static final KeyPair KEYS = keys();

  private final Day day;
  private final int priceFrame;

  /** The honest day. */
  public SignedPriceExample() {
    PriceSource source =
        new PriceSource("tso", Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()));
    ContinuousDay honest =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE.withImbalance(
                        new ImbalanceRules(
                            List.of("ann", "cat"),
                            "balancer",
                            1,
                            new Pool(0),
                            null,
                            new Prices(
                                "desk",
                                true,
                                -900_000,
                                900_000,
                                new Fallback(false, 500_000, 20_000),
                                source)))));
    honest.sell("ann", 100_000, 450);
    honest.buy("cat", 300_000, 300);
    honest.tick(-15);
    honest.add(price(""));
    honest.add(price("00".repeat(64)));
    priceFrame = honest.log().commands().size();
    honest.add(price(sign()));
    honest.settle();
    honest.add(new ConfirmBatch(batch(honest.log()).batchId(), "tx-1", 1));
    day = honest.log();
  }

  /** Changes the import that was taken; its event stays as it was. */
  public SignedPriceExample change(UnaryOperator<ImportImbalancePrice> forgery) {
    day.changeCommand(priceFrame, 0, old -> forgery.apply((ImportImbalancePrice) old));
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

  /** How many prices were refused. */
  public long refused() {
    return told(day).stream().filter(Event.ImbalancePriceRejected.class::isInstance).count();
  }

  /** The ledger with the bill. */
  public Ledger ledger() {
    return new FakeLedger().post("tx-1", batch(day));
  }

  private static Command price(String signature) {
    return new ImportImbalancePrice(
        "desk", "west", ContinuousDay.START, 2, 700_000, 10_000, signature);
  }

  private static String sign() {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(KEYS.getPrivate());
      signer.update(
          PriceText.of(
              "tso",
              Day.MARKET,
              new ImbalancePrice("west", ContinuousDay.SLOT, 2, 700_000, 10_000)));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SettlementBatch batch(Day day) {
    return told(day).stream()
        .filter(SlotSettled.class::isInstance)
        .map(event -> ((SlotSettled) event).batch())
        .findFirst()
        .orElseThrow();
  }

  private static List<Event> told(Day day) {
    List<Event> all = new ArrayList<>();
    for (StoredRecord record : day.events()) {
      for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
        EventEnvelope envelope = EventCodec.decodeEvent(bytes);
        all.add(envelope.event());
      }
    }
    return all;
  }
}
