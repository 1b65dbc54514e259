package org.commonwatt.log.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commonwatt.log.codec.CodecException.Reason;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.ErasedPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SealSecret;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bytes of version 5, forever, and what can be read of them with which keys. */
class SealedPayloadsTest {
  private static final GoldenFiles GOLDEN = new GoldenFiles("v5");
  private static final Subject HOME = Subject.participant("home-01");
  private static final Keyring KEYS = new MemoryKeyring();
  private static final Keyring ERASED =
      new MemoryKeyring().erase(HOME).erase(Subject.meter("m-01"));
  private static final Keyring LOST = new MemoryKeyring().lose(HOME).lose(Subject.meter("m-01"));

  private static final MeteredPosition POSITION =
      PositionConverter.withSecret(Samples.POSITION, MemoryKeyring.key(HOME));
  private static final Rejection REFUSAL =
      new Rejection(RejectionCode.VALUE_OUT_OF_RANGE, "import 120 Wh is too much");

  @TestFactory
  Stream<DynamicTest> everySampleIsEncodedAsItsGoldenFileSays() {
    return stored().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () ->
                        assertThat(GOLDEN.annotated(sample.getKey(), sample.getValue()))
                            .isEqualTo(GOLDEN.text(sample.getKey(), sample.getValue()))));
  }

  @Test
  void goldenFilesAreReadAsTheirSamples() throws IOException {
    assertThat(CommandCodec.decode(GOLDEN.bytes("command-report-position"), KEYS))
        .isEqualTo(frame(new Command.ReportPosition(POSITION)));
    for (Map.Entry<String, Event> event : events().entrySet()) {
      assertThat(EventCodec.decodeEvent(GOLDEN.bytes("event-" + event.getKey()), KEYS).event())
          .isEqualTo(event.getValue());
    }
    assertThat(PositionCodec.decode(GOLDEN.bytes("metered-position"), KEYS))
        .isEqualTo(new PositionRecord.Position(POSITION));
    assertThat(ReadingCodec.decode(GOLDEN.bytes("meter-reading"), KEYS))
        .isEqualTo(new ReadingRecord.Reading(Samples.READING));
    assertThat(RejectedReadingCodec.decode(GOLDEN.bytes("rejected-reading"), KEYS))
        .contains(Samples.REJECTED);
  }

  @Test
  void whatIsErasedIsAValueOfItsOwn() {
    ErasedPosition rest = erasedPosition();
    assertThat(rest.keyId()).isEqualTo(MemoryKeyring.key(HOME).id());
    assertThat(
            CommandCodec.decode(bytes("command-report-position"), ERASED)
                .entries()
                .get(0)
                .command())
        .isEqualTo(new Command.ReportErasedPosition(rest));
    assertThat(event("position-recorded", ERASED)).isEqualTo(new Event.PositionErased(rest, null));
    assertThat(event("position-rejected", ERASED))
        .isEqualTo(new Event.PositionErased(rest, RejectionCode.VALUE_OUT_OF_RANGE));
    assertThat(ReadingCodec.decode(bytes("meter-reading"), ERASED))
        .isEqualTo(new ReadingRecord.Erased("m-01", 7, Samples.MORNING));
    assertThat(RejectedReadingCodec.decode(bytes("rejected-reading"), ERASED)).isEmpty();
  }

  @Test
  void ofASettlementTheLinesOfOthersStay() {
    Event.SlotSettled whole = (Event.SlotSettled) events().get("slot-settled");
    Event.SlotSettled rest = (Event.SlotSettled) event("slot-settled", ERASED);
    assertThat(rest.batch()).isEqualTo(requireNonNull(whole).batch());
    assertThat(rest.billLines()).containsExactly(whole.billLines().get(1));
    assertThat(rest.erasedLines())
        .containsExactly(
            new ErasedLine(0, "home-01", seal(whole, 0)),
            new ErasedLine(2, "supplier", seal(whole, 2)));
  }

  @Test
  void aKeyThatIsMissingWithoutANoteIsAnErrorThatNamesIt() {
    stored()
        .forEach(
            (name, bytes) -> {
              if (!name.contains("erasure")) {
                for (Keyring keyring : List.of(LOST, Keyring.NONE)) {
                  assertThatThrownBy(() -> decode(name, bytes, keyring))
                      .as(name)
                      .isInstanceOfSatisfying(
                          CodecException.class,
                          e -> assertThat(e.reason()).isEqualTo(Reason.KEY_MISSING))
                      .hasMessageContaining("restore it");
                }
              }
            });
  }

  @Test
  void aPayloadThatWasMovedIsFound() throws Exception {
    EventProto.EventEnvelope.Builder moved =
        EventProto.EventEnvelope.parseFrom(bytes("event-position-recorded")).toBuilder();
    moved
        .getEventBuilder()
        .getPositionRecordedBuilder()
        .getPositionBuilder()
        .setVersion(POSITION.version() + 1);
    assertThatThrownBy(() -> EventCodec.decodeEvent(moved.build().toByteArray(), KEYS))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SEAL_BROKEN));
    EventProto.EventEnvelope.Builder swapped =
        EventProto.EventEnvelope.parseFrom(bytes("event-slot-settled")).toBuilder();
    var lines = swapped.getEventBuilder().getSlotSettledBuilder();
    var first = lines.getBillLines(0);
    lines.setBillLines(0, lines.getBillLines(2)).setBillLines(2, first);
    assertThatThrownBy(() -> EventCodec.decodeEvent(swapped.build().toByteArray(), KEYS))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SEAL_BROKEN));
  }

  @Test
  void theLinesOfAPartAreSealedByTheirPlacesInTheWholeBill() throws Exception {
    Event.SlotSettled whole = (Event.SlotSettled) requireNonNull(events().get("slot-settled"));
    Event.BillPart part = new Event.BillPart(Samples.SLOT, 5_000, whole.billLines());
    byte[] stored = EventCodec.encodeEvent(envelope(part), KEYS);
    assertThat(EventCodec.decodeEvent(stored, KEYS).event()).isEqualTo(part);

    Event.BillPart rest = (Event.BillPart) EventCodec.decodeEvent(stored, ERASED).event();
    assertThat(rest.billLines()).containsExactly(whole.billLines().get(1));
    assertThat(rest.erasedLines())
        .containsExactly(
            new ErasedLine(5_000, "home-01", seal(whole, 0)),
            new ErasedLine(5_002, "supplier", seal(whole, 2)));
    assertThatThrownBy(() -> EventCodec.encodeEvent(envelope(rest), ERASED))
        .hasMessageContaining("never written");

    EventProto.EventEnvelope.Builder moved = EventProto.EventEnvelope.parseFrom(stored).toBuilder();
    moved.getEventBuilder().getBillPartBuilder().setFirstLine(10_000);
    assertThatThrownBy(() -> EventCodec.decodeEvent(moved.build().toByteArray(), KEYS))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SEAL_BROKEN));
    moved.getEventBuilder().getBillPartBuilder().setFirstLine(-1);
    assertThatThrownBy(() -> EventCodec.decodeEvent(moved.build().toByteArray(), KEYS))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("counted from 0");
  }

  @Test
  void theLinesOfALaterRunAreSealedByItsNumber() throws Exception {
    Event.SlotSettled whole = (Event.SlotSettled) requireNonNull(events().get("slot-settled"));
    Event.SlotRevised run = new Event.SlotRevised(whole.batch(), 2, whole.billLines());
    byte[] stored = EventCodec.encodeEvent(envelope(run), KEYS);
    assertThat(EventCodec.decodeEvent(stored, KEYS).event()).isEqualTo(run);
    Event.SlotRevised rest = (Event.SlotRevised) EventCodec.decodeEvent(stored, ERASED).event();
    assertThat(rest.erasedLines()).extracting(ErasedLine::index).containsExactly(0, 2);

    EventProto.EventEnvelope.Builder moved = EventProto.EventEnvelope.parseFrom(stored).toBuilder();
    moved.getEventBuilder().getSlotRevisedBuilder().setRun(3);
    assertThatThrownBy(() -> EventCodec.decodeEvent(moved.build().toByteArray(), KEYS))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SEAL_BROKEN));
    moved.getEventBuilder().getSlotRevisedBuilder().setRun(0);
    assertThatThrownBy(() -> EventCodec.decodeEvent(moved.build().toByteArray(), KEYS))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("counted from 1");
  }

  @Test
  void theLinesOfASettlementAfterPartsAreSealedByTheirPlacesInTheWholeBill() {
    Event.SlotSettled whole = (Event.SlotSettled) requireNonNull(events().get("slot-settled"));
    Event.SlotSettled last =
        new Event.SlotSettled(whole.batch(), 5_000, whole.billLines(), List.of());
    byte[] stored = EventCodec.encodeEvent(envelope(last), KEYS);
    assertThat(EventCodec.decodeEvent(stored, KEYS).event()).isEqualTo(last);
    Event.SlotSettled rest = (Event.SlotSettled) EventCodec.decodeEvent(stored, ERASED).event();
    assertThat(rest.firstLine()).isEqualTo(5_000);
    assertThat(rest.erasedLines()).extracting(ErasedLine::index).containsExactly(5_000, 5_002);
  }

  @Test
  void aPayloadIsEitherInClearOrSealed() throws Exception {
    EventProto.EventEnvelope.Builder both =
        EventProto.EventEnvelope.parseFrom(bytes("event-position-recorded")).toBuilder();
    both.getEventBuilder().getPositionRecordedBuilder().getPositionBuilder().setImportWh(1);
    assertOutOfRange(both);
    EventProto.EventEnvelope.Builder line =
        EventProto.EventEnvelope.parseFrom(bytes("event-slot-settled")).toBuilder();
    line.getEventBuilder().getSlotSettledBuilder().getBillLinesBuilder(0).setEnergyWh(1);
    assertOutOfRange(line);
  }

  @Test
  void whatIsSealedIsDamageUnderAnOlderVersion() throws Exception {
    byte[] event =
        EventProto.EventEnvelope.parseFrom(bytes("event-position-recorded")).toBuilder()
            .setVersion(4)
            .build()
            .toByteArray();
    assertThatThrownBy(() -> EventCodec.decodeEvent(event, KEYS))
        .hasMessageContaining("version 4 cannot hold what only version 5 can say");
    for (String name : List.of("command-report-position", "metered-position", "meter-reading")) {
      byte[] record =
          LogRecord.parseFrom(bytes(name)).toBuilder().setVersion(1).build().toByteArray();
      assertThatThrownBy(() -> decode(name, record, KEYS))
          .hasMessageContaining("version 1 cannot hold what only version 5 can say");
    }
  }

  @Test
  void nothingSealedTellsItsContentInClear() {
    stored()
        .forEach(
            (name, bytes) ->
                assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .as(name)
                    .doesNotContain("too much", "check it"));
    MeteredPosition more =
        new MeteredPosition(
            "home-01", Samples.SLOT, 2, 1_000_000_000L, 45, Samples.POSITION.quality());
    assertThat(PositionCodec.encode(Samples.MARKET, more, KEYS))
        .as("large energies are no longer than small ones")
        .hasSameSizeAs(bytes("metered-position"));
  }

  @Test
  void withoutAKeyNothingPersonalIsWritten() {
    assertThatThrownBy(() -> PositionCodec.encode(Samples.MARKET, Samples.POSITION, LOST))
        .hasMessageContaining("no key to seal");
    assertThatThrownBy(() -> ReadingCodec.encode(Samples.MARKET, Samples.READING, LOST))
        .hasMessageContaining("no key to seal");
    assertThatThrownBy(() -> EventCodec.encodeEvent(envelope(new Event.PositionRecorded(POSITION))))
        .hasMessageContaining("not at hand");
    assertThatThrownBy(
            () -> EventCodec.encodeEvent(envelope(event("slot-settled", ERASED)), ERASED))
        .hasMessageContaining("never written");
  }

  @Test
  void whatIsInClearStaysSoWhateverKeysThereAre() {
    CommandFrame plain = frame(new Command.ReportPosition(Samples.POSITION));
    assertThat(CommandCodec.encode(Samples.MARKET, plain, KEYS))
        .isEqualTo(CommandCodec.encode(Samples.MARKET, plain));
    Samples.events()
        .values()
        .forEach(
            event -> {
              byte[] bytes = EventCodec.encodeEvent(event);
              assertThat(EventCodec.encodeEvent(event, KEYS)).isEqualTo(bytes);
              assertThat(EventCodec.decodeEvent(bytes, KEYS)).isEqualTo(event);
              assertThat(EventCodec.place(bytes).sequence()).isEqualTo(event.sequence());
            });
  }

  @Test
  void aSequenceIsReadWithoutKeys() {
    assertThat(EventCodec.place(bytes("event-slot-settled")).sequence()).isEqualTo(99);
  }

  private static void assertOutOfRange(EventProto.EventEnvelope.Builder event) {
    assertThatThrownBy(() -> EventCodec.decodeEvent(event.build().toByteArray(), KEYS))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("either in clear or sealed");
  }

  private static ErasedPosition erasedPosition() {
    PositionRecord record = PositionCodec.decode(bytes("metered-position"), ERASED);
    return ((PositionRecord.Erased) record).position();
  }

  private static BillLine.Seal seal(Event.SlotSettled settled, int line) {
    return requireNonNull(settled.billLines().get(line).seal());
  }

  private static Event event(String name, Keyring keyring) {
    return EventCodec.decodeEvent(bytes("event-" + name), keyring).event();
  }

  private static byte[] bytes(String name) {
    return requireNonNull(stored().get(name));
  }

  private static Object decode(String name, byte[] bytes, Keyring keyring) {
    if (name.startsWith("event-")) {
      return EventCodec.decodeEvent(bytes, keyring);
    }
    return switch (name) {
      case "metered-position" -> PositionCodec.decode(bytes, keyring);
      case "meter-reading" -> ReadingCodec.decode(bytes, keyring);
      case "rejected-reading" -> RejectedReadingCodec.decode(bytes, keyring);
      default -> CommandCodec.decode(bytes, keyring);
    };
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }

  private static Map<String, byte[]> stored() {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    bytes.put(
        "command-report-position",
        CommandCodec.encode(Samples.MARKET, frame(new Command.ReportPosition(POSITION)), KEYS));
    bytes.put(
        "command-record-erasure",
        CommandCodec.encode(
            Samples.MARKET,
            frame(new Command.RecordErasure("home-01", keys(), Samples.MORNING)),
            KEYS));
    events()
        .forEach(
            (name, event) ->
                bytes.put("event-" + name, EventCodec.encodeEvent(envelope(event), KEYS)));
    bytes.put("metered-position", PositionCodec.encode(Samples.MARKET, Samples.POSITION, KEYS));
    bytes.put("meter-reading", ReadingCodec.encode(Samples.MARKET, Samples.READING, KEYS));
    bytes.put(
        "rejected-reading", RejectedReadingCodec.encode(Samples.MARKET, Samples.REJECTED, KEYS));
    return bytes;
  }

  private static Map<String, Event> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("position-recorded", new Event.PositionRecorded(POSITION));
    events.put("position-rejected", new Event.PositionRejected(POSITION, REFUSAL));
    events.put("slot-settled", settled());
    events.put("erasure-recorded", new Event.ErasureRecorded("home-01", keys(), Samples.MORNING));
    return events;
  }

  private static List<String> keys() {
    return List.of("meter/m-01/0011223344556677", "participant/home-01/8899aabbccddeeff");
  }

  private static Event settled() {
    Event.SlotSettled plain =
        (Event.SlotSettled) requireNonNull(Samples.events().get("slot-settled")).event();
    BillLine own = plain.billLines().get(0);
    BillLine supplied =
        new BillLine(
            "supplier",
            Samples.SLOT,
            BillLine.Kind.SUPPLIED,
            "home-01",
            0,
            75,
            300_000,
            22_500_000,
            Samples.hash("supplied"));
    return new Event.SlotSettled(
        plain.batch(),
        List.of(
            own.withSeal(seal("leaf 0")),
            plain.billLines().get(1),
            supplied.withSeal(seal("leaf 2"))));
  }

  private static BillLine.Seal seal(String leaf) {
    SealSecret secret = requireNonNull(POSITION.secret());
    return new BillLine.Seal("home-01", secret.keyId(), Samples.hash(leaf));
  }
}
