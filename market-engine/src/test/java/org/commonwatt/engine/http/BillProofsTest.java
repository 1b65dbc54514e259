package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.InclusionPath;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A bill line is proved by its own bytes, as the format's page has them, and a path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BillProofsTest {
  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private JsonNode lineOf(String home) throws Exception {
    return market.as(home).get("/v1/bills/" + home).json().at("/lines/0");
  }

  private static String query(JsonNode line) {
    return "slotStart=%s&run=%d&line=%d"
        .formatted(
            line.get("slotStart").asText(), line.get("run").asInt(), line.get("line").asInt());
  }

  private static Hash leaf(String home, JsonNode line, long amountNano) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(0);
    out.write(new Hash(line.get("salt").asText()).bytes());
    out.writeUTF(home);
    out.writeLong(Instant.parse(line.get("slotStart").asText()).toEpochMilli());
    out.writeInt(line.get("slotMinutes").asInt());
    out.writeByte(BillLine.Kind.valueOf(line.get("kind").asText()).code());
    out.writeUTF(line.get("counterparty").asText());
    out.writeLong(line.get("tradeId").asLong());
    out.writeLong(line.get("energyWh").asLong());
    out.writeLong(line.get("priceMicroPerKwh").asLong());
    out.writeLong(amountNano);
    return Hash.of(bytes.toByteArray());
  }

  private static @Nullable Hash root(Hash leaf, JsonNode proof) {
    List<Hash> path = new ArrayList<>();
    proof.get("inclusionPath").forEach(hash -> path.add(new Hash(hash.asText())));
    return InclusionPath.head(
        leaf, proof.get("line").asLong(), proof.get("treeSize").asLong(), path);
  }

  @Test
  void everyHomesLineLeadsToTheRootOfTheBatchAndAChangedOneDoesNot() throws Exception {
    String batches = market.as("agency").get("/v1/batches").text();
    for (String home : List.of("home-01", "home-02", "home-03")) {
      JsonNode line = lineOf(home);
      Reply reply = market.as(home).get("/v1/bills/" + home + "/proof?" + query(line));
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      JsonNode proof = reply.json();
      Hash stated = new Hash(proof.get("billRoot").asText());
      long amount = line.get("amountNano").asLong();
      assertThat(root(leaf(home, line, amount), proof)).isEqualTo(stated);
      assertThat(root(leaf(home, line, amount + 1), proof)).isNotEqualTo(stated);
      assertThat(batches).contains(stated.hex(), proof.get("batchId").asText());
      assertThat(proof.get("transactionId").isNull()).isFalse();
    }
  }

  @Test
  void anothersLineAndOneThatIsNotThereAreUnknown() throws Exception {
    String others = query(lineOf("home-02"));
    assertThat(market.as("home-01").get("/v1/bills/home-01/proof?" + others).code())
        .isEqualTo("UNKNOWN_LINE");
    for (String query :
        List.of(
            "slotStart=2022-08-02T06:00:00Z&line=4000",
            "slotStart=2022-08-02T06:00:00Z&run=7&line=0",
            "slotStart=2022-08-03T06:00:00Z&line=0")) {
      assertThat(market.as("home-01").get("/v1/bills/home-01/proof?" + query).code())
          .as(query)
          .isEqualTo("UNKNOWN_LINE");
    }
    assertThat(market.as("home-01").get("/v1/bills/home-02/proof?" + others).status())
        .isEqualTo(404);
  }

  @Test
  void aProofIsALookAtSomebodysData() throws Exception {
    String path = "/v1/bills/home-01/proof?" + query(lineOf("home-01"));
    assertThat(market.as("agency").get(path).code()).isEqualTo("PURPOSE_REQUIRED");
    assertThat(market.as("agency", "a sample").get(path).status()).isEqualTo(200);
    assertThat(market.as("home-01").get("/v1/accounts/home-01/views").text())
        .contains("a sample", "billProof");
  }

  @Test
  void aProofWhoseOtherLinesWereErasedIsRefused() throws Exception {
    String path = "/v1/bills/home-01/proof?" + query(lineOf("home-01"));
    market.execute("create table kept as select * from bill_line where participant = 'home-03'");
    market.execute("delete from bill_line where participant = 'home-03'");
    try {
      assertThat(market.as("home-01").get(path).code()).isEqualTo("LINES_ERASED");
    } finally {
      market.execute("insert into bill_line select * from kept");
      market.execute("drop table kept");
    }
    assertThat(market.as("home-01").get(path).status()).isEqualTo(200);
  }

  @Test
  void usageHasTheMeteredEnergyOfEachSlotOfARange() throws Exception {
    JsonNode all = market.as("home-01").get("/v1/accounts/home-01/usage").json();
    assertThat(all.get("slots")).hasSize(1);
    JsonNode slot = all.at("/slots/0");
    assertThat(slot.get("importWh").asLong()).isEqualTo(700);
    assertThat(slot.get("exportWh").asLong()).isZero();
    assertThat(slot.get("version").asInt()).isEqualTo(1);
    String later = "/v1/accounts/home-01/usage?from=2022-08-02T06:15:00Z";
    assertThat(market.as("home-01").get(later).json().get("slots")).isEmpty();
    assertThat(market.as("home-02").get("/v1/accounts/home-01/usage").status()).isEqualTo(404);
    String tooLong = "?from=2022-08-02T06:15:00Z&to=2022-09-03T06:15:00Z";
    assertThat(market.as("home-01").get("/v1/accounts/home-01/usage" + tooLong).code())
        .isEqualTo("MALFORMED");
  }
}
