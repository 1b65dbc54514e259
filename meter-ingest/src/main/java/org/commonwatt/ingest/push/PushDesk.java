package org.commonwatt.ingest.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.commonwatt.ingest.Judged;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.ReadingTaker;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers pushed readings, whatever carries the request. Of several reasons to refuse one, the
 * first of this order is given: key, rate, media type and size, form, meters, room in the spool.
 */
public final class PushDesk {
  /** The largest body that is looked at, bytes. */
  public static final int MOST_BYTES = 131_072;

  private static final Logger log = LoggerFactory.getLogger(PushDesk.class);
  private static final int MOST_DIGITS = 18;
  private static final String BEARER = "Bearer ";
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final long FULL_SECONDS = 30;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ReadingTaker taker;
  private final LongSupplier nanoTime;
  private volatile List<Desk> desks = List.of();

  private record Desk(PushKey key, PushRate rate) {}

  /**
   * What is known of a request before its body.
   *
   * @param authorization header of this name; null without
   * @param contentType header of this name; null without
   * @param contentLength header of this name; null without, as when the body comes in chunks
   */
  public record Head(
      @Nullable String authorization,
      @Nullable String contentType,
      @Nullable String contentLength) {}

  /**
   * Whether the body of a request is to be read.
   *
   * @param refusal the answer if it is not, null if it is
   * @param key whose request it is; null if it is refused
   */
  public record Admission(@Nullable PushAnswer refusal, @Nullable PushKey key) {}

  /**
   * A desk that knows no key yet.
   *
   * @param taker takes the readings
   * @param nanoTime runs evenly, ns: for the rates
   */
  public PushDesk(ReadingTaker taker, LongSupplier nanoTime) {
    this.taker = taker;
    this.nanoTime = nanoTime;
  }

  /** Knows these keys, and no others, from now on. */
  public void know(List<PushKey> keys) {
    desks = keys.stream().map(key -> new Desk(key, new PushRate(nanoTime))).toList();
  }

  /** Looks at the head of a request and counts it. */
  public Admission admit(Head head) {
    try {
      Desk desk = desk(head.authorization());
      long wait = desk.rate().take();
      if (wait > 0) {
        return new Admission(
            refused(PushProblem.TOO_MANY_REQUESTS, "the key sends too fast", wait), null);
      }
      if (!isJson(head.contentType())) {
        throw new PushException(PushProblem.UNSUPPORTED_MEDIA_TYPE, "the body is not JSON");
      }
      if (isTooLong(head.contentLength())) {
        throw new PushException(PushProblem.BODY_TOO_LARGE, "the body is too large");
      }
      return new Admission(null, desk.key());
    } catch (PushException e) {
      return new Admission(refused(e.problem(), String.valueOf(e.getMessage()), 0), null);
    }
  }

  /**
   * Takes readings, or says why not.
   *
   * @param key of the request, which was admitted
   * @param body at most {@value #MOST_BYTES} bytes
   */
  public PushAnswer post(PushKey key, byte[] body) {
    try {
      return take(PushRequest.read(body, key));
    } catch (PushException e) {
      return refused(e.problem(), String.valueOf(e.getMessage()), 0);
    }
  }

  /** A refusal as RFC 9457 has it. */
  public static PushAnswer refused(PushProblem problem, String detail, long retryAfterSeconds) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "about:blank");
    fields.put("status", problem.status());
    fields.put("code", problem.name());
    fields.put("detail", detail);
    fields.put("hint", problem.hint());
    return new PushAnswer(problem.status(), PROBLEM, json(fields), retryAfterSeconds);
  }

  private Desk desk(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      throw new PushException(PushProblem.LOGIN_REQUIRED, "the request has no key");
    }
    String secret = authorization.substring(BEARER.length()).strip();
    String digest = PushKey.digest(secret);
    return desks.stream()
        .filter(desk -> desk.key().hasDigest(digest))
        .findFirst()
        .orElseThrow(() -> new PushException(PushProblem.LOGIN_UNKNOWN, "the key is not known"));
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  /** What is no number is for HTTP to refuse. */
  private static boolean isTooLong(@Nullable String contentLength) {
    return contentLength != null
        && contentLength.matches("[0-9]+")
        && (contentLength.length() > MOST_DIGITS || Long.parseLong(contentLength) > MOST_BYTES);
  }

  private PushAnswer take(List<RawReading> readings) {
    try {
      Optional<List<Judged>> judged = taker.take(readings);
      return judged
          .map(all -> new PushAnswer(200, JSON, json(Map.of("readings", lines(all))), 0))
          .orElseGet(() -> refused(PushProblem.SPOOL_FULL, "no reading was taken", FULL_SECONDS));
    } catch (IOException e) {
      log.error("Pushed readings cannot be spooled", e);
      return refused(PushProblem.SPOOL_FAILED, "no reading was taken", FULL_SECONDS);
    }
  }

  private static List<Map<String, Object>> lines(List<Judged> judged) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Judged each : judged) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("meter", each.reading().meter());
      Rejection rejection = each.rejection().orElse(null);
      if (rejection == null) {
        line.put("status", "accepted");
        line.put("sequence", each.sequence());
      } else if (rejection.code() == RejectionCode.READING_DUPLICATE) {
        line.put("status", "known");
      } else {
        line.put("status", "refused");
        line.put("code", rejection.code().name());
        line.put("detail", rejection.message());
      }
      lines.add(line);
    }
    return lines;
  }

  private static String json(Map<String, Object> fields) {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
