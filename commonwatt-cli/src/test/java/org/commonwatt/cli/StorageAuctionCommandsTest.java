package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands of storage auctions send and say, before a fake of the API. */
class StorageAuctionCommandsTest {
  private static final String START = "2022-08-02T09:00:00Z";
  private static final String OWN = "/v1/accounts/ann/storage-auctions";

  private final StringWriter out = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void offersAndBidsAreSentAndTakenBack() throws Exception {
    Path file = folder.resolve("entry.json");
    Files.writeString(file, "{\"unit\":\"barn\"}");
    for (String what : new String[] {"offers", "bids", "withdrawal"}) {
      api.answers.put(OWN + "/" + START + "/" + what, "{}");
    }
    assertThat(run("storage", "auction-offer", "ann", START, file.toString())).isZero();
    assertThat(run("storage", "auction-bid", "ann", START, file.toString())).isZero();
    assertThat(run("storage", "auction-withdraw", "ann", START, "--bid", "b1")).isZero();
    assertThat(run("storage", "auction-withdraw", "ann", START, "--unit", "barn")).isZero();
    assertThat(run("storage", "auction-withdraw", "ann", START)).isEqualTo(2);
    assertThat(api.requests)
        .contains(
            "POST " + OWN + "/" + START + "/offers {\"unit\":\"barn\"}",
            "POST " + OWN + "/" + START + "/bids {\"unit\":\"barn\"}",
            "POST " + OWN + "/" + START + "/withdrawal {\"bid\":\"b1\"}",
            "POST " + OWN + "/" + START + "/withdrawal {\"unit\":\"barn\"}");
  }

  @Test
  void whatWaitsAndWhatAGateGaveIsShown() {
    api.answers.put(
        OWN,
        "{\"offers\":[{\"windowStart\":\"w\",\"unit\":\"barn\",\"energyWh\":9}],"
            + "\"bids\":[{\"windowStart\":\"w\",\"bid\":\"b1\",\"energyWh\":7,\"limitMicroPerKwh\":5,"
            + "\"release\":{}}]}");
    assertThat(run("storage", "auctions", "ann")).isZero();
    assertThat(out.toString())
        .contains("w offer of barn: at most 9 Wh")
        .contains("w bid b1: at most 7 Wh at 5, linked to a release");
    api.answers.put(
        "/v1/storage-auctions/" + START,
        "{\"auction\":{\"held\":true,\"optimality\":\"optimal\",\"welfareNano\":\"8\",\"areas\":[{\"area\":\"e\","
            + "\"slots\":[{\"priceMicroPerKwh\":6,\"acceptedWh\":4,\"chargedWh\":3},{\"priceMicroPerKwh\":null,"
            + "\"acceptedWh\":0,\"chargedWh\":0}]}],\"flows\":[{\"from\":\"e\",\"to\":\"f\",\"slot\":0,\"flowWh\":1}]}}");
    assertThat(run("storage", "auction", START)).isZero();
    assertThat(out.toString())
        .contains("optimal, welfare 8 nano")
        .contains("  e slot 0: at 6, 4 Wh of its bids stored, 3 Wh charged there")
        .contains("  e slot 1: no price")
        .contains("  e to f slot 0: 1 Wh");
    api.answers.put("/v1/storage-auctions/" + START, "{\"auction\":null}");
    assertThat(run("storage", "auction", START)).isZero();
    assertThat(out.toString()).contains("Its gate has not passed");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(api.option());
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(new StringWriter(), true));
    return line.execute(all.toArray(String[]::new));
  }
}
