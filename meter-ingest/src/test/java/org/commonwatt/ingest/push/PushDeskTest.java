package org.commonwatt.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.IngestOptions;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.Judged;
import org.commonwatt.ingest.MeterInput;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.ReadingTaker;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushDeskTest {
  private static final String KEY = "a-key-of-the-gateway";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-02-01T00:00:00Z"));
  private static final String ONE =
      "{\"readings\":[{\"meter\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"importWh\":5}]}";

  private final AtomicLong nanos = new AtomicLong();

  @TempDir private Path temp;

  private IngestService service;
  private PushDesk desk;

  @BeforeEach
  void open() throws IOException {
    service =
        IngestService.open(
            IngestOptions.of("village", SpoolOptions.of(temp)),
            MeterInput.of(List.of()),
            new EdgeValidator(CLOCK, Duration.ZERO),
            records -> {});
    desk = desk(service);
  }

  @AfterEach
  void close() throws IOException {
    service.close();
  }

  @Test
  void readingsAreTakenOnceAndWhatCannotBeTrueIsNamed() throws IOException {
    String body =
        """
        {"readings": [
          {"meter": "m", "time": "2026-01-01T00:00:00Z", "importKWh": "14052.311", "exportWh": 3},
          {"meter": "m", "time": "2026-01-01T00:00:00Z", "importWh": 14052311, "exportKWh": "0.003"},
          {"meter": "m", "time": "2026-01-01T00:15:00Z", "importWh": 24052000, "powerW": -5},
          {"meter": "n", "time": "2026-01-01T01:00:00+01:00", "importWh": 0}
        ]}
        """;
    PushAnswer answer = post(body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("application/json");
    JsonNode lines = json(answer).get("readings");
    assertThat(lines)
        .extracting(line -> line.get("status").asText())
        .containsExactly("accepted", "known", "refused", "accepted");
    assertThat(lines.get(0).get("sequence").asLong()).isZero();
    assertThat(lines.get(2).get("code").asText()).isEqualTo("VALUE_OUT_OF_RANGE");
    assertThat(json(post(body)).get("readings"))
        .extracting(line -> line.get("status").asText())
        .containsExactly("known", "known", "refused", "known");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | LOGIN_REQUIRED",
        "Basic abc | LOGIN_REQUIRED",
        "Bearer | LOGIN_REQUIRED",
        "Bearer wrong | LOGIN_UNKNOWN"
      })
  void withoutTheKeyNothingIsLookedAt(String authorization, String code) throws IOException {
    PushAnswer answer = refusal(new PushDesk.Head(authorization, "text/plain", "999999999"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(json(answer).get("code").asText()).isEqualTo(code);
    assertThat(json(answer).get("hint").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x | MALFORMED | no JSON",
        "null | MALFORMED | there is none",
        "[] | MALFORMED | no JSON",
        "{} | MALFORMED | readings",
        "{'readings':[]} | MALFORMED | there is none",
        "{'readings':[null]} | MALFORMED | readings[0]: meter, time",
        "{'readings':[{'meter':'m'}]} | MALFORMED | readings[0]: meter, time",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z'}]} | MALFORMED | importWh or importKWh is needed",
        "{'readings':[{'meter':'m','time':'yesterday','importWh':1}]} | MALFORMED | readings[0].time",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importWh':-1}]} | MALFORMED | not negative",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importWh':1.5}]} | MALFORMED | readings[0].importWh",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importWh':'1'}]} | MALFORMED | readings[0].importWh",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importKWh':'1e3'}]} | MALFORMED | no decimal text",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importWh':1,'importKWh':'1'}]} | MALFORMED | only one of them",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importWh':1,'quality':'final'}]} | MALFORMED | readings[0].quality",
        "{'readings':[{'meter':'m','meter':'m','time':'2026-01-01T00:00:00Z','importWh':1}]} | MALFORMED | readings[0]",
        "{'readings':[{'meter':'x','time':'2026-01-01T00:00:00Z','importWh':1}]} | UNKNOWN_METER | readings[0].meter",
        "{'readings':[{'meter':'m','time':'2026-01-01T00:00:00Z','importWh':99999999999999999999}]} | MALFORMED | readings[0].importWh"
      })
  void aWrongBodyIsNamedAndTakesNothing(String body, String code, String detail)
      throws IOException {
    PushAnswer answer = post(body.replace('\'', '"'));
    assertThat(json(answer).get("code").asText()).isEqualTo(code);
    assertThat(json(answer).get("detail").asText()).contains(detail);
    assertThat(answer.status()).isEqualTo(PushProblem.valueOf(code).status());
    assertThat(service.latest("m")).isEmpty();
  }

  @Test
  void oneWrongReadingTakesNoneOfTheOthers() {
    String other = "{\"meter\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"importWh\":5}";
    assertThat(post(ONE.replace("]", "," + other + "]")).status()).isEqualTo(404);
    assertThat(service.latest("m")).isEmpty();
  }

  @Test
  void tooManyReadingsAtOnceAreRefused() throws IOException {
    String reading = "{\"meter\":\"m\",\"time\":\"2026-01-01T00:00:00Z\",\"importWh\":5}";
    PushAnswer answer = post("{\"readings\":[" + (reading + ",").repeat(500) + reading + "]}");
    assertThat(json(answer).get("code").asText()).isEqualTo("BODY_TOO_LARGE");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "text/plain, 999999999, UNSUPPORTED_MEDIA_TYPE",
        "-, 5, UNSUPPORTED_MEDIA_TYPE",
        "application/json, 131073, BODY_TOO_LARGE",
        "application/json, 99999999999999999999999, BODY_TOO_LARGE"
      })
  void theHeadSaysThatABodyIsNotReadAtAll(String type, String length, String code)
      throws IOException {
    assertThat(json(refusal(new PushDesk.Head("Bearer " + KEY, type, length))).get("code").asText())
        .isEqualTo(code);
  }

  @Test
  void aBodyThatIsAsLongAsItMayBeIsRead() {
    for (String length : List.of("131072", "0", "x")) {
      assertThat(desk.admit(new PushDesk.Head("Bearer " + KEY, "application/json", length)).key())
          .isNotNull();
    }
  }

  @Test
  void whoSendsTooFastWaitsAndOthersDoNot() throws IOException {
    desk.know(
        List.of(
            new PushKey("k", PushKey.digest(KEY), Map.of("m", 1L)),
            new PushKey("l", PushKey.digest("another"), Map.of("n", 1L))));
    for (int i = 0; i < 50; i++) {
      assertThat(post(ONE).status()).isEqualTo(200);
    }
    PushAnswer answer = post(ONE);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.retryAfterSeconds()).isEqualTo(1);
    assertThat(json(answer).get("code").asText()).isEqualTo("TOO_MANY_REQUESTS");
    byte[] body = bytes(ONE.replace("\"m\"", "\"n\""));
    assertThat(post(desk, "another", body).status()).isEqualTo(200);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(post(ONE).status()).isEqualTo(200);
  }

  @Test
  void whatCannotBeSpooledIsToBeSentAgain() throws IOException {
    assertThat(json(answerOf(Optional.empty(), false)).get("code").asText())
        .isEqualTo("SPOOL_FULL");
    PushAnswer failed = answerOf(Optional.empty(), true);
    assertThat(json(failed).get("code").asText()).isEqualTo("SPOOL_FAILED");
    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.retryAfterSeconds()).isPositive();
  }

  @Test
  void thousandsOfSpoiltBodiesGetAnAnswerAndNoFault() {
    Random random = new Random(20_261_129);
    PushDesk patient = desk(service);
    for (int i = 0; i < 10_000; i++) {
      byte[] body = bytes(ONE);
      for (int j = 0; j <= random.nextInt(3); j++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      int status = post(patient, KEY, body).status();
      assertThat(status).isIn(200, 400, 404);
    }
  }

  private PushAnswer answerOf(Optional<List<Judged>> judged, boolean fails) {
    PushDesk other =
        desk(
            new ReadingTaker() {
              @Override
              public Optional<List<Judged>> take(List<RawReading> readings) throws IOException {
                if (fails) {
                  throw new IOException("disk");
                }
                return judged;
              }

              @Override
              public OptionalLong latest(String meter) {
                return OptionalLong.empty();
              }
            });
    return post(other, KEY, bytes(ONE));
  }

  private PushDesk desk(ReadingTaker taker) {
    PushDesk made = new PushDesk(taker, nanos::get);
    made.know(List.of(new PushKey("k", PushKey.digest(KEY), Map.of("m", 100_000L, "n", 100_000L))));
    return made;
  }

  private PushAnswer post(String body) {
    return post(desk, KEY, bytes(body));
  }

  private static PushAnswer post(PushDesk at, String key, byte[] body) {
    PushDesk.Admission admission =
        at.admit(new PushDesk.Head("Bearer " + key, "application/json; charset=utf-8", null));
    return admission.key() == null
        ? Objects.requireNonNull(admission.refusal())
        : at.post(admission.key(), body);
  }

  private PushAnswer refusal(PushDesk.Head head) {
    return Objects.requireNonNull(desk.admit(head).refusal());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode json(PushAnswer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
