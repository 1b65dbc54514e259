package org.commonwatt.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surveillance has found. A suspicion for somebody to look into, never a finding of guilt.
 *
 * @param id 32 hexadecimal digits, which follow from pattern, slot, parties and what began it; the
 *     same in every run
 * @param version counts up from 1 while evidence is added; the highest stands
 * @param pattern what was looked for
 * @param slot the delivery slot
 * @param area delivery area, null where it is about several
 * @param participants whom it is about, in order of id
 * @param evidence where on the log it is seen
 * @param measures the rule's numbers, each beside its limit, in a fixed order
 */
public record Alert(
    String id,
    int version,
    AlertPattern pattern,
    DeliverySlot slot,
    @Nullable String area,
    List<String> participants,
    Evidence evidence,
    List<Measure> measures) {
  private static final int ID_LENGTH = 32;

  /** Checks the id and the version and copies the lists. */
  public Alert {
    if (!id.matches("[0-9a-f]{" + ID_LENGTH + "}")) {
      throw new IllegalArgumentException("an alert's id has 32 hexadecimal digits");
    }
    if (version < 1) {
      throw new IllegalArgumentException("an alert's version counts up from 1");
    }
    if (area != null) {
      Ids.require("area", area);
    }
    participants = List.copyOf(participants);
    participants.forEach(participant -> Ids.require("participant", participant));
    if (participants.isEmpty()) {
      throw new IllegalArgumentException("an alert is about somebody");
    }
    measures = List.copyOf(measures);
  }

  /**
   * Where on the log an alert is seen: the book of its moment is what the log gives up to and with
   * {@code lastSequence}.
   *
   * @param timeMillis the market's clock at the last event, UTC
   * @param firstSequence the engine's number of the first event that it rests on
   * @param lastSequence of the last one
   * @param commandOffset offset on {@code commands} of the frame that caused the last one
   * @param orderIds orders that it rests on, ascending
   * @param tradeIds trades that it rests on, ascending
   * @param energyWh energy that it is about, Wh; never metered energy
   */
  public record Evidence(
      long timeMillis,
      long firstSequence,
      long lastSequence,
      long commandOffset,
      List<Long> orderIds,
      List<Long> tradeIds,
      long energyWh) {
    /** Checks the order of the sequences and copies the lists. */
    public Evidence {
      if (firstSequence < 1 || lastSequence < firstSequence) {
        throw new IllegalArgumentException("evidence has a first and a last sequence from 1 on");
      }
      orderIds = List.copyOf(orderIds);
      tradeIds = List.copyOf(tradeIds);
    }
  }

  /**
   * A number of the rule.
   *
   * @param name what was measured, with its unit at the end
   * @param value what it was
   * @param limit what the settings ask for
   */
  public record Measure(String name, long value, long limit) {}

  /**
   * The id of what these texts name.
   *
   * @param parts what makes the alert, in a fixed order
   */
  public static String idOf(AlertPattern pattern, Object... parts) {
    StringBuilder named = new StringBuilder(pattern.name());
    for (Object part : parts) {
      named.append('\n').append(part);
    }
    return Hash.of(named.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, ID_LENGTH);
  }
}
