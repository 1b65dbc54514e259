package org.commonwatt.testkit.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What statements that were taken come to, computed naively: everything that the machine keeps
 * ready is searched for in all assets. It judges each statement by the invariants, and the
 * machine's assets by what it has itself.
 */
final class FleetModel {
  private static final long TOLERANCE = 20;

  final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> passports = new HashSet<>();

  /** An asset as the model has it. */
  static final class Node {
    final String id;
    final AssetKind kind;
    final long ratedWh;
    final List<String> sources = new ArrayList<>();
    final Set<Hold> own = new HashSet<>();
    final Map<String, List<LifeAction.Throughput>> windows = new TreeMap<>();
    final List<LifeAction.Test> tests = new ArrayList<>();
    LifeState state;
    String owner;
    @Nullable String parent;
    boolean isolated;

    Node(String id, AssetKind kind, long ratedWh, String owner, LifeState state) {
      this.id = id;
      this.kind = kind;
      this.ratedWh = ratedWh;
      this.owner = owner;
      this.state = state;
    }
  }

  /** Books a statement that was taken, and fails when it should not have been. */
  void take(Statement statement, List<String> orgs) {
    LifeAction action = statement.action();
    String id = statement.asset();
    if (action instanceof LifeAction.Register register) {
      boolean made = orgs.contains("maker");
      String owner = made ? "maker" : orgs.get(0);
      LifeState state = made ? LifeState.MANUFACTURED : LifeState.REMOVED;
      add(new Node(id, register.kind(), register.ratedWh(), owner, state));
    } else if (action instanceof LifeAction.Repurpose repurpose) {
      repurpose(id, repurpose, orgs);
    } else {
      Node node = node(id);
      boolean clears = action instanceof LifeAction.Clear;
      assertThat(node.state == LifeState.RECYCLED || node.state == LifeState.DESTROYED && !clears)
          .as("invariant 7: %s of %s", action, node.state)
          .isFalse();
      requireOwners(node, action, orgs);
      change(node, action, statement, orgs);
    }
  }

  private void change(Node node, LifeAction action, Statement statement, List<String> orgs) {
    if (action instanceof LifeAction.Attach attach) {
      attach.parts().forEach(part -> put(node(part), node));
    } else if (action instanceof LifeAction.Dismantle dismantle) {
      dismantle(node, dismantle);
    } else if (action instanceof LifeAction.Swap swap) {
      Node out = node(swap.out());
      assertThat(out.parent).isEqualTo(node.id);
      out.owner = root(node).owner;
      out.parent = null;
      out.isolated = false;
      if (out.state != LifeState.DESTROYED) {
        out.state = LifeState.DECOMMISSIONED;
      }
      put(node(swap.in()), node);
    } else if (action instanceof LifeAction.Throughput throughput) {
      List<LifeAction.Throughput> revisions =
          node.windows.computeIfAbsent(throughput.windowId(), one -> new ArrayList<>());
      assertThat(throughput.revision()).as("invariant 5").isEqualTo(revisions.size());
      revisions.add(throughput);
    } else if (action instanceof LifeAction.Test test) {
      test(node, test);
    } else if (action instanceof LifeAction.Transfer transfer) {
      assertThat(orgs).contains(transfer.to());
      node.owner = transfer.to();
    } else {
      hold(node, action, statement);
      course(node, action);
    }
  }

  private void hold(Node node, LifeAction action, Statement statement) {
    if (action instanceof LifeAction.Raise raise) {
      node.own.add(new Hold(raise.hold(), raise.cause(), node.id));
    } else if (action instanceof LifeAction.Clear clear) {
      assertThat(node.own.removeIf(hold -> hold.id().equals(clear.hold()))).isTrue();
      assertThat(root(node).state).as("invariant 7").isNotEqualTo(LifeState.RECYCLED);
    } else if (action instanceof LifeAction.Isolate) {
      assertThat(statement.evidence()).as("invariant 8").isNotEmpty();
      node.isolated = true;
    } else if (action instanceof LifeAction.Rejoin) {
      assertThat(holds(node)).as("invariant 8").isEmpty();
      node.isolated = false;
    }
  }

