package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PriceSource;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;

/** Values of what only version 15 can say: imbalance prices that their source signs. */
final class SignedPriceSamples {
  private SignedPriceSamples() {}

  static Map<String, CommandFrame> commands() {
    PriceSource source =
        new PriceSource("tso", "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    ImbalanceRules rules =
        new ImbalanceRules(
            List.of("home-01"),
            "supplier",
            1_000,
            new Pool(0),
            null,
            new Prices(
                "price-desk",
                true,
                -400_000,
                900_000,
                new Fallback(true, 420_000, 60_000),
                source));
    return Map.of(
        "activate-rulebook-with-a-source-of-prices",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook().withSafeguards(Safeguards.NONE.withImbalance(rules)))),
        "import-signed-imbalance-price",
        frame(
            new Command.ImportImbalancePrice(
                "price-desk", "area-1", Samples.MORNING, 2, 420_000, -60_000, "0a".repeat(64))));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "imbalance-price-rejected-unsigned",
        envelope(RejectionCode.PRICE_NOT_SIGNED),
        "imbalance-price-rejected-wrongly-signed",
        envelope(RejectionCode.PRICE_SIGNATURE_WRONG));
  }

  private static EventEnvelope envelope(RejectionCode code) {
    Event event =
        new Event.ImbalancePriceRejected(
            "price-desk", "area-1", Samples.MORNING, 2, new Rejection(code, "ask tso"));
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }
}
