package org.commonwatt.testkit.battery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeAction.Accounted;
import org.commonwatt.battery.life.LifeAction.Fate;
import org.commonwatt.battery.life.LifeAction.Found;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;

/**
 * Tries to break each of the nine invariants of docs/battery-provenance.md: what must be refused is
 * stated, and what must follow is looked up. The organisations are those of {@link
 * FleetOrganisations}.
 */
public final class InvariantAttacks {
  private static final long NOW = 1_700_000_000_000L;
  private static final String MAKER = "maker";
  private static final String LAB = "lab";
  private static final String FIRM = "again-1";
  private static final String OTHER = "again-2";

  private final FleetUnderTest fleet;
  private final String prefix;

  /**
   * Attacks on a fleet.
   *
   * @param prefix begins all ids; at most 60 characters
   */
  public InvariantAttacks(FleetUnderTest fleet, String prefix) {
    this.fleet = fleet;
    this.prefix = prefix;
  }

  /** All of them by what they attack; each throws {@link AssertionError} when it got through. */
  public Map<String, Runnable> all() {
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("1: one live parent, no cycles, nothing held is attached", this::parents);
    all.put("2: parts never exceed their whole and all are accounted for", this::sums);
    all.put("3: a whole closes behind its parts", this::closing);
    all.put("4: health rises only by a lab's test with a reason", this::health);
    all.put("5: a window is booked once", this::windows);
    all.put("6: repurposing is signed by both sides", this::repurposing);
    all.put("7: recycled is final", this::recycled);
    all.put("8: a hold reaches the whole until its part is isolated", this::holds);
    all.put("9: a code says the kind", this::codes);
    return all;
  }

  private void parents() {
    made("1-p", AssetKind.PACK, 60_000);
    made("1-q", AssetKind.PACK, 60_000);
    made("1-m", AssetKind.MODULE, 6_000);
    takes("1-p", attach("1-m"), MAKER);
    refuses("IS_PART", "1-q", attach("1-m"), MAKER);
    refuses("DOES_NOT_FIT", "1-p", attach("1-p"), MAKER);
    refuses("DOES_NOT_FIT", "1-m", attach("1-q"), MAKER);
    takes("1-q", new LifeAction.Raise("h", Hold.Cause.INCIDENT), "authority");
    made("1-s", AssetKind.ESS, 600_000);
    refuses("ASSET_HELD", "1-s", attach("1-q"), MAKER);
  }

  private void sums() {
    graded("2-p", "2-m");
    Found other = new Found(id("2-y"), AssetKind.MODULE, List.of(), 1, 1, Fate.REUSED);
    refuses("PARTS_LEFT", "2-p", new LifeAction.Dismantle(List.of(), List.of(other)), FIRM);
    Found surplus = new Found(id("2-x"), AssetKind.MODULE, List.of(), 121, 10, Fate.REUSED);
    refuses("EXCEEDS_WHOLE", "2-p", dismantle("2-m", Fate.MISSING, surplus), FIRM);
    takes("2-p", dismantle("2-m", Fate.MISSING), FIRM);
    require(fleet.asset(id("2-m")).state() == LifeState.DESTROYED, "what is missing is destroyed");
  }

  private void closing() {
    graded("3-p", "3-m");
    takes("3-p", new LifeAction.Discard(), FIRM);
    refuses("PARTS_LEFT", "3-p", new LifeAction.Recycle(), "recycler", FIRM);
    takes("3-p", dismantle("3-m", Fate.WASTE), FIRM);
    takes("3-p", new LifeAction.Recycle(), "recycler", FIRM);
  }

  private void health() {
    made("4-m", AssetKind.MODULE, 6_000);
    takes("4-m", test(SohTest.Basis.ACCREDITED, 5_000, ""), LAB);
    refuses("HEALTH_RISES", "4-m", test(SohTest.Basis.ACCREDITED, 5_101, ""), LAB);
    takes("4-m", new LifeAction.Transfer(FIRM), MAKER, FIRM);
    refuses("HEALTH_RISES", "4-m", test(SohTest.Basis.IN_HOUSE, 5_101, "balanced"), FIRM);
    takes("4-m", test(SohTest.Basis.ACCREDITED, 5_101, "new cells"), LAB);
  }

  private void windows() {
    made("5-s", AssetKind.ESS, 60_000);
    takes("5-s", new LifeAction.Transfer(FIRM), MAKER, FIRM);
    takes("5-s", new LifeAction.Commission(), FIRM, LAB);
    takes("5-s", new LifeAction.Throughput("w", 0, 100, 90), "meter");
    refuses("WINDOW_BOOKED", "5-s", new LifeAction.Throughput("w", 0, 100, 90), "meter");
    refuses("ROLE_MISSING", "5-s", new LifeAction.Throughput("w", 1, 80, 70), MAKER);
    takes("5-s", new LifeAction.Throughput("w", 1, 80, 70), "meter");
    require(fleet.asset(id("5-s")).totals().dischargeWh() == 70, "a revision takes the place");
  }

