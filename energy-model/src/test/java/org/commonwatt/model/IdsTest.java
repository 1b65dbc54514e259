package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("aZ09._-").ofMaxLength(70),
        Arbitraries.strings().withChars("aZ09._- /\u00e9").ofMaxLength(10),
        Arbitraries.strings().ofMaxLength(5));
  }

  @Property
  void idsAreThoseOfThePattern(@ForAll("texts") String text) {
    assertThat(Ids.isValid(text)).isEqualTo(RULE.matcher(text).matches());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "home-01", "0", "A.b_c-d"})
  void anIdIsReturned(String id) {
    assertThat(Ids.require("meter", id)).isSameAs(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-a", ".a", "a b", "a/b", "é", "\uff41", "a\n"})
  void anotherTextIsNamedInTheError(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ids.require("meter", text))
        .withMessageStartingWith("meter \"" + text + "\" is not an id");
  }

  @Test
  void aLongTextIsCutInTheError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ids.require("meter", "x".repeat(1_000_000)))
        .withMessageStartingWith("meter \"" + "x".repeat(64) + "…\" is not an id");
  }
}
