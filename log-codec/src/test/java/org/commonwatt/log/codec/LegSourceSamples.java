package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/** Values of what only version 19 can say. */
final class LegSourceSamples {
  private LegSourceSamples() {}

  static Map<String, CommandFrame> commands() {
    Command basket =
        new Command.PlaceBasket(
            "home-01",
            "evening",
            SelfTradeMode.CANCEL_OLDEST,
            null,
            null,
            List.of(
                new BasketLeg("east", Samples.MORNING, Side.BUY, 250_000, 600, null),
                new BasketLeg(
                    "east",
                    Samples.MORNING + 900_000,
                    Side.SELL,
                    -10_000,
                    200,
                    EnergySource.SOLAR)));
    return Map.of(
        "place-basket-with-source",
        new CommandFrame(
            "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, basket))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of();
  }
}
