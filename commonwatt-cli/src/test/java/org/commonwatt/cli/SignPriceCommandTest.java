package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.PriceSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SignPriceCommandTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```text\n(.*?)```");

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  @Test
  void theExampleOfThePageIsSignedByAKeyThatIsMadeOnce() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "formats", "imbalance-price.md"));
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).isTrue();
    byte[] bytes = example.group(1).getBytes(StandardCharsets.US_ASCII);
    Run run = sign("--long", "90000");
    assertThat(run.code()).as(run.err()).isZero();
    String key = run.err().strip().replace("sourceKey: ", "");
    assertThat(new PriceSource("tso", key).publicKey()).isEqualTo(key);
    assertThat(verifies(key, bytes, run.out().strip())).isTrue();
    assertThat(sign("--long", "90000")).as("the same key again").isEqualTo(run);
    assertThat(verifies(key, bytes, sign("--long", "90001").out().strip())).isFalse();
  }

  @Test
  void whatCannotBeSignedIsNamed() throws Exception {
    assertThat(sign("--market", "no id").err()).contains("--market");
    assertThat(sign("--slot-minutes", "7").err()).contains("7");
    assertThat(sign("--price-version", "0").err()).contains("--price-version");
    Path key = Files.writeString(folder.resolve("source.key"), "no key");
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Run run = sign();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("source.key is no key of a price's source");
    assertThat(run.out()).isEmpty();
  }

  private Run sign(String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--key", folder.resolve("source.key").toString(), "--source", "tso"));
    words.addAll(List.of("--area", "village", "--short", "350000"));
    List<String> given = List.of(more);
    if (!given.contains("--market")) {
      words.addAll(List.of("--market", "m"));
    }
    if (!given.contains("--price-version")) {
      words.addAll(List.of("--price-version", "1"));
    }
    words.addAll(given);
    words.add("2022-08-02T07:00:00Z");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new SignPriceCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  private static boolean verifies(String key, byte[] message, String signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
    verifier.update(message);
    return verifier.verify(HexFormat.of().parseHex(signature));
  }
}
