package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad readings and bad orders are refused with a reason, and nothing else happens. */
class BadInputTest {
  private static final String MARKET = "fontana";
  private static final int SLOT_SECONDS = 900;

  @TempDir private static Path temp;
  private static SmallLaptop laptop;

  /** Delivery of the first slot has begun. */
  @BeforeAll
  static void start() throws Exception {
    laptop = new SmallLaptop(temp);
    laptop.advanceTo(SmallLaptop.START);
  }

  @AfterAll
  static void stop() {
    laptop.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "energyWh":100         | "energyWh":-5            | 400 | ENERGY_NOT_POSITIVE
          "energyWh":100         | "energyWh":0             | 400 | ENERGY_NOT_POSITIVE
          "energyWh":100         | "energyWh":1.5           | 400 | MALFORMED
          "energyWh":100         | "energyWh":"100"         | 400 | MALFORMED
          "energyWh":100         | "energyWh":99999999999999999999 | 400 | MALFORMED
          "energyWh":100         | "energyWh":1000001       | 422 | ENERGY_TOO_LARGE
          "side":"buy"           | "side":"steal"           | 400 | MALFORMED
          "side":"buy",          |                          | 400 | MALFORMED
          "participant":"home-01"| "participant":"home-99"  | 404 | UNKNOWN_PARTICIPANT
          "participant":"home-01"| "participant":"home 01"  | 400 | MALFORMED
          sierra-crest           | sierra-nevada            | 422 | UNKNOWN_AREA
          T20:00:00Z             | T20:01:00Z               | 422 | SLOT_MISALIGNED
          T20:00:00Z             | T19:00:00Z               | 409 | SLOT_CLOSED
          T20:00:00Z             | T18:00:00Z               | 409 | SLOT_NOT_OPEN
          150000                 | 3000001                  | 422 | PRICE_OUT_OF_RANGE
          {                      | [                        | 400 | MALFORMED
          """)
  void aBadOrderIsRefusedWithCodeHintAndStatus(String right, String wrong, int status, String code)
      throws Exception {
    long before = laptop.parts().market().status().orders();
    String order = Api.order("home-01", "bad", SmallLaptop.START.plusSeconds(3600), "buy");
    Api.Answer answer = laptop.api().postOrder(order.replace(right, wrong == null ? "" : wrong));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.body().required("status").asInt()).isEqualTo(status);
    assertThat(answer.text("detail")).isNotBlank();
    assertThat(answer.text("hint")).isNotBlank();
    assertThat(laptop.parts().market().status().orders()).isEqualTo(before);
    assertThat(laptop.api().get("/v1/orders?participant=home-01&clientOrderId=bad").status())
        .isEqualTo(404);
  }

  @Test
  void badReadingsAreListedWithTheirCodesAndChangeNoBill() throws Exception {
    long start = laptop.now().toEpochMilli();
    laptop.step();
    MeterReading good = laptop.poll().accepted().get(0);
    try (ReadingPublisher publisher =
        new ReadingPublisher(laptop.parts().broker().bootstrapServers(), MARKET)) {
      publish(publisher, "meter-01", "no reading".getBytes(StandardCharsets.UTF_8));
      publish(publisher, good);
      publish(publisher, "meter-01", ReadingCodec.encode(MARKET, good)); // nobody signed it
      publish(publisher, with(good, "meter-66", good.timeMillis(), 0));
      publish(publisher, with(good, "meter-01", good.timeMillis(), 3));
      publish(publisher, with(good, "meter-01", good.timeMillis() + 1000, -good.importWh() - 1));
      publish(publisher, with(good, "meter-01", good.timeMillis() + 2000, -1));
      publish(publisher, with(good, "meter-01", start - SLOT_SECONDS * 1000L, 0));
    }
    laptop.tick();
    laptop.advanceTo(SmallLaptop.START.plusSeconds(SLOT_SECONDS));
    laptop.awaitRecorded(1);
    Set<String> expected =
        Set.of(
            "MALFORMED",
            "READING_DUPLICATE",
            "UNKNOWN_METER",
            "SIGNATURE_INVALID",
            "READING_CONFLICT",
            "VALUE_OUT_OF_RANGE",
            "REGISTER_DECREASED",
            "READING_LATE");
    Eventually.holds(SmallLaptop.PATIENCE, () -> rejectedCodes().containsAll(expected));
    assertThat(rejectedCodes()).isEqualTo(new TreeSet<>(expected));
    assertMeteredAsRecorded();
    assertThat(laptop.audit().findings()).isEmpty();
  }

  private static Set<String> rejectedCodes() throws Exception {
    JsonNode answer = laptop.api().get("/v1/readings/rejected").body();
    Set<String> codes = new TreeSet<>();
    for (JsonNode row : answer.required("readings")) {
      assertThat(row.required("message").asText()).isNotBlank();
      codes.add(row.required("code").asText());
    }
    return codes;
  }

  private static void assertMeteredAsRecorded() throws Exception {
    HomeProfiles profiles = HomeProfiles.bundled(CommunityTemplate.utcOffsetMinutes());
    for (int home : List.of(1, 2)) {
      long netWh =
          laptop
              .api()
              .get("/v1/positions?participant=home-0" + home + "&slotStart=" + SmallLaptop.START)
              .body()
              .required("netWh")
              .asLong();
      assertThat(netWh)
          .isCloseTo(
              profiles.netWh(home, SmallLaptop.START.toEpochMilli()),
              org.assertj.core.data.Offset.offset(1L));
    }
  }

  private static MeterReading with(MeterReading good, String meter, long time, long moreImportWh) {
    return new MeterReading(
        meter,
        good.sequence() + 1,
        time,
        good.importWh() + moreImportWh,
        good.exportWh(),
        good.powerW(),
        Quality.ACTUAL,
        Hash.ZERO);
  }

  private static void publish(ReadingPublisher publisher, MeterReading reading) throws Exception {
    byte[] record = ReadingCodec.encode(MARKET, reading);
    ReadingSigner ingest = new ReadingSigner(laptop.signingKey());
    publish(
        publisher,
        reading.meter(),
        ReadingCodec.encodeSigned(
            MARKET, ingest.sign(List.of(record), reading.timeMillis()).get(0)));
  }

  private static void publish(ReadingPublisher publisher, String meter, byte[] bytes)
      throws Exception {
    publisher.publish(meter, bytes).get(120, TimeUnit.SECONDS);
  }
}
