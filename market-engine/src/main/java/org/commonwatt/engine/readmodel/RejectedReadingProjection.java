package org.commonwatt.engine.readmodel;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refused readings as rows; a refusal that was published twice is stored once. */
final class RejectedReadingProjection implements Projection {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedReadingProjection.class);
  private static final String INSERT =
      """
      insert into rejected_reading (id, market, meter, reading_time, code, message, raw_hex)
      values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
      """;

  /** The year 2500: what claims to be later is no instant of a reading. */
  private static final long LAST_MILLIS = 16_725_225_600_000L;

  private final String market;
  private final Keyring keyring;
  private final AtomicLong erased = new AtomicLong();

  RejectedReadingProjection(String market, Keyring keyring) {
    this.market = market;
    this.keyring = keyring;
  }

  /** The number of refusals whose keys were erased: they have no rows. */
  long erased() {
    return erased.get();
  }

  @Override
  public long apply(Connection connection, List<byte[]> values, long lastSequence)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (byte[] value : values) {
        try {
          Optional<RejectedReading> reading = RejectedReadingCodec.decode(value, keyring);
          if (reading.isPresent()) {
            add(insert, reading.get());
          } else {
            erased.incrementAndGet();
          }
        } catch (CodecException e) {
          MarketProjection.requireKeys(e);
          LOG.warn("the read models skip what they cannot read: {}", e.getMessage());
        }
      }
      insert.executeBatch();
    }
    return lastSequence;
  }

  private void add(PreparedStatement insert, RejectedReading reading) throws SQLException {
    String code = reading.rejection().code().name();
    insert.setString(1, id(reading.rawHex(), code));
    insert.setString(2, market);
    insert.setString(3, Ids.isValid(reading.meter()) ? reading.meter() : null);
    insert.setObject(4, readingTime(reading));
    insert.setString(5, code);
    insert.setString(6, printable(reading.rejection().message()));
    insert.setString(7, reading.rawHex());
    insert.addBatch();
  }

  /** Null where the reading has none, or claims an instant that no calendar would hold. */
  private static @Nullable OffsetDateTime readingTime(RejectedReading reading) {
    boolean plausible = reading.timeMillis() > 0 && reading.timeMillis() < LAST_MILLIS;
    return plausible ? Instant.ofEpochMilli(reading.timeMillis()).atOffset(ZoneOffset.UTC) : null;
  }

  /** SHA-256 of the raw record and the code. */
  static String id(String rawHex, String code) {
    return Hash.of(HexFormat.of().parseHex(rawHex), code.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** PostgreSQL text cannot hold the character 0. */
  private static String printable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
