package org.commonwatt.battery.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.commonwatt.battery.AssetKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may state what: of each operation each role is tried, with all other signatures there.
 *
 * <p>The organisation {@code x} is the one whose role is tried.
 */
class RolesTest {
  private static final String X = "x";

  /**
   * One thing to state.
   *
   * @param name which
   * @param action states the asset {@code a} ready for it, and says what is stated
   * @param owner who owns the asset, and signs without a role
   * @param wanted for each role that is wanted, which will do
   */
  private record Case(
      String name, String owner, Function<Fleet, LifeAction> action, List<Set<Role>> wanted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    Set<Role> vehicle = EnumSet.of(Role.CARMAKER, Role.SERVICE, Role.SCRAPPER);
    Set<Role> house = EnumSet.of(Role.SECOND_LIFE, Role.SERVICE, Role.OPERATOR);
    Set<Role> lab = EnumSet.of(Role.LAB);
    Set<Role> operator = EnumSet.of(Role.OPERATOR);
    return List.of(
        new Case(
            "REGISTER",
            "maker",
            fleet -> module(),
            List.of(EnumSet.of(Role.MAKER, Role.SCRAPPER, Role.SERVICE, Role.SECOND_LIFE))),
        new Case(
            "INSTALL",
            "maker",
            made(fleet -> new LifeAction.Install(Fleet.DOCUMENT)),
            List.of(vehicle)),
        new Case("REMOVE", "maker", RolesTest::installed, List.of(vehicle)),
        new Case("TEST ACCREDITED", "maker", made(fleet -> Fleet.test(5_000)), List.of(lab)),
        new Case(
            "TEST IN_HOUSE",
            "maker",
            made(
                fleet -> new LifeAction.Test(SohTest.Basis.IN_HOUSE, "discharge", 0, 5_000, 0, "")),
            List.of(house)),
        new Case("GRADE", "scrap", RolesTest::tested, List.of(lab)),
        new Case(
            "ATTACH",
            "maker",
            RolesTest::loose,
            List.of(EnumSet.of(Role.MAKER, Role.SECOND_LIFE, Role.OPERATOR))),
        new Case(
            "DISMANTLE",
            "again",
            fleet -> whole(fleet, false),
            List.of(EnumSet.of(Role.SECOND_LIFE))),
        new Case(
            "DISMANTLE of waste",
            "again",
            fleet -> whole(fleet, true),
            List.of(EnumSet.of(Role.SECOND_LIFE, Role.SCRAPPER, Role.RECYCLER))),
        new Case("REPURPOSE", "again", RolesTest::parts, List.of(EnumSet.of(Role.SECOND_LIFE))),
        new Case(
            "SWAP",
            "power",
            RolesTest::spare,
            List.of(EnumSet.of(Role.OPERATOR, Role.SECOND_LIFE, Role.SERVICE))),
        new Case("COMMISSION", "power", RolesTest::storage, List.of(operator, lab)),
        new Case(
            "DECOMMISSION", "power", working(new LifeAction.Decommission()), List.of(operator)),
        new Case(
            "THROUGHPUT",
            "power",
            working(new LifeAction.Throughput("w", 0, 5, 4)),
            List.of(EnumSet.of(Role.METER))),
        new Case(
            "HOLD INCIDENT",
            "power",
            working(new LifeAction.Raise("h", Hold.Cause.INCIDENT)),
            List.of(EnumSet.of(Role.OPERATOR, Role.REGULATOR))),
        new Case(
            "HOLD RECALL", X, RolesTest::recalled, List.of(EnumSet.of(Role.REGULATOR, Role.MAKER))),
        new Case("CLEAR", "maker", RolesTest::held, List.of(EnumSet.of(Role.REGULATOR), lab)),
        new Case("ISOLATE", "maker", RolesTest::heldPart, List.of(operator)),
        new Case("REJOIN", "maker", RolesTest::isolatedPart, List.of(operator, lab)),
        new Case("RECYCLE", "scrap", RolesTest::waste, List.of(EnumSet.of(Role.RECYCLER))),
        new Case("CORRECT_TEST", "maker", RolesTest::testedByX, List.of(lab)));
  }

  @ParameterizedTest
  @MethodSource("tries")
  void aRoleMayOrMayNot(Case one, int place, Role role) {
    Fleet fleet = new Fleet();
    LifeAction action = one.action().apply(fleet);
    List<Signer> signers = new ArrayList<>(List.of(new Signer(X, role)));
    for (int i = 0; i < one.wanted().size(); i++) {
      if (i != place) {
        signers.add(new Signer("other", one.wanted().get(i).iterator().next()));
      }
    }
    if (!one.owner().equals(X)) {
      signers.add(new Signer(one.owner()));
    }
    Signer[] all = signers.toArray(new Signer[0]);
    if (one.wanted().get(place).contains(role)) {
      fleet.does("a", action, all);
    } else {
      assertThat(fleet.refuses("a", action, all)).isEqualTo(LifeRefusal.ROLE_MISSING);
    }
  }

