package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Areas;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.jspecify.annotations.Nullable;

/** The recount of a market whose only area is {@code village}. */
final class VillageRecount {
  private final AuctionRecount recount;
  private final AuctionCleared cleared;
  private final AreaCleared village;

  VillageRecount(List<AuditedOrder> orders) {
    recount = new AuctionRecount(Areas.single("village"), orders);
    cleared = recount.cleared(new DeliverySlot(0, 15));
    village = cleared.areas().get(0);
  }

  long volumeWh() {
    return cleared.volumeWh();
  }

  @Nullable Long price() {
    return village.priceMicroPerKwh();
  }

  @Nullable Long lowest() {
    return village.minPriceMicroPerKwh();
  }

  @Nullable Long highest() {
    return village.maxPriceMicroPerKwh();
  }

  BigInteger welfareNano() {
    return cleared.welfareNano();
  }

  long fill(AuditedOrder order) {
    return recount.fill(order);
  }
}
