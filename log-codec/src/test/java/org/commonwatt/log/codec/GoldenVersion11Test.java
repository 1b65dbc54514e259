package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.Map;
import org.commonwatt.model.CommandFrame;

/**
 * The bytes of version 11, forever: settlement runs after the initial one, and data of the market
 * that need a login.
 */
class GoldenVersion11Test extends GoldenVersionKit {
  GoldenVersion11Test() {
    super(11, 10, commands(), SettlementRunSamples.events());
  }

  private static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> commands = new HashMap<>(SettlementRunSamples.commands());
    commands.putAll(LoginForSamples.commands());
    return commands;
  }
}