  static List<Arguments> tries() {
    List<Arguments> tries = new ArrayList<>();
    for (Case one : cases()) {
      for (int place = 0; place < one.wanted().size(); place++) {
        for (Role role : Role.values()) {
          tries.add(Arguments.of(one, place, role));
        }
      }
    }
    return tries;
  }

  /** Those that are not in the table want no role: the owner is enough, or who said it. */
  @Test
  void everyOperationThatWantsARoleIsTried() {
    Set<String> tried = new TreeSet<>();
    cases().forEach(one -> tried.add(one.name().replaceAll(" .*", "")));
    Set<String> all = new TreeSet<>();
    for (Operation operation : Operation.values()) {
      all.add(operation.name());
    }
    all.removeAll(tried);
    assertThat(all).containsExactly("CORRECT_NAMEPLATE", "DESTROY", "DISCARD", "TRANSFER");
  }

  private static LifeAction.Register module() {
    return new LifeAction.Register(AssetKind.MODULE, List.of(), 6_000, 60_000, null);
  }

  private static Function<Fleet, LifeAction> made(Function<Fleet, LifeAction> then) {
    return fleet -> {
      fleet.made("a", AssetKind.MODULE, 6_000, null);
      return then.apply(fleet);
    };
  }

  private static Function<Fleet, LifeAction> working(LifeAction then) {
    return fleet -> {
      fleet.working("a", 1);
      return then;
    };
  }

  private static LifeAction installed(Fleet fleet) {
    fleet.made("a", AssetKind.MODULE, 6_000, null);
    fleet.does("a", new LifeAction.Install(Fleet.DOCUMENT), Fleet.CARS);
    return new LifeAction.Remove();
  }

  private static LifeAction tested(Fleet fleet) {
    fleet.does("a", module(), Fleet.SCRAP);
    fleet.does("a", Fleet.test(5_000), Fleet.LAB);
    return new LifeAction.Grade("B");
  }

  private static LifeAction loose(Fleet fleet) {
    fleet.made("a", AssetKind.PACK, 6_000, null);
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    return new LifeAction.Attach(List.of("m"));
  }

  private static LifeAction whole(Fleet fleet, boolean waste) {
    fleet.graded("a", 1);
    if (waste) {
      fleet.does("a", new LifeAction.Discard(), Fleet.AGAIN);
    }
    LifeAction.Fate fate = waste ? LifeAction.Fate.WASTE : LifeAction.Fate.REUSED;
    return new LifeAction.Dismantle(List.of(new LifeAction.Accounted("a-1", fate)), List.of());
  }

  private static LifeAction parts(Fleet fleet) {
    List<String> parts = fleet.dismantled("p", 1);
    return new LifeAction.Repurpose(AssetKind.ESS, List.of(), 6_000, 60_000, parts, "pass-a", X);
  }

  private static LifeAction spare(Fleet fleet) {
    List<String> parts = fleet.working("a", 1);
    fleet.made("spare", AssetKind.MODULE, 6_000, null);
    fleet.does("spare", new LifeAction.Transfer("power"), Fleet.MAKER, Fleet.POWER);
    return new LifeAction.Swap(parts.get(0), "spare");
  }

  private static LifeAction storage(Fleet fleet) {
    fleet.storage("a", 1);
    return new LifeAction.Commission();
  }

  private static LifeAction recalled(Fleet fleet) {
    fleet.does("a", module(), new Signer(X, Role.MAKER));
    return new LifeAction.Raise("h", Hold.Cause.RECALL);
  }

  private static LifeAction held(Fleet fleet) {
    fleet.made("a", AssetKind.MODULE, 6_000, null);
    fleet.does("a", new LifeAction.Raise("h", Hold.Cause.RECALL), Fleet.MAKER);
    return new LifeAction.Clear("h");
  }

  private static LifeAction heldPart(Fleet fleet) {
    fleet.made("whole", AssetKind.PACK, 6_000, null);
    fleet.made("a", AssetKind.MODULE, 6_000, null);
    fleet.does("whole", new LifeAction.Attach(List.of("a")), Fleet.MAKER);
    fleet.does("a", new LifeAction.Raise("h", Hold.Cause.RECALL), Fleet.MAKER);
    return new LifeAction.Isolate();
  }

  private static LifeAction isolatedPart(Fleet fleet) {
    LifeAction isolate = heldPart(fleet);
    fleet.does("a", isolate, Fleet.MAKER, Fleet.POWER);
    fleet.does("a", new LifeAction.Clear("h"), Fleet.AUTHORITY, Fleet.LAB);
    return new LifeAction.Rejoin();
  }

  private static LifeAction waste(Fleet fleet) {
    fleet.does("a", module(), Fleet.SCRAP);
    fleet.does("a", new LifeAction.Discard(), Fleet.SCRAP);
    return new LifeAction.Recycle();
  }

  private static LifeAction testedByX(Fleet fleet) {
    fleet.made("a", AssetKind.MODULE, 6_000, null);
    fleet.does("a", Fleet.test(5_000), new Signer(X, Role.LAB));
    return new LifeAction.CorrectTest(2, "misread", Fleet.test(4_900));
  }
}