  private void course(Node node, LifeAction action) {
    if (action instanceof LifeAction.Install) {
      node.state = LifeState.IN_VEHICLE;
    } else if (action instanceof LifeAction.Remove) {
      node.state = LifeState.REMOVED;
    } else if (action instanceof LifeAction.Grade) {
      node.state = LifeState.GRADED;
    } else if (action instanceof LifeAction.Commission) {
      assertThat(holds(node)).isEmpty();
      node.state = LifeState.COMMISSIONED;
    } else if (action instanceof LifeAction.Decommission) {
      node.state = LifeState.DECOMMISSIONED;
    } else if (action instanceof LifeAction.Discard) {
      node.state = LifeState.WASTE;
    } else if (action instanceof LifeAction.Recycle) {
      assertThat(parts(node)).as("invariant 3").allMatch(part -> part.state.closed());
      assertThat(node.state).isEqualTo(LifeState.WASTE);
      node.state = LifeState.RECYCLED;
    } else if (action instanceof LifeAction.Destroy) {
      destroy(node);
    }
  }

  private void destroy(Node node) {
    if (node.state != LifeState.RECYCLED) {
      node.state = LifeState.DESTROYED;
    }
    parts(node).forEach(this::destroy);
  }

  /**
   * A rise needs an explanation wherever a figure below it stands behind the last explained one.
   */
  private static void test(Node node, LifeAction.Test test) {
    boolean explained = test.basis() == SohTest.Basis.ACCREDITED && !test.reason().isBlank();
    for (int i = node.tests.size() - 1; i >= 0 && !explained; i--) {
      LifeAction.Test before = node.tests.get(i);
      assertThat(test.energyWh() * 1000)
          .as("invariant 4")
          .isLessThanOrEqualTo(before.energyWh() * (1000 + TOLERANCE));
      if (before.basis() == SohTest.Basis.ACCREDITED && !before.reason().isBlank()) {
        break;
      }
    }
    node.tests.add(test);
    if (node.state == LifeState.REMOVED || node.state == LifeState.DECOMMISSIONED) {
      node.state = LifeState.TESTED;
    }
  }

  private void repurpose(String id, LifeAction.Repurpose repurpose, List<String> orgs) {
    String maker = repurpose.maker();
    assertThat(maker).startsWith("again-");
    assertThat(orgs).as("invariant 6").contains(maker);
    assertThat(passports.add(repurpose.passport())).as("invariant 6").isTrue();
    add(new Node(id, repurpose.kind(), repurpose.ratedWh(), maker, LifeState.INTEGRATED));
    for (String part : repurpose.parts()) {
      String owner = node(part).owner;
      assertThat(FleetOrganisations.signed(orgs, owner))
          .as("invariant 6: %s of %s by %s", part, owner, orgs)
          .isTrue();
      node(part).owner = maker;
      put(node(part), node(id));
    }
  }

  /** What ends a battery, or says what is left of it, is its owner's, if not the regulator's. */
  private void requireOwners(Node node, LifeAction action, List<String> orgs) {
    boolean house =
        action instanceof LifeAction.Test test && test.basis() == SohTest.Basis.IN_HOUSE;
    boolean incident =
        action instanceof LifeAction.Raise raise && raise.cause() == Hold.Cause.INCIDENT;
    boolean ends = action instanceof LifeAction.Destroy || action instanceof LifeAction.Recycle;
    if (house || incident || ends) {
      String owner = root(node).owner;
      boolean regulator = !house && orgs.contains("authority");
      assertThat(regulator || FleetOrganisations.signed(orgs, owner))
          .as("%s by %s", action, orgs)
          .isTrue();
    }
  }

  private void dismantle(Node node, LifeAction.Dismantle dismantle) {
    assertThat(dismantle.accounted().stream().map(LifeAction.Accounted::part))
        .as("invariant 2")
        .containsExactlyInAnyOrderElementsOf(parts(node).stream().map(part -> part.id).toList());
    boolean waste = node.state == LifeState.WASTE;
    if (!waste) {
      assertThat(node.state).isEqualTo(LifeState.GRADED);
      assertThat(holds(node)).isEmpty();
      node.state = LifeState.DISMANTLED;
    }
    for (LifeAction.Accounted accounted : dismantle.accounted()) {
      Node part = node(accounted.part());
      part.parent = null;
      part.isolated = false;
      part.owner = node.owner;
      part.sources.add(node.id);
      end(part, accounted.fate(), waste);
    }
    for (LifeAction.Found found : dismantle.found()) {
      Node part =
          new Node(found.id(), found.kind(), found.ratedWh(), node.owner, LifeState.INTEGRATED);
      part.sources.add(node.id);
      add(part);
      end(part, found.fate(), waste);
    }
    assertRoom(node);
  }

