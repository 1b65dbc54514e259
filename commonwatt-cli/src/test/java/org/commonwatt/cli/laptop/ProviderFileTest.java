package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.commonwatt.cli.UserError;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.oidc.Claims;
import org.commonwatt.identity.oidc.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of a provider of logins, and what is said when it is wrong. */
class ProviderFileTest {
  private static final String LEAST =
      "issuer: https://id.example.org/village\nname: Village\nclientId: page\naudience: api\n";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("oidc.yaml"), text);
  }

  @Test
  void theExampleOfTheDocumentationIsRead() throws IOException {
    String documentation = Files.readString(Path.of("../docs/identity.md"));
    String example = documentation.split("```yaml\n", 2)[1].split("```", 2)[0];
    Files.writeString(folder.resolve("oidc.secret"), "hush\n");
    Provider provider = ProviderFile.read(file(example));
    assertThat(provider.client().secret()).contains("hush");
    assertThat(provider.toString()).doesNotContain("hush");
    assertThat(provider.mapping().accounts().orElseThrow()).isNotEmpty();
    assertThat(provider.mapping().roles()).containsValue(Role.REGULATOR);
    assertThat(provider.builtIn()).isFalse();
  }

  @Test
  void whatIsLeftOutIsTheSubjectOfThePublicClient() throws IOException {
    Provider provider = ProviderFile.read(file(LEAST));
    assertThat(provider.client().secret()).isEmpty();
    assertThat(provider.mapping()).isEqualTo(Provider.Mapping.BY_SUBJECT);
    assertThat(provider.mapping().accounts()).isEmpty();
  }

  @Test
  void accountsOfWhichThereIsNoneLetNobodyIn() throws IOException {
    Provider.Mapping mapping = ProviderFile.read(file(LEAST + "accounts: {}\n")).mapping();
    Claims.Life life = new Claims.Life(Instant.EPOCH, Instant.EPOCH);
    Claims claims = new Claims("home-01", life, Map.of("sub", "home-01"));
    assertThat(mapping.account(claims)).isEmpty();
    assertThat(Provider.Mapping.BY_SUBJECT.account(claims)).contains("home-01");
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example.org, http://id.example.org, no https",
    "audience: api, audience: page, an audience that is another",
    "name: Village, nam: Village, nam",
    "name: Village, 'name: [', oidc.yaml",
    "clientId: page, 'clientId: ', clientId",
    "name: Village, 'name: Village\nclientSecretFile: nowhere', nowhere",
    "name: Village, 'name: Village\nroles: {a: king}', king",
    "name: Village, 'name: Village\naccounts:', accounts has no value",
    "name: Village, 'name: Village\naccounts: {ada: }', ada has no value",
    "name: Village, 'name: Village\naccountClaim: email', accounts are missing",
  })
  void aFileThatIsWrongIsRefusedByWhatIsWrong(String text, String by, String what)
      throws IOException {
    Path file = file(LEAST.replace(text, by.replace("\\n", "\n")));
    assertThatThrownBy(() -> ProviderFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(what);
  }

  @Test
  void anEmptyFileOrNoneIsRefused() throws IOException {
    Path empty = file("");
    assertThatThrownBy(() -> ProviderFile.read(empty)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> ProviderFile.read(folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none");
  }
}
