package org.commonwatt.testkit.battery;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Statement;

/**
 * States random things about a fleet, sensible ones and others, and has a {@link FleetModel} judge
 * each that is taken. The same seed gives the same walk.
 */
public final class FleetWalk {
  private static final List<Operation> OPERATIONS = weighted();
  private static final String DOCUMENT = "cd".repeat(32);
  private static final int WILD_PERCENT = 25;

  private final FleetUnderTest fleet;
  private final FleetModel model = new FleetModel();
  private final Random random;
  private final FleetActions actions;
  private final String prefix;
  private final Map<Operation, Integer> taken = new EnumMap<>(Operation.class);
  private final Map<String, Integer> refused = new TreeMap<>();
  private long now = 1_700_000_000_000L;
  private int made;

  /**
   * A walk.
   *
   * @param seed which one
   * @param prefix of the ids that it gives
   */
  public FleetWalk(FleetUnderTest fleet, long seed, String prefix) {
    this.fleet = fleet;
    this.random = new Random(seed);
    this.prefix = prefix;
    this.actions = new FleetActions(model, random, this::newId);
  }

  /** Goes on until so many statements were taken, and compares all assets in the end. */
  public void take(int statements) {
    int target = total() + statements;
    while (total() < target) {
      step();
    }
    model.nodes.keySet().forEach(id -> model.assertAgrees(fleet.asset(id)));
  }

  /** How many statements of each operation were taken. */
  public Map<Operation, Integer> taken() {
    return new EnumMap<>(taken);
  }

  /** How many were refused, by code. */
  public Map<String, Integer> refused() {
    return Map.copyOf(refused);
  }

  private int total() {
    return taken.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void step() {
    Operation operation =
        model.nodes.size() < 12
            ? Operation.REGISTER
            : OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    Optional<String> about = about(operation);
    if (about.isEmpty()) {
      return;
    }
    String id = about.get();
    LifeAction action = actions.of(operation, id);
    List<String> orgs = actions.signers(id, action);
    now += 1000;
    long sequence = model.nodes.containsKey(id) ? fleet.asset(id).sequence() + 1 : 1;
    Statement statement =
        Statement.of(id, chance(2) ? sequence + 1 : sequence, now, action).withEvidence(DOCUMENT);
    Optional<String> refusal = fleet.state(statement, orgs);
    if (refusal.isPresent()) {
      refused.merge(refusal.get(), 1, Integer::sum);
    } else {
      taken.merge(statement.operation(), 1, Integer::sum);
      model.take(statement, orgs);
    }
    if (model.nodes.containsKey(id)) {
      FleetModel.Node node = model.node(id);
      model.assertAgrees(fleet.asset(id));
      model.assertAgrees(fleet.asset(model.root(node).id));
    }
  }

  /** What a statement is about: mostly what it may be about. */
  private Optional<String> about(Operation operation) {
    if (operation == Operation.REGISTER || operation == Operation.REPURPOSE) {
      boolean known = chance(3) && !model.nodes.isEmpty();
      return Optional.of(known ? any(List.copyOf(model.nodes.keySet())) : newId());
    }
    Set<LifeState> states = states(operation);
    boolean wild = chance(WILD_PERCENT);
    List<String> fitting = new ArrayList<>();
    for (FleetModel.Node node : model.nodes.values()) {
      if (wild || states.contains(node.state) && fits(operation, node)) {
        fitting.add(node.id);
      }
    }
    return fitting.isEmpty() ? Optional.empty() : Optional.of(any(fitting));
  }

  private boolean fits(Operation operation, FleetModel.Node node) {
    return switch (operation) {
      case CLEAR -> !node.own.isEmpty();
      case ISOLATE -> node.parent != null && !model.holds(node).isEmpty();
      case REJOIN -> node.isolated;
      case SWAP -> !model.parts(node).isEmpty();
      case ATTACH -> node.kind != AssetKind.CELL;
      default -> true;
    };
  }

  private static Set<LifeState> states(Operation operation) {
    return switch (operation) {
      case INSTALL -> EnumSet.of(LifeState.MANUFACTURED, LifeState.REMOVED);
      case REMOVE -> EnumSet.of(LifeState.IN_VEHICLE);
      case GRADE -> EnumSet.of(LifeState.TESTED);
      case ATTACH -> EnumSet.of(LifeState.MANUFACTURED, LifeState.INTEGRATED);
      case DISMANTLE -> EnumSet.of(LifeState.GRADED, LifeState.WASTE);
      case SWAP, COMMISSION -> EnumSet.of(LifeState.INTEGRATED, LifeState.COMMISSIONED);
      case DECOMMISSION, THROUGHPUT -> EnumSet.of(LifeState.COMMISSIONED);
      case RECYCLE -> EnumSet.of(LifeState.WASTE);
      case DISCARD -> EnumSet.of(LifeState.REMOVED, LifeState.DECOMMISSIONED, LifeState.DISMANTLED);
      default -> EnumSet.complementOf(EnumSet.of(LifeState.RECYCLED, LifeState.DESTROYED));
    };
  }

  private static List<Operation> weighted() {
    List<Operation> all = new ArrayList<>(List.of(Operation.values()));
    for (int i = 0; i < 5; i++) {
      all.addAll(List.of(Operation.TEST, Operation.THROUGHPUT, Operation.GRADE, Operation.INSTALL));
      all.addAll(List.of(Operation.REMOVE, Operation.ATTACH, Operation.REPURPOSE, Operation.SWAP));
      all.addAll(List.of(Operation.TRANSFER, Operation.REGISTER, Operation.COMMISSION));
    }
    all.addAll(List.of(Operation.HOLD, Operation.CLEAR, Operation.CLEAR, Operation.DISMANTLE));
    return List.copyOf(all);
  }

  private String newId() {
    made++;
    return prefix + made;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
