package org.commonwatt.cli.clearing;

import java.io.IOException;
import java.util.Locale;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Reads an order of a case. */
final class OrderFields {
  private @Nullable String id;
  private @Nullable String area;
  private @Nullable Side side;
  private @Nullable Long price;
  private @Nullable Long energy;
  private @Nullable Long time;
  private @Nullable String participant;
  private boolean clean;
  private long min;

  private OrderFields() {}

  static CaseOrder read(Fields in) throws IOException {
    OrderFields draft = new OrderFields();
    in.object(name -> draft.take(name, in));
    return new CaseOrder(
        in.require("id", draft.id),
        in.require("area", draft.area),
        in.require("side", draft.side),
        in.require("priceMicroPerKwh", draft.price),
        in.require("energyWh", draft.energy),
        draft.time,
        draft.participant,
        draft.clean,
        draft.min);
  }

  private void take(String name, Fields in) throws IOException {
    switch (name) {
      case "id" -> id = in.text();
      case "area" -> area = in.text();
      case "side" -> side = in.choice(Side.values(), s -> s.name().toLowerCase(Locale.ROOT));
      case "priceMicroPerKwh" -> price = in.integer();
      case "energyWh" -> energy = in.integer();
      case "time" -> time = in.integer();
      case "participant" -> participant = in.text();
      case "clean" -> clean = in.flag();
      case "minEnergyWh" -> min = in.integer();
      default -> throw in.unknown(name);
    }
  }
}
