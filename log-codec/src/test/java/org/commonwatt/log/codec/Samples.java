package org.commonwatt.log.codec;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** The values of the golden files, by the name of the file. */
final class Samples {

  static final String MARKET = "village";

  /** 2022-08-02T07:00:00Z. */
  static final long MORNING = 1_659_423_600_000L;

  static final DeliverySlot SLOT = new DeliverySlot(MORNING, 15);
  static final EngineKeyRecord ENGINE_KEY =
      new EngineKeyRecord("engine-0123456789abcdef", "Ed25519", new byte[] {1, 2, 3});

  static final MeteredPosition POSITION =
      new MeteredPosition("home-01", SLOT, 2, 120, 45, Quality.ESTIMATED);
  static final MeterReading READING =
      new MeterReading("m-01", 7, MORNING, 123_456, 7_890, -1_500, Quality.ACTUAL, hash("reading"));
  static final byte[] INGEST_PUBLIC_KEY =
      HexFormat.of()
          .parseHex(
              "302a300506032b6570032100"
                  + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  private static final byte[] INGEST_PRIVATE_KEY =
      HexFormat.of()
          .parseHex(
              "302e020100300506032b657004220420"
                  + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  static final RejectedReading REJECTED =
      new RejectedReading(
          "m-01", MORNING, new Rejection(RejectionCode.REGISTER_DECREASED, "check it"), "c0ffee");

  static final Alert ALERT =
      new Alert(
          "0123456789abcdef0123456789abcdef",
          2,
          AlertPattern.LAYERING,
          SLOT,
          "area-1",
          List.of("home-01"),
          new Alert.Evidence(MORNING, 17, 29, 5, List.of(4L, 6L), List.of(3L), 4_500),
          List.of(new Alert.Measure("prices", 3, 3), new Alert.Measure("moveWh", -1, 300)));

  private Samples() {}

  /**
   * The reading as the second of three, signed by the key of the first test of RFC 8032. The
   * signature is made here as the page says it, and not by the code that is tested.
   */
  static ReadingProof signed() {
    return signed(ReadingCodec.encode(MARKET, READING));
  }

  /** A tick in the place of the reading. */
  static ReadingProof signedTick() {
    return signed(ReadingCodec.encodeTick(MARKET, MORNING));
  }

  private static ReadingProof signed(byte[] record) {
    Hash leaf = Hash.of(new byte[1], ByteBuffer.allocate(8).putLong(MORNING + 250).array(), record);
    Hash first = hash("first leaf");
    Hash third = hash("third leaf");
    Hash pair = Hash.of(new byte[] {1}, first.bytes(), leaf.bytes());
    Hash root = Hash.of(new byte[] {1}, pair.bytes(), third.bytes());
    byte[] message =
        ("commonwatt readings 1\n" + root.hex() + "\n").getBytes(StandardCharsets.UTF_8);
    return new ReadingProof(
        record,
        MORNING + 250,
        Hash.of(INGEST_PUBLIC_KEY).first(),
        1,
        3,
        List.of(first, third),
        sign(message));
  }

  private static byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(INGEST_PRIVATE_KEY)));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Hash hash(String text) {
    return Hash.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static Rulebook rulebook() {
    return new Rulebook(
        3,
        hash("document"),
        MARKET,
        Areas.single("area-1"),
        "EUR",
        new Rulebook.Timing(15, -60, 1_440, 30, MORNING),
        -500_000,
        4_000_000,
        100_000,
        "supplier",
        List.of(
            new Rulebook.TariffStep(0, 300_000, 80_000),
            new Rulebook.TariffStep(1_320, 220_000, -10_000)),
        List.of(
            new Rulebook.Member("home-01", "area-1", List.of("m-01", "m-02")),
            new Rulebook.Member("home-02", "area-1", List.of("m-03"))),
        hash("seed"));
  }

  /** One frame per kind of command, with and without an origin. */
  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put("activate-rulebook", frame(new Command.ActivateRulebook(rulebook())));
    frames.put("tick", frame(new Command.Tick(MORNING)));
    frames.put(
        "place-order",
        frame(
            new Command.PlaceOrder(
                "home-01", "c-1", "area-1", MORNING, Side.SELL, -250_000, 1_500)));
    frames.put("cancel-order", frame(new Command.CancelOrder("home-01", 42)));
    frames.put("report-position", frame(new Command.ReportPosition(POSITION)));
    frames.put("confirm-batch", frame(new Command.ConfirmBatch("village.1.initial", "tx-1", 9)));
    frames.put(
        "two-commands",
        new CommandFrame(
            "engine-a",
            18,
            List.of(
                new CommandFrame.Entry(
                    new CommandOrigin("positions", 1, 77), new Command.ReportPosition(POSITION)),
                new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(0)))));
    return frames;
  }

  /** One envelope per kind of event. */
  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    plainEvents().forEach((name, event) -> envelopes.put(name, envelope(event)));
    rejections().forEach((name, event) -> envelopes.put(name, envelope(event)));
    settlements().forEach((name, event) -> envelopes.put(name, envelope(event)));
    return envelopes;
  }

  /** Every sample as the bytes that are stored, by the name of its golden file. */
  static Map<String, byte[]> stored() {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    commands()
        .forEach((name, frame) -> bytes.put("command-" + name, CommandCodec.encode(MARKET, frame)));
    events().forEach((name, event) -> bytes.put("event-" + name, EventCodec.encodeEvent(event)));
    List<byte[]> two =
        List.of(
            EventCodec.encodeEvent(envelope(new Event.TimeAdvanced(MORNING))),
            EventCodec.encodeEvent(envelope(new Event.OrderCancelled(42))));
    bytes.put("event-frame", EventCodec.encodeFrame(MARKET, two));
    bytes.put("meter-reading", ReadingCodec.encode(MARKET, READING));
    bytes.put("signed-reading", ReadingCodec.encodeSigned(MARKET, signed()));
    bytes.put("signed-tick", ReadingCodec.encodeSigned(MARKET, signedTick()));
    bytes.put("reading-tick", ReadingCodec.encodeTick(MARKET, MORNING));
    bytes.put("metered-position", PositionCodec.encode(MARKET, POSITION));
    bytes.put("rejected-reading", RejectedReadingCodec.encode(MARKET, REJECTED));
    bytes.put("engine-key", EngineKeyCodec.encode(MARKET, ENGINE_KEY));
    bytes.put("alert", AlertCodec.encode(MARKET, ALERT));
    return bytes;
  }

  /** The name of a variant in the names of files: {@code PlaceOrder} is {@code place-order}. */
  static String nameOf(Class<?> variant) {
    return variant
        .getSimpleName()
        .chars()
        .mapToObj(c -> Character.isUpperCase(c) ? "-" + (char) (c + 32) : "" + (char) c)
        .collect(Collectors.joining())
        .substring(1);
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, hash("previous"), event);
  }

  private static Map<String, Event> plainEvents() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("rulebook-activated", new Event.RulebookActivated(3, hash("document")));
    events.put("time-advanced", new Event.TimeAdvanced(MORNING));
    events.put("slot-phase-changed", new Event.SlotPhaseChanged(SLOT, SlotPhase.DELIVERY));
    events.put(
        "order-accepted",
        new Event.OrderAccepted(
            42, "home-01", "c-1", "area-1", SLOT, Side.BUY, 250_000, 1_500, MORNING - 1));
    events.put("order-repeated", new Event.OrderRepeated(42, "home-01", "c-1"));
    events.put("order-cancelled", new Event.OrderCancelled(42));
    events.put("auction-cleared", auction(250_000L, 249_999L, 250_001L));
    events.put("auction-cleared-without-price", auction(null, null, 0L));
    events.put("order-filled", new Event.OrderFilled(42, 1_000, -5));
    events.put("order-expired", new Event.OrderExpired(42, 500));
    events.put(
        "trade-made", new Event.TradeMade(8, SLOT, 42, 43, "home-01", "home-02", 1_000, 250_000));
    events.put("position-recorded", new Event.PositionRecorded(POSITION));
    events.put("batch-recorded", new Event.BatchRecorded("village.1.initial", "tx-1", 9));
    events.put(
        "duplicate-ignored", new Event.DuplicateIgnored(new CommandOrigin("positions", 1, 77)));
    return events;
  }

  private static Map<String, Event> rejections() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "rulebook-rejected", new Event.RulebookRejected(5, because(RejectionCode.MALFORMED)));
    events.put(
        "order-rejected",
        new Event.OrderRejected("home-01", "c-1", because(RejectionCode.SLOT_CLOSED)));
    events.put(
        "cancel-rejected",
        new Event.CancelRejected("home-01", 42, because(RejectionCode.UNKNOWN_ORDER)));
    events.put(
        "position-rejected",
        new Event.PositionRejected(POSITION, because(RejectionCode.POSITION_NOT_NEWER)));
    events.put(
        "confirmation-rejected",
        new Event.ConfirmationRejected("village.1.initial", because(RejectionCode.UNKNOWN_BATCH)));
    return events;
  }

  private static Map<String, Event> settlements() {
    SettlementBatch batch =
        new SettlementBatch(
            "village.1.initial",
            MARKET,
            SLOT,
            3,
            hash("document"),
            hash("auction"),
            hash("positions"),
            hash("bills"),
            2,
            Hash.ZERO,
            List.of(new Posting("home-01", -250), new Posting("home-02", 250)));
    return Map.of(
        "slot-settled",
        new Event.SlotSettled(
            batch,
            List.of(
                bill("home-01", BillLine.Kind.TRADE_BUY, "home-02", -250),
                bill("home-02", BillLine.Kind.TRADE_SELL, "home-01", 250))));
  }

  private static BillLine bill(String who, BillLine.Kind kind, String other, long nano) {
    return new BillLine(who, SLOT, kind, other, 8, 1, 250, nano, hash(who));
  }

  private static Event auction(@Nullable Long price, @Nullable Long min, @Nullable Long max) {
    BigInteger welfare = BigInteger.ONE.shiftLeft(70).negate();
    return new Event.AuctionCleared(
        SLOT,
        List.of(new Event.AreaCleared("area-1", price, min, max, 3_000, 3_000)),
        List.of(),
        welfare);
  }

  private static Rejection because(RejectionCode code) {
    return new Rejection(code, "do it differently");
  }
}
