package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.StorageRefusal.Code;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commitments that are taken together, and what is free for charges. */
class CommitAllTest {
  private static final Efficiency WHOLE = new Efficiency(1_000_000, 1_000_000);

  private static @Nullable Code code(@Nullable StorageRefusal refusal) {
    return refusal == null ? null : refusal.code();
  }

  @Test
  void oneMayRestOnALaterOne() {
    StorageBook book = new StorageBook(HandUnits.of(12, 0, 3, WHOLE));
    FirmSchedule out = HandUnits.firm("out", 1, 5L);
    FirmSchedule in = HandUnits.firm("in", 0, -5L);
    assertThat(code(book.commit(out))).isEqualTo(Code.NOT_BACKED);
    assertThat(book.commitAll(List.of(out, in))).isNull();
    assertThat(book.commitments()).containsExactly(out, in);
  }

  @Test
  void allAreTakenOrNone() {
    StorageBook book = new StorageBook(HandUnits.of(12, 0, 3, WHOLE));
    FirmSchedule in = HandUnits.firm("in", 0, -5L);
    assertThat(code(book.commitAll(List.of(in, HandUnits.firm("more", 0, -8L)))))
        .isEqualTo(Code.TOO_FULL);
    assertThat(code(book.commitAll(List.of(in, in)))).isEqualTo(Code.DUPLICATE_ID);
    assertThat(code(book.commitAll(List.of(in, HandUnits.firm("late", 9, -1L)))))
        .isEqualTo(Code.OUTSIDE_HORIZON);
    assertThat(book.commitments()).isEmpty();
    assertThat(book.owners()).isZero();
    assertThat(book.plan().upperMicroWh(2)).isZero();
    assertThat(book.commitAll(List.of())).isNull();
  }

  @Property(tries = 1_000)
  void whatIsTakenOneByOneIsTakenTogetherInAnyOrder(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, false, 6);
    StorageUnit unit = draw.unit(5);
    StorageBook book = new StorageBook(unit);
    for (int i = 0; i < 12; i++) {
      book.commit(draw.commitment(5));
    }
    List<Commitment> taken = new ArrayList<>(book.commitments());
    Collections.reverse(taken);
    StorageBook other = new StorageBook(unit);
    assertThat(other.commitAll(taken)).isNull();
    for (int s = 0; s < unit.horizon().slots(); s++) {
      assertThat(other.plan().upperMicroWh(s)).isEqualTo(book.plan().upperMicroWh(s));
      assertThat(other.plan().lowerMicroWh(s)).isEqualTo(book.plan().lowerMicroWh(s));
    }
  }

  @Property(tries = 1_000)
  void inASlotThatIsFreeForOneChargeThatIsTakenAndNoMore(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, false, 6);
    StorageBook book = new StorageBook(draw.unit(5));
    for (int i = 0; i < 8; i++) {
      book.commit(draw.commitment(5));
    }
    FreeCharge free = FreeCharge.of(book, List.of());
    assertThat(free.isKept()).isTrue();
    Horizon horizon = book.unit().horizon();
    for (int s = 0; s < horizon.slots(); s++) {
      if (free.direction(s) < 0) {
        assertThat(free.slotWh(s)).isZero();
        continue;
      }
      long wh = Math.min(free.slotWh(s), free.dayWh(horizon.day(s)));
      for (int later = s; later < horizon.slots(); later++) {
        wh = Math.min(wh, free.stateWh(later));
      }
      assertThat(wh).isNotNegative();
      assertThat(code(book.commit(new FirmSchedule("more", "ada", s, List.of(-wh - 1)))))
          .isIn(Code.CHARGE_POWER, Code.TOO_FULL, Code.TOO_MANY_CYCLES);
      assertThat(book.commit(new FirmSchedule("all", "ada", s, List.of(-wh)))).isNull();
      assertThat(book.withdraw("all")).isNull();
    }
  }
}
