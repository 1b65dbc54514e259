package org.commonwatt.battery.life;

import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/**
 * A battery or a part of one, as it is now.
 *
 * @param id its id
 * @param kind what it is
 * @param codes what is written on it, legible codes in their one spelling
 * @param ratedWh rated energy, Wh
 * @param massG mass, g
 * @param registeredBy who made it known: its maker, when its history is known
 * @param historyKnown whether it is known from the beginning
 * @param ownerOrg who owns it; of a part it is the whole's owner who counts
 * @param state where it is in its life
 * @param parent what it is a part of
 * @param sources what it was got from by taking that apart, one after the other
 * @param parts what is a part of it, in the order in which it came
 * @param partsWh rated energy of the parts, Wh
 * @param partsG mass of the parts, g
 * @param dismantledWh rated energy of what was got by taking it apart, Wh
 * @param dismantledG mass of that, g
 * @param holds its own, and those of parts that are not isolated
 * @param isolated whether it is cut off from the whole, so that its holds do not reach that
 * @param test the newest figures of its health
 * @param testSequence the event that said them, 0 for none
 * @param healthWh the least energy since a lab explained a rise: what later tests are held to; 0
 *     before the first test
 * @param nameplateSequence the event that said rated energy and mass
 * @param totals what was metered
 * @param passport id of its passport
 * @param formerPassport id of the passport of what it was last a part of, null before that
 * @param sequence number of its last event
 */
public record Asset(
    String id,
    AssetKind kind,
    List<String> codes,
    long ratedWh,
    long massG,
    String registeredBy,
    boolean historyKnown,
    String ownerOrg,
    LifeState state,
    @Nullable String parent,
    List<String> sources,
    List<String> parts,
    long partsWh,
    long partsG,
    long dismantledWh,
    long dismantledG,
    List<Hold> holds,
    boolean isolated,
    @Nullable SohTest test,
    long testSequence,
    long healthWh,
    long nameplateSequence,
    MeterTotals totals,
    @Nullable String passport,
    @Nullable String formerPassport,
    long sequence) {
  /** Copies the lists. */
  public Asset {
    codes = List.copyOf(codes);
    sources = List.copyOf(sources);
    parts = List.copyOf(parts);
    holds = List.copyOf(holds);
  }
}
