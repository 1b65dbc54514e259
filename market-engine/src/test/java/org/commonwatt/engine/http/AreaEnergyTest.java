package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.commonwatt.identity.Role;
import org.junit.jupiter.api.Test;

/** A sum over few others' homes is told to nobody but who may read each home's position. */
class AreaEnergyTest {
  private static final String USAGE = "/v1/accounts/{participant}/usage";

  private static List<String> homes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "home-" + i).toList();
  }

  /** Who acts for some and may read some. */
  private static Caller caller(Predicate<String> own, Predicate<String> read) {
    return new Caller() {
      @Override
      public boolean isOwn(String participant) {
        return own.test(participant);
      }

      @Override
      public boolean sees(String participant) {
        return own.test(participant) || read.test(participant);
      }
    };
  }

  private static boolean isTold(int homes, Predicate<String> own, Predicate<String> read) {
    return AreaEnergy.isTold(homes(homes), caller(own, read));
  }

  @Test
  void fifteenOthersAreTheLeast() {
    assertThat(isTold(14, home -> false, home -> false)).isFalse();
    assertThat(isTold(15, home -> false, home -> false)).isTrue();
  }

  @Test
  void whatIsTheCallersOwnHidesNobody() {
    assertThat(isTold(15, "home-1"::equals, home -> false)).isFalse();
    assertThat(isTold(16, "home-1"::equals, home -> false)).isTrue();
    assertThat(isTold(15, home -> !home.equals("home-2"), home -> false))
        .as("its own 14 taken off, the sum is that of home-2")
        .isFalse();
  }

  @Test
  void whoSeesEachOfThemIsToldAndWhoSeesAllButOneIsNot() {
    assertThat(isTold(3, home -> false, home -> true)).isTrue();
    assertThat(isTold(3, home -> false, home -> !home.equals("home-2"))).isFalse();
    assertThat(isTold(1, "home-1"::equals, home -> false)).isTrue();
    assertThat(AreaEnergy.isTold(homes(1), Caller.EVERYBODY)).isTrue();
    assertThat(AreaEnergy.isTold(homes(1), Caller.NOBODY)).isFalse();
  }

  @Test
  void anAreaWithoutMembersHasNoSum() {
    assertThat(isTold(0, home -> true, home -> true)).isFalse();
  }

  @Test
  void aboveThatNobodysPositionIsLookedAt() {
    List<String> seen = new ArrayList<>();
    assertThat(isTold(20, home -> false, seen::add)).isTrue();
    assertThat(seen).as("no purpose is asked for, and no look is kept").isEmpty();
  }

  /** Another answer with a sum of meters would have to be suppressed, too. */
  @Test
  void whatIsMeasuredIsOnlyToldOfAParticipantOrSuppressed() {
    JsonNode document = OpenApi.packaged().document().deepCopy();
    JsonNode own = ((ObjectNode) document.path("paths")).remove(USAGE);
    assertThat(own.findParents("participant")).as("names whose they are").isNotEmpty();
    List<JsonNode> metered = document.findParents("importWh");
    assertThat(metered).isNotEmpty();
    for (JsonNode fields : metered) {
      assertThat(fields.has("participant") || fields.has("suppressed")).as("" + fields).isTrue();
    }
    for (String operation : AccessPolicy.packaged().routes()) {
      if (operation.startsWith("GET /v1/grid/")) {
        assertThat(AccessPolicy.packaged().rule(operation).roles())
            .as(operation)
            .isNotEmpty()
            .isSubsetOf(Role.GRID_OPERATOR, Role.REGULATOR);
      }
    }
  }
}
