package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows a reading that comes after the settlement of its slot to the bill that it changes. */
class CorrectionToBillTest {
  private static final String MARKET = "fontana";
  private static final String METER = "meter-01";
  private static final Instant SLOT = SmallLaptop.START;
  private static final Duration SLOT_LENGTH = Duration.ofMinutes(15);
  private static final int SETTLED_SLOTS = 5; // when the first one has its final run
  private static final long RETAIL = 220_000; // of the template, at noon
  private static final long FEED_IN = 80_000;

  @TempDir private Path temp;

  @Test
  void aLateReadingSettlesItsSlotAgain() throws Exception {
    try (SmallLaptop laptop = new SmallLaptop(temp, 2, false, CorrectionToBillTest::withRuns)) {
      laptop.advanceTo(SLOT.minusSeconds(300));
      MeterReading atStart = next(laptop);
      next(laptop);
      MeterReading before = next(laptop);
      laptop.step(); // at the end of the slot nobody is read
      MeterReading after = next(laptop);
      laptop.awaitRecorded(1);
      JsonNode estimated = position(laptop, SLOT);
      assertThat(estimated.required("version").asInt()).isOne();
      assertThat(estimated.required("quality").asText()).isEqualTo("ESTIMATED");
      assertThat(amountNano(lines(laptop))).isEqualTo(atTariff(netWh(estimated)));

      MeterReading late = atTheEnd(before, after);
      publish(laptop, late);
      Eventually.passes(
          SmallLaptop.PATIENCE,
          () -> assertThat(position(laptop, SLOT).required("version").asInt()).isEqualTo(2));
      long corrected =
          late.exportWh() - atStart.exportWh() - (late.importWh() - atStart.importWh());
      assertThat(netWh(position(laptop, SLOT))).isEqualTo(corrected);
      assertThat(corrected).as("corrected").isNotEqualTo(netWh(estimated)).isNotZero();
      assertThat(lines(laptop)).as("before the final run").hasSize(1);

      laptop.advanceTo(Instant.ofEpochMilli(after.timeMillis()).plus(Duration.ofHours(1)));
      laptop.awaitRecorded(SETTLED_SLOTS);
      SlotRevised run = finalRun(laptop);
      laptop.awaitRecorded(SETTLED_SLOTS);
      billed(laptop, atTariff(netWh(estimated)), atTariff(corrected));
      noticed(laptop, atTariff(corrected) - atTariff(netWh(estimated)));
      onTheLedger(laptop, run);
      assertThat(laptop.audit().findings()).isEmpty();
    }
  }

  private static String withRuns(String community) {
    return community.replace(
        "  # Bill lines are hashed", "  settlement: {finalHours: 1}\n  # Bill lines are hashed");
  }

  /** The meter's reading of five minutes later, when market and job have its time. */
  private static MeterReading next(SmallLaptop laptop) throws Exception {
    laptop.step();
    MeterReading reading =
        laptop.poll().accepted().stream()
            .filter(accepted -> accepted.meter().equals(METER))
            .findFirst()
            .orElseThrow();
    laptop.tick();
    return reading;
  }

  /** All that was exported between the two readings is of the slot, and nothing of the import. */
  private static MeterReading atTheEnd(MeterReading before, MeterReading after) {
    return new MeterReading(
        METER,
        after.sequence() + 1,
        SLOT.plus(SLOT_LENGTH).toEpochMilli(),
        before.importWh(),
        after.exportWh(),
        before.powerW(),
        Quality.ACTUAL,
        Hash.ZERO);
  }