  private void end(Node part, LifeAction.Fate fate, boolean waste) {
    if (part.state == LifeState.DESTROYED) {
      return;
    }
    assertThat(waste && fate == LifeAction.Fate.REUSED).isFalse();
    switch (fate) {
      case REUSED -> part.state = LifeState.DISMANTLED;
      case WASTE -> part.state = LifeState.WASTE;
      case MISSING -> destroy(part);
    }
  }

  private void put(Node part, Node whole) {
    assertThat(part.parent).as("invariant 1: one parent").isNull();
    assertThat(holds(part)).as("invariant 1: held").isEmpty();
    assertThat(part.owner).isEqualTo(root(whole).owner);
    part.parent = whole.id;
    part.state = LifeState.INTEGRATED;
    Set<String> seen = new HashSet<>();
    for (Node at = part; at.parent != null; at = node(at.parent)) {
      assertThat(seen.add(at.id)).as("invariant 1: no cycles").isTrue();
    }
    assertRoom(whole);
  }

  private void assertRoom(Node whole) {
    long sum = 0;
    for (Node one : nodes.values()) {
      if (whole.id.equals(one.parent) || one.sources.contains(whole.id)) {
        sum += one.ratedWh;
      }
    }
    assertThat(sum * 1000)
        .as("invariant 2: %s", whole.id)
        .isLessThanOrEqualTo(whole.ratedWh * (1000 + TOLERANCE));
  }

  private void add(Node node) {
    assertThat(nodes.put(node.id, node)).isNull();
  }

  Node node(String id) {
    return Objects.requireNonNull(nodes.get(id), id);
  }

  Node root(Node node) {
    return node.parent == null ? node : root(node(node.parent));
  }

  List<Node> parts(Node whole) {
    return nodes.values().stream().filter(one -> whole.id.equals(one.parent)).toList();
  }

  /** Its own and those of its parts, and of theirs, unless one on the way is isolated. */
  Set<Hold> holds(Node node) {
    Set<Hold> all = new HashSet<>(node.own);
    for (Node part : parts(node)) {
      if (!part.isolated) {
        all.addAll(holds(part));
      }
    }
    return all;
  }

  /** The machine's asset is what the model has. */
  void assertAgrees(Asset asset) {
    Node node = node(asset.id());
    Map<String, Object> expected = new HashMap<>();
    expected.put("state", node.state);
    expected.put("parent", String.valueOf(node.parent));
    expected.put("owner", root(node).owner);
    expected.put("sources", node.sources);
    expected.put("isolated", node.isolated);
    expected.put("parts", new HashSet<>(parts(node).stream().map(part -> part.id).toList()));
    expected.put("holds", holds(node));
    expected.put("chargeWh", sum(node, true));
    expected.put("dischargeWh", sum(node, false));
    expected.put("testWh", node.tests.isEmpty() ? -1 : last(node.tests).energyWh());
    Map<String, Object> found = new HashMap<>();
    found.put("state", asset.state());
    found.put("parent", String.valueOf(asset.parent()));
    found.put("owner", node.parent == null ? asset.ownerOrg() : root(node).owner);
    found.put("sources", asset.sources());
    found.put("isolated", asset.isolated());
    found.put("parts", new HashSet<>(asset.parts()));
    found.put("holds", new HashSet<>(asset.holds()));
    found.put("chargeWh", asset.totals().chargeWh());
    found.put("dischargeWh", asset.totals().dischargeWh());
    SohTest test = asset.test();
    found.put("testWh", test == null ? -1 : test.energyWh());
    assertThat(found).as(asset.id()).isEqualTo(expected);
    assertThat(asset.holds()).doesNotHaveDuplicates();
  }

  private static long sum(Node node, boolean charge) {
    return node.windows.values().stream()
        .map(FleetModel::last)
        .mapToLong(window -> charge ? window.chargeWh() : window.dischargeWh())
        .sum();
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }
}
