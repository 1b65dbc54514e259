package org.commonwatt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.log.codec.EventCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt version}: what a report of a fault names, and who upgrades compares. */
@Command(
    name = "version",
    description = {
      "Print this program's version, and the versions of what it stores: the log's records, the",
      "snapshots of a market, the contracts on the ledger."
    },
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> versions = versions();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(versions));
    } else {
      versions.forEach((what, version) -> out.printf("%-11s%s%n", what, version));
    }
    return 0;
  }

  private static Map<String, Object> versions() {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("commonwatt", BuildVersion.text());
    versions.put("log", EventCodec.HIGHEST_VERSION);
    versions.put("state", MarketStateMachine.STATE_VERSION);
    versions.put("contracts", FabricOptions.VERSION);
    versions.put("java", Runtime.version().toString());
    versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
