package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.Safeguards;

/** Values of what only version 11 can say. */
final class LoginForSamples {
  private LoginForSamples() {}

  static Map<String, CommandFrame> commands() {
    Safeguards hidden =
        Safeguards.NONE.withLoginFor(MarketData.AUCTIONS, MarketData.BOOK, MarketData.TRADES);
    return Map.of(
        "activate-rulebook-with-login-for",
        new CommandFrame(
            "engine-a",
            17,
            List.of(
                new CommandFrame.Entry(
                    CommandOrigin.NONE,
                    new Command.ActivateRulebook(Samples.rulebook().withSafeguards(hidden))))));
  }
}
