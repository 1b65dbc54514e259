package org.commonwatt.log.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bytes of version 2, forever: what speaks of several areas and of links. */
class GoldenAreasTest {
  private static final GoldenFiles GOLDEN = new GoldenFiles("v2");

  @TestFactory
  Stream<DynamicTest> everyEventIsEncodedAsItsGoldenFileSaysAndBack() {
    return events().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () -> {
                      String name = "event-" + sample.getKey();
                      byte[] bytes = EventCodec.encodeEvent(sample.getValue());
                      assertThat(GOLDEN.annotated(name, bytes)).isEqualTo(GOLDEN.text(name, bytes));
                      assertThat(EventCodec.decodeEvent(GOLDEN.bytes(name)))
                          .isEqualTo(sample.getValue());
                    }));
  }

  @Test
  void theRulebookIsEncodedAsItsGoldenFileSaysAndBack() throws IOException {
    String name = "command-activate-rulebook";
    byte[] bytes = CommandCodec.encode(Samples.MARKET, frame());
    assertThat(GOLDEN.annotated(name, bytes)).isEqualTo(GOLDEN.text(name, bytes));
    assertThat(CommandCodec.decode(GOLDEN.bytes(name))).isEqualTo(frame());
  }

  @Test
  void whatOnlyVersionTwoCanSayIsDamageUnderVersionOne() throws Exception {
    for (EventEnvelope event : events().values()) {
      byte[] older =
          EventProto.EventEnvelope.parseFrom(EventCodec.encodeEvent(event)).toBuilder()
              .setVersion(1)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> EventCodec.decodeEvent(older))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("version 1 cannot hold what only version 2 can say");
    }
    byte[] older =
        LogRecord.parseFrom(CommandCodec.encode(Samples.MARKET, frame())).toBuilder()
            .setVersion(1)
            .build()
            .toByteArray();
    assertThatThrownBy(() -> CommandCodec.decode(older)).isInstanceOf(CodecException.class);
  }

  @Test
  void anAuctionIsEitherOfOneAreaOrOfAreas() throws Exception {
    byte[] several =
        EventCodec.encodeEvent(requireNonNull(events().get("auction-cleared"))); // of three areas
    EventProto.EventEnvelope.Builder both = EventProto.EventEnvelope.parseFrom(several).toBuilder();
    both.getEventBuilder().getAuctionClearedBuilder().setArea("village");
    assertThatThrownBy(() -> EventCodec.decodeEvent(both.build().toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("either of one area or of areas");
    EventProto.EventEnvelope.Builder none = EventProto.EventEnvelope.parseFrom(several).toBuilder();
    none.getEventBuilder().getAuctionClearedBuilder().clearAreas();
    assertThatThrownBy(() -> EventCodec.decodeEvent(none.build().toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("missing field areas");
  }

  @Test
  void aRulebookHasEitherAnAreaOrAreas() throws Exception {
    LogRecord.Builder record =
        LogRecord.parseFrom(CommandCodec.encode(Samples.MARKET, frame())).toBuilder();
    CommandProto.CommandFrame.Builder body =
        CommandProto.CommandFrame.parseFrom(record.getBody()).toBuilder();
    body.getEntriesBuilder(0)
        .getCommandBuilder()
        .getActivateRulebookBuilder()
        .getRulebookBuilder()
        .setArea("village");
    byte[] both = record.setBody(body.build().toByteString()).build().toByteArray();
    assertThatThrownBy(() -> CommandCodec.decode(both))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("either area or areas");
  }

  private static CommandFrame frame() {
    Rulebook single = Samples.rulebook();
    Areas areas =
        new Areas(
            List.of("west", "east"),
            List.of(new AreaLink("east", "west", -500, 400, 10_000)),
            "grid");
    Rulebook rulebook =
        new Rulebook(
            single.version(),
            single.documentHash(),
            single.market(),
            areas,
            single.currency(),
            single.timing(),
            single.minPriceMicroPerKwh(),
            single.maxPriceMicroPerKwh(),
            single.maxOrderWh(),
            single.supplier(),
            single.tariff(),
            List.of(
                new Rulebook.Member("home-01", "east", List.of("m-01", "m-02")),
                new Rulebook.Member("home-02", "west", List.of("m-03"))),
            single.saltSeed());
    return new CommandFrame(
        "engine-a",
        17,
        List.of(
            new CommandFrame.Entry(CommandOrigin.NONE, new Command.ActivateRulebook(rulebook))));
  }

  private static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "auction-cleared",
        new Event.AuctionCleared(
            Samples.SLOT,
            List.of(
                new Event.AreaCleared("east", 150_000L, 150_000L, 150_000L, 0, 400),
                new Event.AreaCleared("north", null, null, null, 0, 0),
                new Event.AreaCleared("west", 0L, -1L, null, 400, 0)),
            List.of(
                new Event.LinkFlow("east", "west", 400), new Event.LinkFlow("north", "west", 0)),
            BigInteger.TEN));
    events.put(
        "auction-cleared-reverse",
        new Event.AuctionCleared(
            Samples.SLOT,
            List.of(new Event.AreaCleared("east", 1L, 1L, 1L, 5, 0)),
            List.of(new Event.LinkFlow("east", "west", -5)),
            BigInteger.ZERO));
    events.put(
        "trade-made-import",
        new Event.TradeMade(8, Samples.SLOT, 42, 0, "home-01", "east>west", 400, 250_000));
    events.put(
        "trade-made-transit",
        new Event.TradeMade(9, Samples.SLOT, 0, 0, "west>south", "east>west", 1, -250));
    events.put("slot-settled", settled());
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach(
        (name, event) ->
            envelopes.put(
                name, new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event)));
    return envelopes;
  }

  private static Event settled() {
    SettlementBatch batch =
        new SettlementBatch(
            "village.1.initial",
            Samples.MARKET,
            Samples.SLOT,
            3,
            Samples.hash("document"),
            Samples.hash("auction"),
            Samples.hash("positions"),
            Samples.hash("bills"),
            4,
            Hash.ZERO,
            List.of(new Posting(Areas.CONGESTION_RENT, 30), new Posting("grid", 10)));
    return new Event.SlotSettled(
        batch,
        List.of(
            line("east>west", BillLine.Kind.LINK_FEE, "grid", -10),
            line("grid", BillLine.Kind.FEE_INCOME, "east>west", 10),
            line("east>west", BillLine.Kind.LINK_RENT, Areas.CONGESTION_RENT, -30),
            line(Areas.CONGESTION_RENT, BillLine.Kind.CONGESTION_RENT, "east>west", 30)));
  }

  private static BillLine line(String who, BillLine.Kind kind, String other, long nano) {
    return new BillLine(
        who, Samples.SLOT, kind, other, 0, 1, Math.abs(nano), nano, Samples.hash(who));
  }
}
