package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PartySignature;
import org.commonwatt.model.ServiceTerms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands of negotiations sign, send and say, before a fake of the API. */
class StorageTalkCommandsTest {
  private static final String OWN = "/v1/accounts/bob/storage-negotiations";
  private static final String TERMS =
      "{\"unit\":\"u\",\"seller\":\"ann\",\"customer\":\"bob\",\"priceMicroPerKwh\":120000,"
          + "\"commitment\":{\"id\":\"noon\",\"kind\":\"charge-service\",\"from\":\"2022-08-02T07:00:00Z\","
          + "\"to\":\"2022-08-02T08:00:00Z\",\"energyWh\":1000,\"chargeSlotWh\":500}}";
  private static final String TEXT =
      "{\"market\":\"m\",\"negotiation\":\"n\",\"unit\":\"u\",\"seller\":\"ann\",\"priceMicroPerKwh\":120000,"
          + "\"commitment\":{\"id\":\"noon\",\"owner\":\"bob\",\"kind\":\"CHARGE_SERVICE\","
          + "\"fromMillis\":1659423600000,\"toMillis\":1659427200000,\"energyWh\":1000,\"chargeSlotWh\":500,"
          + "\"dischargeSlotWh\":0,\"startWh\":0,\"injectionWh\":[]}}";
  private static final String HASH = Hash.of(ServiceTerms.signedBytes(TEXT)).hex();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @TempDir private Path folder;

  @BeforeEach
  void propose() throws Exception {
    api.answers.put("/v1/market", "{\"market\":\"m\"}");
    ObjectMapper json = new ObjectMapper();
    String negotiation =
        json.createObjectNode()
            .put("negotiation", "n")
            .put("round", 2)
            .put("by", "ann")
            .put("state", "open")
            .put("text", TEXT)
            .put("hash", HASH)
            .toString();
    api.answers.put(OWN, "{\"negotiations\":[" + negotiation + "],\"text\":\"t\",\"round\":1}");
    api.answers.put("/v1/storage-offers", "{\"offers\":[]}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void termsAreSignedWordForWordWithTheKeyThatIsRegistered() throws Exception {
    Path file = folder.resolve("terms.json");
    Files.writeString(
        file,
        "{\"negotiation\":\"n\",\"expires\":\"2022-08-02T06:00:00Z\",\"terms\":" + TERMS + "}");
    assertThat(run("storage", "key", "bob", key())).isZero();
    String key = out.toString().strip();
    assertThat(api.requests)
        .containsExactly("PUT /v1/accounts/bob/signing-key {\"key\":\"" + key + "\"}");
    assertThat(run("storage", "propose", "bob", file.toString(), key())).isZero();
    assertThat(signature(body())).satisfies(signed -> assertThat(holds(key, signed)).isTrue());
    assertThat(run("storage", "accept", "bob", "n", HASH, key())).isZero();
    assertThat(body().get("round").asInt()).isEqualTo(2);
    assertThat(body().get("answered").asText()).isEqualTo(HASH);
    assertThat(holds(key, signature(body()))).isTrue();
    assertThat(out.toString()).contains(TEXT).contains("Accepted.");
  }

  @Test
  void whatHasChangedSinceItWasReadIsNotSigned() {
    assertThat(run("storage", "accept", "bob", "n", "0".repeat(64), key())).isNotZero();
    assertThat(err.toString()).contains("the present proposal is another one");
    assertThat(api.requests).noneMatch(request -> request.startsWith("POST"));
    assertThat(run("storage", "accept", "bob", "gone", HASH, key())).isNotZero();
    assertThat(err.toString()).contains("there is no negotiation gone");
  }

  @Test
  void aCounterProposalAndAnEndNameWhatTheyAnswer() throws Exception {
    Path file = folder.resolve("terms.json");
    Files.writeString(file, "{\"expires\":\"2022-08-02T06:00:00Z\",\"terms\":" + TERMS + "}");
    assertThat(run("storage", "counter", "bob", "n", HASH, file.toString(), key())).isZero();
    assertThat(api.requests.get(api.requests.size() - 1))
        .startsWith("POST " + OWN + "/n/counter-proposal ");
    assertThat(body().get("answered").asText()).isEqualTo(HASH);
    assertThat(run("storage", "end", "bob", "n", HASH)).isZero();
    assertThat(api.requests)
        .endsWith("POST " + OWN + "/n/end {\"round\":2,\"answered\":\"" + HASH + "\"}");
  }

  @Test
  void negotiationsAreListedWithWhatAnAnswerNames() {
    assertThat(run("storage", "negotiations", "bob")).isZero();
    assertThat(run("storage", "offers")).isZero();
    assertThat(out.toString()).contains("n round 2 by ann, open").contains(TEXT).contains(HASH);
  }

  @Test
  void termsThatAreNoneAreRefused() throws Exception {
    Path file = folder.resolve("terms.json");
    Files.writeString(file, "{\"negotiation\":\"n\",\"terms\":{\"unit\":\"u\"}}");
    assertThat(run("storage", "propose", "bob", file.toString(), key())).isEqualTo(2);
    assertThat(err.toString()).contains("the field seller is missing");
    Files.writeString(
        file, "{\"negotiation\":\"n\",\"terms\":" + TERMS.replace("charge-service", "gift") + "}");
    assertThat(run("storage", "propose", "bob", file.toString(), key())).isEqualTo(2);
    assertThat(err.toString()).contains("not gift");
  }

  private boolean holds(String key, String signature) {
    return PartySignature.holds(key, ServiceTerms.signedBytes(TEXT), signature);
  }

  private static String signature(JsonNode body) {
    return body.get("signature").asText();
  }

  /** What was sent last. */
  private JsonNode body() throws Exception {
    String last = api.requests.get(api.requests.size() - 1);
    return new ObjectMapper().readTree(last.substring(last.indexOf('{')));
  }

  private String key() {
    return "--key=" + folder.resolve("bob.pem");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(api.option());
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }
}
