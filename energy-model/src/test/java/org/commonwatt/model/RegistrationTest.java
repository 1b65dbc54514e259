package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Rulebook.Timing;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final Member HOME = new Member("home-01", "a", List.of("meter-01"));
  private static final Member OTHER = new Member("home-02", "a", List.of("meter-02"));

  @Test
  void thereIsRoomForSomebodyAndNotForTooMany() {
    assertThat(registration(Registration.MAX_ACCOUNTS).maxAccounts()).isEqualTo(100_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registration(0))
        .withMessageContaining("maxAccounts must be 1 to 100000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registration(Registration.MAX_ACCOUNTS + 1))
        .withMessageContaining("maxAccounts must be 1 to 100000");
  }

  @Test
  void officersAreNamedByIds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registration("no id!", true, "m", true, "b", 1))
        .withMessageContaining("registrar");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registration("r", true, "no id!", true, "b", 1))
        .withMessageContaining("meterOrganisation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registration("r", true, "m", true, "no id!", 1))
        .withMessageContaining("bank");
  }

  @Test
  void theMembersThatARulebookNamesFitInItsRoom() {
    assertThat(rulebook(2, HOME, OTHER).members()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rulebook(1, HOME, OTHER))
        .withMessageContaining("maxAccounts must be at least 2");
  }

  @Test
  void noMemberIsAnOfficerAndOneOfficerMayHaveSeveralDuties() {
    Rulebook rulebook = rulebook(2, HOME);

    assertThat(List.of("supplier", "registrar", "meters", "bank", "congestion-rent"))
        .allMatch(rulebook::isReserved);
    assertThat(rulebook.isReserved("home-01")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rulebook(2, new Member("bank", "a", List.of("meter-02"))))
        .withMessageContaining("bank is named twice");
    Registration one = new Registration("office", true, "office", true, "office", 2);
    assertThat(rulebook.withSafeguards(Safeguards.NONE.withRegistration(one)).registration())
        .isEqualTo(one);
  }

  @Test
  void otherMembersChangeNothingElse() {
    Rulebook rulebook = rulebook(2, HOME);

    assertThat(rulebook.withMembers(List.of(OTHER)).members()).containsExactly(OTHER);
    assertThat(rulebook.withMembers(List.of(OTHER)).withMembers(List.of(HOME))).isEqualTo(rulebook);
  }

  private static Registration registration(int maxAccounts) {
    return new Registration("registrar", true, "meters", false, "bank", maxAccounts);
  }

  private static Rulebook rulebook(int maxAccounts, Member... members) {
    return new Rulebook(
        1,
        Hash.ZERO,
        "m",
        Areas.single("a"),
        "EUR",
        new Timing(15, 0, 60, 15, 0),
        0,
        1,
        1,
        "supplier",
        List.of(new TariffStep(0, 2, 1)),
        List.of(members),
        Hash.ZERO,
        null,
        Safeguards.NONE.withRegistration(registration(maxAccounts)));
  }
}
