package org.commonwatt.battery.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/** A machine with its store, organisations, and batteries on their way. */
final class Fleet {
  static final Signer MAKER = new Signer("maker", Role.MAKER);
  static final Signer CARS = new Signer("cars", Role.CARMAKER);
  static final Signer SCRAP = new Signer("scrap", Role.SCRAPPER);
  static final Signer LAB = new Signer("lab", Role.LAB);
  static final Signer AGAIN = new Signer("again", Role.SECOND_LIFE);
  static final Signer POWER = new Signer("power", Role.OPERATOR);
  static final Signer METER = new Signer("meter", Role.METER);
  static final Signer AUTHORITY = new Signer("authority", Role.REGULATOR);
  static final Signer RECYCLER = new Signer("recycler", Role.RECYCLER);
  static final Signer TRUSTEE = new Signer("trustee", Set.of(), Set.of("cars"));
  static final String DOCUMENT = "ab".repeat(32);

  final MapStore store = new MapStore();
  private final Lives lives = new Lives(LifeRules.DEFAULT);
  private long now = 1_700_000_000_000L;

  /** States the next event of an asset. */
  LifeOutcome state(String id, LifeAction action, Signer... signers) {
    Asset known = store.asset(id);
    long sequence = known == null ? 1 : known.sequence() + 1;
    now += 60_000;
    return state(Statement.of(id, sequence, now, action).withEvidence(DOCUMENT), signers);
  }

  LifeOutcome state(Statement statement, Signer... signers) {
    return lives.apply(statement, Arrays.asList(signers), now + 1, store);
  }

  /** The same, which holds. */
  Asset does(String id, LifeAction action, Signer... signers) {
    assertThat(state(id, action, signers)).isInstanceOf(LifeOutcome.Accepted.class);
    return asset(id);
  }

  /** The code with which a statement is refused; it changes nothing. */
  LifeRefusal refuses(String id, LifeAction action, Signer... signers) {
    String before = store.everything();
    LifeOutcome outcome = state(id, action, signers);
    assertThat(outcome).isInstanceOf(LifeOutcome.Refused.class);
    assertThat(store.everything()).isEqualTo(before);
    assertThat(((LifeOutcome.Refused) outcome).message()).isNotBlank();
    return ((LifeOutcome.Refused) outcome).code();
  }

  Asset asset(String id) {
    Asset found = store.asset(id);
    assertThat(found).as(id).isNotNull();
    return requireNonNull(found);
  }

  void made(String id, AssetKind kind, long ratedWh, @Nullable String passport) {
    does(id, new LifeAction.Register(kind, List.of(), ratedWh, ratedWh * 10, passport), MAKER);
  }

  /** A new pack of some modules with rated energies that fill it, in the hands of its maker. */
  void pack(String id, int modules) {
    made(id, AssetKind.PACK, 6_000L * modules, "pass-" + id);
    List<String> parts =
        Stream.iterate(1, i -> i + 1).limit(modules).map(i -> id + "-" + i).toList();
    parts.forEach(part -> made(part, AssetKind.MODULE, 6_000, null));
    does(id, new LifeAction.Attach(parts), MAKER);
  }

  /** The pack behind its time in a car, graded, in the hands of the second-life firm. */
  void graded(String id, int modules) {
    pack(id, modules);
    does(id, new LifeAction.Transfer("cars"), MAKER, CARS);
    does(id, new LifeAction.Install(DOCUMENT), CARS);
    does(id, new LifeAction.Remove(), SCRAP);
    does(id, new LifeAction.Transfer("again"), CARS, AGAIN);
    does(id, test(4_800L * modules), LAB);
    does(id, new LifeAction.Grade("B"), LAB);
  }

  /** Its modules, got by taking it apart. */
  List<String> dismantled(String id, int modules) {
    graded(id, modules);
    List<String> parts = asset(id).parts();
    does(
        id,
        new LifeAction.Dismantle(
            parts.stream()
                .map(part -> new LifeAction.Accounted(part, LifeAction.Fate.REUSED))
                .toList(),
            List.of()),
        AGAIN);
    return parts;
  }

  /** A storage of the modules of a pack, owned by the operator. */
  List<String> storage(String id, int modules) {
    List<String> parts = dismantled("pack-" + id, modules);
    does(
        id,
        new LifeAction.Repurpose(
            AssetKind.ESS,
            List.of(),
            6_000L * modules,
            60_000L * modules,
            parts,
            "pass-" + id,
            "again"),
        AGAIN);
    does(id, new LifeAction.Transfer("power"), AGAIN, POWER);
    return parts;
  }

  /** One at work. */
  List<String> working(String id, int modules) {
    List<String> parts = storage(id, modules);
    does(id, new LifeAction.Commission(), POWER, LAB);
    return parts;
  }

  static LifeAction.Test test(long energyWh) {
    return new LifeAction.Test(
        SohTest.Basis.ACCREDITED, "GB/T 34015", 100_000, energyWh, 1_500, "");
  }
}