  /** As the ingest does it, but long after the ticks that say that there are no more. */
  private static void publish(SmallLaptop laptop, MeterReading reading) throws Exception {
    byte[] record = ReadingCodec.encode(MARKET, reading, laptop.parts().keyring());
    ReadingSigner ingest = new ReadingSigner(laptop.signingKey());
    byte[] signed =
        ReadingCodec.encodeSigned(
            MARKET, ingest.sign(List.of(record), laptop.now().toEpochMilli()).get(0));
    try (ReadingPublisher publisher =
        new ReadingPublisher(laptop.parts().broker().bootstrapServers(), MARKET)) {
      publisher.publish(METER, signed).get(SmallLaptop.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static SlotRevised finalRun(SmallLaptop laptop) {
    List<SlotRevised> runs =
        Eventually.get(
            SmallLaptop.PATIENCE,
            () -> {
              List<SlotRevised> made =
                  laptop.events().stream()
                      .filter(envelope -> envelope.event() instanceof SlotRevised)
                      .map(envelope -> (SlotRevised) envelope.event())
                      .toList();
              return made.isEmpty() ? null : made;
            });
    assertThat(runs).hasSize(1);
    SlotRevised run = runs.get(0);
    assertThat(run.run()).isOne();
    assertThat(run.batch().slot().startMillis()).isEqualTo(SLOT.toEpochMilli());
    return run;
  }

  /** The runs of the slot are its settlement from the corrected position, and so is the total. */
  private static void billed(SmallLaptop laptop, long firstNano, long correctedNano)
      throws Exception {
    List<JsonNode> lines = lines(laptop);
    assertThat(lines).allMatch(line -> line.required("settlement").asText().equals("FINAL"));
    assertThat(amountNano(of(lines, 0))).isEqualTo(firstNano);
    assertThat(of(lines, 1))
        .extracting(line -> line.required("kind").asText())
        .containsExactlyInAnyOrder(kind(firstNano) + "_REVERSED", kind(correctedNano));
    assertThat(amountNano(lines)).isEqualTo(correctedNano);

    long total = 0;
    for (int slot = 0; slot < SETTLED_SLOTS; slot++) {
      total += atTariff(netWh(position(laptop, SLOT.plus(SLOT_LENGTH.multipliedBy(slot)))));
    }
    assertThat(bill(laptop).required("amountNano").asLong()).isEqualTo(total);
  }

  private static String kind(long amountNano) {
    return amountNano < 0 ? "RESIDUAL_WITHDRAWAL" : "RESIDUAL_INJECTION";
  }

  private static void noticed(SmallLaptop laptop, long differenceNano) throws Exception {
    JsonNode notices = laptop.api().get("/v1/accounts/home-01/notices").body().required("notices");
    assertThat(notices).anyMatch(notice -> isNotice(notice, "POSITION_CORRECTED"));
    assertThat(notices)
        .filteredOn(notice -> isNotice(notice, "BILL_REVISED"))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.required("about").asText()).isEqualTo("1");
              assertThat(notice.required("detail").asText()).isEqualTo("FINAL");
              assertThat(notice.required("amountNano").asLong()).isEqualTo(differenceNano);
            });
  }

  private static boolean isNotice(JsonNode notice, String kind) {
    return notice.required("kind").asText().equals(kind)
        && notice.required("slotStart").asText().equals(SLOT.toString());
  }

  private static void onTheLedger(SmallLaptop laptop, SlotRevised run) throws Exception {
    SettlementLedger ledger = new SettlementLedger(laptop.parts().ledger());
    Eventually.passes(
        SmallLaptop.PATIENCE,
        () ->
            assertThat(ledger.find(run.batch().batchId()))
                .hasValueSatisfying(
                    recorded -> assertThat(recorded.batch()).isEqualTo(run.batch())));
    BigInteger billed = new BigInteger(bill(laptop).required("amountNano").asText());
    assertThat(ledger.balanceNano(MARKET, "home-01")).isEqualTo(billed);
  }

  /** Nobody trades: what a home draws or feeds in is the supplier's. */
  private static long atTariff(long netWh) {
    return netWh * (netWh < 0 ? RETAIL : FEED_IN);
  }

  private static JsonNode bill(SmallLaptop laptop) throws Exception {
    return laptop.api().get("/v1/bills/home-01").body();
  }

  /** Those of the slot, of all runs. */
  private static List<JsonNode> lines(SmallLaptop laptop) throws Exception {
    return StreamSupport.stream(bill(laptop).required("lines").spliterator(), false)
        .filter(line -> line.required("slotStart").asText().equals(SLOT.toString()))
        .toList();
  }

  private static List<JsonNode> of(List<JsonNode> lines, int run) {
    return lines.stream().filter(line -> line.required("run").asInt() == run).toList();
  }

  private static long amountNano(List<JsonNode> lines) {
    return lines.stream().mapToLong(line -> line.required("amountNano").asLong()).sum();
  }

  private static JsonNode position(SmallLaptop laptop, Instant slot) throws Exception {
    return laptop.api().get("/v1/positions?participant=home-01&slotStart=" + slot).body();
  }

  private static long netWh(JsonNode position) {
    return position.required("netWh").asLong();
  }
}
