package org.commonwatt.flink.netting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.flink.surveillance.Memory;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Follows all events of a market in order and tells what each means for the net positions of
 * accounts. Who is no member, such as a link or the supplier, has none.
 */
public final class AccountFacts {
  private final TreeMap<String, String> areaByParticipant = new TreeMap<>();
  private final Members members;
  private final Known known;

  /**
   * What is remembered of a market.
   *
   * @param registered areas of those that became members by a meter point
   * @param assigned owners of meters that were assigned
   * @param open lengths of slots that have opened and not begun, in minutes, by start
   */
  public record Known(
      Memory<String, String> registered,
      Memory<String, MeterOwners> assigned,
      Memory<Long, Integer> open) {}

  /**
   * Follows a market.
   *
   * @param homes the members that the community file names
   */
  public AccountFacts(List<Home> homes, Known known) {
    homes.forEach(home -> areaByParticipant.put(home.participant(), home.area()));
    this.members = new Members(homes, known.assigned());
    this.known = known;
  }

  /**
   * What an event says.
   *
   * @param accounts what happened to accounts; nothing when it changes no net position
   * @param areas how many accounts areas have in slots
   */
  public record Told(List<AccountFact> accounts, List<AreaMembers> areas) {}

  /** Takes the next event. */
  public Told next(Place place, Event event) {
    if (event instanceof Event.SlotPhaseChanged changed && changed.phase() == SlotPhase.OPEN) {
      return opened(place, changed.slot());
    } else if (event instanceof Event.MeterPointAssigned assigned) {
      return assigned(place, assigned);
    }
    return new Told(of(place, event), List.of());
  }

  private List<AccountFact> of(Place place, Event event) {
    if (event instanceof Event.TradeMade made) {
      return traded(place, made.slot(), made.buyer(), made.seller(), made.energyWh());
    } else if (event instanceof Event.ContinuousTrade made) {
      return traded(place, made.slot(), made.buyer(), made.seller(), made.energyWh());
    } else if (event instanceof Event.TradeBusted gone) {
      return traded(place, gone.slot(), gone.buyer(), gone.seller(), -gone.energyWh());
    } else if (event instanceof Event.TradeCurtailed less) {
      return traded(place, less.slot(), less.buyer(), less.seller(), -less.byWh());
    } else if (event instanceof Event.PositionRecorded recorded) {
      return metered(place, recorded.position());
    }
    return List.of();
  }

  private List<AccountFact> traded(
      Place place, DeliverySlot slot, String buyer, String seller, long energyWh) {
    List<AccountFact> facts = new ArrayList<>();
    add(facts, place, slot, buyer, -energyWh);
    add(facts, place, slot, seller, energyWh);
    return facts;
  }

  private void add(
      List<AccountFact> facts, Place place, DeliverySlot slot, String party, long contractedWh) {
    @Nullable String area = areaOf(party);
    if (area != null && contractedWh != 0) {
      facts.add(new AccountFact(place, party, area, slot, contractedWh, null));
    }
  }

  private List<AccountFact> metered(Place place, MeteredPosition position) {
    @Nullable String area = areaOf(position.participant());
    if (area == null) {
      return List.of();
    }
    Metered metered = new Metered(position.importWh(), position.exportWh(), position.quality());
    return List.of(
        new AccountFact(place, position.participant(), area, position.slot(), 0, metered));
  }

  private Told opened(Place place, DeliverySlot slot) {
    known.open().put(slot.startMillis(), slot.minutes());
    forgetBegun(place);
    List<AccountFact> facts = new ArrayList<>();
    TreeMap<String, String> areas = members.of(slot.startMillis());
    areas.forEach(
        (participant, area) -> facts.add(new AccountFact(place, participant, area, slot, 0, null)));
    return new Told(facts, counted(place, slot, areas, null));
  }

  /** Slots that are open already open for a new member, too. */
  private Told assigned(Place place, Event.MeterPointAssigned event) {
    String participant = event.participant();
    String area = event.point().area();
    known.registered().put(participant, area);
    members.take(event, place.timeMillis());
    forgetBegun(place);
    List<AccountFact> facts = new ArrayList<>();
    List<AreaMembers> counts = new ArrayList<>();
    for (long start : known.open().keys().stream().sorted().toList()) {
      if (start >= event.fromMillis()) {
        DeliverySlot slot =
            new DeliverySlot(start, Objects.requireNonNull(known.open().get(start)));
        facts.add(new AccountFact(place, participant, area, slot, 0, null));
        counts.addAll(counted(place, slot, members.of(start), area));
      }
    }
    return new Told(facts, counts);
  }

  private void forgetBegun(Place place) {
    known.open().keys().stream()
        .filter(start -> start <= place.timeMillis())
        .forEach(known.open()::remove);
  }

  /** By area; also of one that may have nobody any more. */
  private static List<AreaMembers> counted(
      Place place, DeliverySlot slot, Map<String, String> areas, @Nullable String left) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    if (left != null) {
      counts.put(left, 0);
    }
    areas.values().forEach(area -> counts.merge(area, 1, Integer::sum));
    List<AreaMembers> told = new ArrayList<>();
    counts.forEach(
        (area, accounts) -> told.add(new AreaMembers(area, slot, place.sequence(), accounts)));
    return told;
  }

  private @Nullable String areaOf(String party) {
    @Nullable String area = areaByParticipant.get(party);
    return area == null ? known.registered().get(party) : area;
  }
}
