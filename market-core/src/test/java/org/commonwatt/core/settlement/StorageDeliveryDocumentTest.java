package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.settlement.Promise.Ending;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.UnitDelivery;
import org.junit.jupiter.api.Test;

/** Computes the example of docs/shared-storage.md, "Delivery", again from its table. */
class StorageDeliveryDocumentTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_767_225_600_000L, 15);

  private static List<List<String>> rows() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "shared-storage.md"));
    String example = page.substring(page.indexOf("`StorageDeliveryDocumentTest`"));
    return example
        .lines()
        .filter(line -> line.matches("\\| (\\d|own).*"))
        .map(line -> List.of(line.substring(1).split("\\|", -1)))
        .map(cells -> cells.stream().map(String::strip).toList())
        .toList();
  }

  private static long wh(String cell) {
    return cell.isEmpty() ? 0 : Long.parseLong(cell);
  }

  private static long money(String cell, int digits) {
    return cell.isEmpty() ? 0 : new BigDecimal(cell).movePointRight(digits).longValueExact();
  }

  private static Promise promise(int number, List<String> row) {
    boolean own = row.get(0).equals("own");
    StorageCommitment what =
        new StorageCommitment(
            row.get(0),
            own ? "owner" : "plant",
            StorageCommitment.Kind.FIRM_SCHEDULE,
            SLOT.startMillis(),
            SLOT.endMillis(),
            0,
            0,
            0,
            0,
            List.of(-wh(row.get(1))));
    return new Promise(
        number,
        "unit",
        "owner",
        own ? "owner" : "plant",
        List.of(money(row.get(4), 6)),
        what,
        Ending.NONE,
        Long.MAX_VALUE);
  }

  @Test
  void theExampleIsWhatTheRulesSay() throws IOException {
    List<List<String>> rows = rows();
    assertThat(rows).hasSize(3);
    List<Promise> promises = new ArrayList<>();
    rows.forEach(row -> promises.add(promise(promises.size() + 1, row)));
    Rulebook rules = StorageServicesTest.rules(500_000);
    List<ServiceDelivery> found =
        new UnitServices(SLOT, promises, new UnitDelivery("unit", SLOT, 1, -550, List.of())).all();
    assertThat(found).hasSize(2);
    for (int i = 0; i < found.size(); i++) {
      ServiceDelivery one = found.get(i);
      List<String> row = rows.get(i);
      assertThat(-one.deliveredWh()).isEqualTo(wh(row.get(2)));
      assertThat(one.missedWh()).isEqualTo(wh(row.get(3)));
      long plant = 0;
      long owner = 0;
      for (ServiceEntries.Billed billed : ServiceEntries.of(one, rules)) {
        long nano = billed.entry().energyWh() * billed.entry().priceMicroPerKwh();
        plant += billed.entry().kind() == Kind.STORAGE_CHARGE ? nano : 0;
        owner += billed.entry().kind() == Kind.STORAGE_PENALTY ? nano : 0;
      }
      assertThat(plant).isEqualTo(money(row.get(5), 9));
      assertThat(owner).isEqualTo(money(row.get(6), 9));
    }
  }
}
