package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.storage.StorageRefusal.Code;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/shared-storage.md}, "Feasible". */
class StorageDocumentTest {
  private static final long MICRO = 1_000_000;

  private final StorageBook book = new StorageBook(unit());

  private static StorageUnit unit() {
    Efficiency efficiency = new Efficiency(800_000, 800_000);
    Rating rating = new Rating(1_000, 1_000, 1_000, 0, efficiency, StorageUnit.NO_CYCLE_LIMIT);
    Stock stock = new Stock(400, new TreeMap<>(Collections.singletonMap("plant", 250L)));
    return new StorageUnit("unit", "A", rating, Horizon.ofDays(60, 4), stock);
  }

  private void upper(long... wh) {
    for (int s = 0; s < wh.length; s++) {
      assertThat(book.plan().upperMicroWh(s)).as("slot %d", s).isEqualTo(wh[s] * MICRO);
    }
  }

  private static void refused(
      @Nullable StorageRefusal refusal, Code code, String message, String... conflicts) {
    assertThat(refusal).isNotNull();
    if (refusal != null) {
      assertThat(refusal.code()).isEqualTo(code);
      assertThat(refusal.message()).contains(message);
      assertThat(refusal.conflicts()).containsExactly(conflicts);
    }
  }

  @Test
  void theExampleIsWhatTheRulesSay() {
    assertThat(book.commit(new ChargeService("c1", "plant", new Window(0, 4), 500, 300))).isNull();
    upper(640, 800, 800, 800);
    assertThat(book.plan().lowerMicroWh(3)).isEqualTo(400 * MICRO);

    assertThat(book.commit(new Release("r1", "plant", new Window(2, 4), 160, 160))).isNull();
    assertThat(book.plan().lowerMicroWh(1)).isEqualTo(400 * MICRO);
    assertThat(book.plan().lowerMicroWh(2)).isEqualTo(200 * MICRO);
    refused(
        book.commit(new Release("r2", "plant", new Window(2, 4), 80, 80)),
        Code.NOT_BACKED,
        "50 Wh more",
        "r1");

    Window second = new Window(1, 2);
    refused(
        book.commit(new ChargeService("c2", "other", second, 300, 300)),
        Code.TOO_FULL,
        "40 Wh above",
        "c1");
    assertThat(book.commit(new ChargeService("c2", "other", second, 250, 250))).isNull();
    upper(640, 1_000, 1_000, 1_000);

    refused(
        book.commit(new FirmSchedule("f", "plant", 0, List.of(80L))),
        Code.NOT_BACKED,
        "50 Wh more",
        "r1");
    assertThat(book.commit(new FirmSchedule("f", "plant", 0, List.of(40L)))).isNull();
    upper(608, 968, 968, 968);

    refused(lease(40), Code.TOO_FULL, "8 Wh above", "c1", "c2");
    assertThat(lease(32)).isNull();
    upper(640, 1_000, 1_000, 1_000);
  }

  private @Nullable StorageRefusal lease(long wh) {
    Lease.Share share = new Lease.Share(wh, 50, 50, 0);
    return book.commit(new Lease("l", "lessee", new Window(0, 4), share));
  }
}
