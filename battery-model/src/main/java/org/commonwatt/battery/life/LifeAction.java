package org.commonwatt.battery.life;

import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/**
 * What a statement says beside what all have. The components are the fields of its JSON, in order.
 */
public sealed interface LifeAction {

  /**
   * An asset is made known: by its maker as new, by whoever takes it in with an unknown history.
   *
   * @param kind what it is
   * @param codes what is written on it, also what is not legible as a code
   * @param ratedWh rated energy, Wh, from 1 on
   * @param massG mass, g, from 1 on
   * @param passport id of a new passport, null for none
   */
  record Register(
      AssetKind kind, List<String> codes, long ratedWh, long massG, @Nullable String passport)
      implements LifeAction {
    /** Copies the codes. */
    public Register {
      codes = List.copyOf(codes);
    }
  }

  /**
   * Put into a vehicle.
   *
   * @param vinHash SHA-256 of a salt and the vehicle's number, 64 lower-case hexadecimal digits
   */
  record Install(String vinHash) implements LifeAction {}

  /** Taken out of the vehicle. */
  record Remove() implements LifeAction {}

  /**
   * Tested, at the statement's time.
   *
   * @param basis what the figures rest on
   * @param method what was done
   * @param capacityMilliAh mAh, 0 when it was not measured
   * @param energyWh energy left, Wh
   * @param resistanceMicroOhm µΩ, 0 when it was not measured
   * @param reason why the energy is more than before, empty when it is not
   */
  record Test(
      SohTest.Basis basis,
      String method,
      long capacityMilliAh,
      long energyWh,
      long resistanceMicroOhm,
      String reason)
      implements LifeAction {}

  /**
   * Found good.
   *
   * @param grade in the lab's words
   */
  record Grade(String grade) implements LifeAction {}

  /**
   * Parts are put into the asset.
   *
   * @param parts ids
   */
  record Attach(List<String> parts) implements LifeAction {
    /** Copies the parts. */
    public Attach {
      parts = List.copyOf(parts);
    }
  }

  /** What became of a part when the whole was taken apart. */
  enum Fate {
    /** To be used again. */
    REUSED,
    /** Waste. */
    WASTE,
    /** Not found. */
    MISSING
  }

  /**
   * A known part and its fate.
   *
   * @param part its id
   * @param fate what became of it
   */
  record Accounted(String part, Fate fate) {}

  /**
   * A part that nobody had made known.
   *
   * @param id its id from now on
   * @param kind what it is
   * @param codes what is written on it
   * @param ratedWh rated energy, Wh, from 1 on
   * @param massG mass, g, from 1 on
   * @param fate what became of it
   */
  record Found(String id, AssetKind kind, List<String> codes, long ratedWh, long massG, Fate fate) {
    /** Copies the codes. */
    public Found {
      codes = List.copyOf(codes);
    }
  }

  /**
   * Taken apart.
   *
   * @param accounted all of its parts
   * @param found parts that were not known
   */
  record Dismantle(List<Accounted> accounted, List<Found> found) implements LifeAction {
    /** Copies the lists. */
    public Dismantle {
      accounted = List.copyOf(accounted);
      found = List.copyOf(found);
    }
  }

  /**
   * Made of parts of others: the asset is new, and so is its passport, and who makes it is
   * responsible from now on.
   *
   * @param kind what it is
   * @param codes what is written on it
   * @param ratedWh rated energy, Wh, from 1 on
   * @param massG mass, g, from 1 on
   * @param parts ids of its parts
   * @param passport id of the new passport
   * @param maker who makes it and owns it from now on
   */
  record Repurpose(
      AssetKind kind,
      List<String> codes,
      long ratedWh,
      long massG,
      List<String> parts,
      String passport,
      String maker)
      implements LifeAction {
    /** Copies the lists. */
    public Repurpose {
      codes = List.copyOf(codes);
      parts = List.copyOf(parts);
    }
  }

  /**
   * One part is changed for another.
   *
   * @param out what leaves
   * @param in what comes
   */
  record Swap(String out, String in) implements LifeAction {}

  /** Begins to work in a storage. */
  record Commission() implements LifeAction {}

  /** Ends to work there. */
  record Decommission() implements LifeAction {}

  /**
   * A window of metering, or a new version of one.
   *
   * @param windowId the window's id
   * @param revision 0 at first, then one more than the one before
   * @param chargeWh energy taken, Wh
   * @param dischargeWh energy given, Wh
   */
  record Throughput(String windowId, long revision, long chargeWh, long dischargeWh)
      implements LifeAction {}

  /**
   * Held.
   *
   * @param hold the hold's id
   * @param cause why
   */
  record Raise(String hold, Hold.Cause cause) implements LifeAction {}

  /**
   * A hold ends.
   *
   * @param hold its id
   */
  record Clear(String hold) implements LifeAction {}

  /** A part that is held is cut off from the whole. */
  record Isolate() implements LifeAction {}

  /** A part that is no longer held is joined again. */
  record Rejoin() implements LifeAction {}

  /**
   * Goes to another owner.
   *
   * @param to who owns it from now on
   */
  record Transfer(String to) implements LifeAction {}

  /** Becomes waste. */
  record Discard() implements LifeAction {}

  /** Recycled. */
  record Recycle() implements LifeAction {}

  /**
   * Burnt or lost, with all of its parts.
   *
   * @param cause in the owner's words
   */
  record Destroy(String cause) implements LifeAction {}

  /**
   * The newest test was written down wrongly.
   *
   * @param supersedes the event that said it
   * @param reason what was wrong
   * @param test what is right; its time stays
   */
  record CorrectTest(long supersedes, String reason, Test test) implements LifeAction {}

  /**
   * Rated energy or mass were written down wrongly.
   *
   * @param supersedes the event that said them
   * @param reason what was wrong
   * @param ratedWh what is right, Wh
   * @param massG what is right, g
   */
  record CorrectNameplate(long supersedes, String reason, long ratedWh, long massG)
      implements LifeAction {}
}
