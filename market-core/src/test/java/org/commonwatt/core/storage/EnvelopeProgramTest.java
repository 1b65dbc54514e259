package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The bounds of the state of charge against a general solver. */
class EnvelopeProgramTest {
  private static final int SLOTS = 4;
  private static final double TOLERANCE = 1e-4;

  @Property(tries = 50)
  void theBoundsAreThoseOfTheProgram(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, seed % 2 == 0, 12);
    StorageUnit unit = draw.unit(SLOTS);
    StorageBook book = new StorageBook(unit);
    for (int i = 0; i < 12; i++) {
      book.commit(draw.commitment(SLOTS, i % 3));
    }
    List<Commitment> all = List.copyOf(book.commitments());
    StoragePlan plan = book.plan();
    boolean netting = WorstUses.netting(unit, all);
    for (int s = 0; s < SLOTS; s++) {
      double upper = EnvelopeProgram.upper(unit, all, s);
      double lower = EnvelopeProgram.lower(unit, all, s);
      assertThat(plan.upperMicroWh(s) / 1e6).isGreaterThan(upper - TOLERANCE);
      assertThat(plan.lowerMicroWh(s) / 1e6).isLessThan(lower + TOLERANCE);
      if (!netting) {
        assertThat(plan.upperMicroWh(s) / 1e6).isCloseTo(upper, within(TOLERANCE));
        assertThat(plan.lowerMicroWh(s) / 1e6).isCloseTo(lower, within(TOLERANCE));
      }
    }
  }
}