  private void repurposing() {
    graded("6-p", "6-m");
    takes("6-p", dismantle("6-m", Fate.REUSED), FIRM);
    LifeAction ess =
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 6_000, 60_000, List.of(id("6-m")), id("6-pass"), OTHER);
    refuses("SIGNATURE_MISSING", "6-s", ess, OTHER);
    refuses("SIGNATURE_MISSING", "6-s", ess, FIRM);
    takes("6-s", ess, OTHER, FIRM);
    require(fleet.asset(id("6-m")).parent() != null, "its parts are in it");
    require(fleet.asset(id("6-s")).ownerOrg().equals(OTHER), "its maker is responsible");
  }

  private void recycled() {
    LifeAction register = register(AssetKind.MODULE, 6_000);
    takes("7-m", register, "scrap");
    takes("7-m", new LifeAction.Discard(), "scrap");
    takes("7-m", new LifeAction.Recycle(), "recycler", "scrap");
    String[] everybody = {"authority", LAB, "scrap", FIRM};
    refuses("ASSET_CLOSED", "7-m", test(SohTest.Basis.ACCREDITED, 1, ""), everybody);
    refuses("ASSET_CLOSED", "7-m", new LifeAction.Transfer(FIRM), everybody);
    refuses("ASSET_CLOSED", "7-m", new LifeAction.Destroy("fire"), everybody);
    refuses("ASSET_CLOSED", "7-m", new LifeAction.CorrectNameplate(1, "x", 1, 1), everybody);
    Optional<String> again =
        fleet.state(Statement.of(id("7-m"), 1, NOW, register), List.of("scrap"));
    require(again.equals(Optional.of("ASSET_EXISTS")), "its id is used again: " + again);
    require(fleet.asset(id("7-m")).state() == LifeState.RECYCLED, "its tombstone stays");
  }

  private void holds() {
    made("8-s", AssetKind.ESS, 60_000);
    made("8-m", AssetKind.MODULE, 6_000);
    takes("8-s", attach("8-m"), MAKER);
    takes("8-s", new LifeAction.Transfer(FIRM), MAKER, FIRM);
    takes("8-m", new LifeAction.Raise("r", Hold.Cause.RECALL), MAKER);
    require(fleet.asset(id("8-s")).holds().size() == 1, "the hold reaches the whole");
    refuses("ASSET_HELD", "8-s", new LifeAction.Commission(), FIRM, LAB);
    refuses("ROLE_MISSING", "8-m", new LifeAction.Clear("r"), "authority");
    takes("8-m", new LifeAction.Isolate(), FIRM);
    require(fleet.asset(id("8-s")).holds().isEmpty(), "it is isolated");
    refuses("ASSET_HELD", "8-m", new LifeAction.Rejoin(), FIRM, LAB);
  }

  private void codes() {
    LifeAction pack =
        new LifeAction.Register(
            AssetKind.PACK, List.of("04QCB76836300JBC40000903"), 6_000, 60_000, null);
    refuses("CODE_KIND", "9-p", pack, MAKER);
  }

  /** A pack with a module in it, of a second-life firm, that a lab has found good. */
  private void graded(String pack, String module) {
    made(pack, AssetKind.PACK, 6_000);
    made(module, AssetKind.MODULE, 6_000);
    takes(pack, attach(module), MAKER);
    takes(pack, new LifeAction.Install("cd".repeat(32)), "cars");
    takes(pack, new LifeAction.Remove(), "scrap");
    takes(pack, new LifeAction.Transfer(FIRM), MAKER, FIRM);
    takes(pack, test(SohTest.Basis.ACCREDITED, 5_000, ""), LAB);
    takes(pack, new LifeAction.Grade("A"), LAB);
  }

  private void made(String name, AssetKind kind, long ratedWh) {
    takes(name, register(kind, ratedWh), MAKER);
  }

  private static LifeAction register(AssetKind kind, long ratedWh) {
    return new LifeAction.Register(kind, List.of(), ratedWh, 10 * ratedWh, null);
  }

  private static LifeAction test(SohTest.Basis basis, long energyWh, String reason) {
    return new LifeAction.Test(basis, "GB/T 34015", 0, energyWh, 0, reason);
  }

  private LifeAction attach(String part) {
    return new LifeAction.Attach(List.of(id(part)));
  }

  private LifeAction dismantle(String part, Fate fate, Found... found) {
    return new LifeAction.Dismantle(List.of(new Accounted(id(part), fate)), List.of(found));
  }

  private void takes(String name, LifeAction action, String... orgs) {
    Optional<String> refusal = state(name, action, orgs);
    require(refusal.isEmpty(), name + " " + action + " is refused: " + refusal);
  }

  private void refuses(String code, String name, LifeAction action, String... orgs) {
    Optional<String> refusal = state(name, action, orgs);
    require(
        refusal.equals(Optional.of(code)),
        name + " " + action + " by " + List.of(orgs) + ", not " + code + " but " + refusal);
  }

  private Optional<String> state(String name, LifeAction action, String... orgs) {
    boolean begins =
        action instanceof LifeAction.Register || action instanceof LifeAction.Repurpose;
    long sequence = begins ? 1 : sequence(fleet.asset(id(name)));
    Statement statement =
        Statement.of(id(name), sequence, NOW + sequence, action).withEvidence("ab".repeat(32));
    return fleet.state(statement, List.of(orgs));
  }

  private static long sequence(Asset asset) {
    return asset.sequence() + 1;
  }

  private String id(String name) {
    return prefix + name;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
