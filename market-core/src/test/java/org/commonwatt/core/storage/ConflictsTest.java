package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.core.storage.StorageRefusal.Code;
import org.junit.jupiter.api.Test;

/** Conflicting sets by hand, and what a refusal leaves behind. */
class ConflictsTest {
  private static final Efficiency HALF = new Efficiency(1_000_000, 500_000);

  @Test
  void whatAnOptionSavesGoesWithIt() {
    StorageBook book = new StorageBook(HandUnits.of(12, 0, 3, HALF));
    assertThat(book.commit(HandUnits.firm("G", 0, -12L, 4L))).isNull();
    assertThat(book.commit(HandUnits.service("C", 1, 3))).isNull();
    StorageRefusal refusal = book.commit(HandUnits.service("N", 2, 14));
    assertThat(refusal).isNotNull();
    if (refusal != null) {
      assertThat(refusal.code()).isEqualTo(Code.TOO_FULL);
      assertThat(refusal.conflicts()).isEmpty(); // 14 Wh are more than 12 without any other
    }
  }

  @Test
  void aFirmScheduleIsNamedWhereItIsNeeded() {
    StorageBook book = new StorageBook(HandUnits.of(12, 0, 3, HALF));
    assertThat(book.commit(HandUnits.firm("G", 0, -12L, 4L))).isNull();
    assertThat(book.commit(HandUnits.service("C", 1, 3))).isNull();
    StorageRefusal refusal = book.commit(HandUnits.service("N", 2, 9));
    assertThat(refusal).isNotNull();
    if (refusal != null) {
      assertThat(refusal.conflicts()).containsExactly("G"); // 4 + 9 Wh
    }
  }

  @Test
  void ownersAreRememberedAsLongAsTheyHaveCommitments() {
    StorageBook book = new StorageBook(HandUnits.of(12, 0, 3, HALF));
    for (int i = 0; i < 10; i++) {
      Commitment one = new Release("r" + i, "stranger" + i, new Window(0, 1), 1, 1);
      assertThat(book.commit(one)).extracting(StorageRefusal::code).isEqualTo(Code.NOT_BACKED);
    }
    assertThat(book.owners()).isZero();
    assertThat(book.commit(HandUnits.firm("G", 0, -12L, 4L))).isNull();
    assertThat(book.owners()).isEqualTo(1);
    assertThat(book.withdraw("G")).isNull();
    assertThat(book.owners()).isZero();
  }
}
