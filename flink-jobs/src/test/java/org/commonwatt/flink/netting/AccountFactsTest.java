package org.commonwatt.flink.netting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.flink.surveillance.MapMemory;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

class AccountFactsTest {
  private static final DeliverySlot SLOT = new DeliverySlot(900_000, 15);
  private static final Place PLACE = new Place(7, 3, 1_000);

  private static final Event OPENED = new Event.SlotPhaseChanged(SLOT, SlotPhase.OPEN);

  private final AccountFacts facts =
      new AccountFacts(
          List.of(
              new Home("a", "north", List.of("m-a")),
              new Home("b", "south", List.of("m-b", "m-2"))),
          new AccountFacts.Known(new MapMemory<>(), new MapMemory<>(), new MapMemory<>()));

  private List<AccountFact> of(Event event) {
    return facts.next(PLACE, event).accounts();
  }

  private static Event assigned(String who, String meter, long fromMillis) {
    return new Event.MeterPointAssigned(
        who, new MeterPoint("point-" + meter, "south", meter, 1, 1), fromMillis);
  }

  private static Event opens(DeliverySlot slot) {
    return new Event.SlotPhaseChanged(slot, SlotPhase.OPEN);
  }

  private List<String> members(DeliverySlot slot) {
    return of(opens(slot)).stream().map(AccountFact::participant).toList();
  }

  private static AccountFact contracted(String who, String area, long wh) {
    return new AccountFact(PLACE, who, area, SLOT, wh, null);
  }

  @Test
  void aTradeIsBoughtByOneAndSoldByTheOther() {
    assertThat(of(new Event.TradeMade(1, SLOT, 2, 3, "a", "b", 500, 9)))
        .containsExactly(contracted("a", "north", -500), contracted("b", "south", 500));
    assertThat(
            of(
                new Event.ContinuousTrade(
                    1, SLOT, 2, 3, Side.SELL, "b", "a", "south", "north", 40, 9, 0, List.of(),
                    null)))
        .containsExactly(contracted("b", "south", -40), contracted("a", "north", 40));
  }

  @Test
  void aLinkHasNoPosition() {
    assertThat(of(new Event.TradeMade(1, SLOT, 2, 0, "a", "south>north", 500, 9)))
        .containsExactly(contracted("a", "north", -500));
  }

  @Test
  void whatFallsAwayIsTakenBack() {
    assertThat(of(new Event.TradeBusted(1, SLOT, "a", "b", 500, 9, BustCause.ERRONEOUS, "slip")))
        .containsExactly(contracted("a", "north", 500), contracted("b", "south", -500));
    assertThat(of(new Event.TradeCurtailed(1, SLOT, "north>south", "a", 30, 70, 0, 0)))
        .containsExactly(contracted("a", "north", -30));
  }

  @Test
  void aPositionOfWhoIsNoMemberIsNone() {
    MeteredPosition position = new MeteredPosition("a", SLOT, 2, 9, 4, Quality.ESTIMATED);
    assertThat(of(new Event.PositionRecorded(position)))
        .containsExactly(
            new AccountFact(PLACE, "a", "north", SLOT, 0, new Metered(9, 4, Quality.ESTIMATED)));
    assertThat(
            of(
                new Event.PositionRecorded(
                    new MeteredPosition("stranger", SLOT, 1, 9, 4, Quality.ACTUAL))))
        .isEmpty();
  }

  @Test
  void aSlotOpensForItsMembersAndSaysHowManyThereAre() {
    AccountFacts.Told told = facts.next(PLACE, OPENED);
    assertThat(told.accounts())
        .containsExactly(contracted("a", "north", 0), contracted("b", "south", 0));
    assertThat(told.areas())
        .containsExactly(
            new AreaMembers("north", SLOT, 7, 1), new AreaMembers("south", SLOT, 7, 1));
    assertThat(of(new Event.SlotPhaseChanged(SLOT, SlotPhase.CLEARED))).isEmpty();
  }

  @Test
  void whoGetsAMeterIsAMemberFromItsFirstSlotOnAlsoOfThoseThatAreOpen() {
    facts.next(PLACE, OPENED);
    facts.next(PLACE, opens(SLOT.plus(1)));
    AccountFacts.Told told = facts.next(PLACE, assigned("c", "m-c", SLOT.plus(1).startMillis()));
    assertThat(told.accounts())
        .containsExactly(new AccountFact(PLACE, "c", "south", SLOT.plus(1), 0, null));
    assertThat(told.areas())
        .containsExactly(
            new AreaMembers("north", SLOT.plus(1), 7, 1),
            new AreaMembers("south", SLOT.plus(1), 7, 2));
    assertThat(members(SLOT)).containsExactly("a", "b");
    assertThat(members(SLOT.plus(2))).containsExactly("a", "b", "c");
  }

  @Test
  void aSlotThatHasBegunIsNotOpenForANewMember() {
    facts.next(PLACE, OPENED);
    facts.next(PLACE, opens(SLOT.plus(1)));
    Place later = new Place(8, 3, SLOT.startMillis());
    assertThat(facts.next(later, assigned("c", "m-c", 0)).accounts())
        .extracting(AccountFact::slot)
        .containsExactly(SLOT.plus(1));
  }

  @Test
  void whoHandsItsLastMeterOverIsAMemberNoMore() {
    facts.next(PLACE, assigned("c", "m-b", SLOT.plus(1).startMillis()));
    assertThat(members(SLOT.plus(1))).as("b has another meter").containsExactly("a", "b", "c");
    facts.next(PLACE, assigned("c", "m-2", SLOT.plus(2).startMillis()));
    assertThat(members(SLOT.plus(2))).containsExactly("a", "c");
    facts.next(PLACE, assigned("d", "m-b", SLOT.plus(3).startMillis()));
    facts.next(PLACE, assigned("d", "m-2", SLOT.plus(3).startMillis()));
    assertThat(members(SLOT.plus(2))).containsExactly("a", "c");
    assertThat(members(SLOT.plus(3))).containsExactly("a", "d");
    assertThat(of(new Event.TradeCurtailed(1, SLOT, "c", "b", 30, 70, 0, 0)))
        .as("what was theirs is still told")
        .extracting(AccountFact::participant)
        .containsExactly("c", "b");
  }
}
