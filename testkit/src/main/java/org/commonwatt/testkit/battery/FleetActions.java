package org.commonwatt.testkit.battery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.SohTest;

/** Random actions and who signs them: mostly what is needed, sometimes less. */
final class FleetActions {
  private static final List<String> OWNERS = List.of("again-1", "again-2", "cars", "maker");

  private final FleetModel model;
  private final Random random;
  private final Supplier<String> newId;

  FleetActions(FleetModel model, Random random, Supplier<String> newId) {
    this.model = model;
    this.random = random;
    this.newId = newId;
  }

  LifeAction of(Operation operation, String id) {
    return switch (operation) {
      case REGISTER -> register();
      case INSTALL -> new LifeAction.Install("ef".repeat(32));
      case REMOVE -> new LifeAction.Remove();
      case TEST -> test();
      case GRADE -> new LifeAction.Grade("B");
      case ATTACH -> new LifeAction.Attach(loose(model.node(id).kind, 1 + random.nextInt(3)));
      case DISMANTLE -> dismantle(id);
      case REPURPOSE -> repurpose();
      case SWAP -> swap(id);
      case COMMISSION -> new LifeAction.Commission();
      case DECOMMISSION -> new LifeAction.Decommission();
      case THROUGHPUT ->
          new LifeAction.Throughput(
              "w" + random.nextInt(3), random.nextInt(3), random.nextInt(900), random.nextInt(900));
      case HOLD -> new LifeAction.Raise("h" + random.nextInt(3), any(List.of(Hold.Cause.values())));
      case CLEAR -> new LifeAction.Clear(holdOf(id));
      case ISOLATE -> new LifeAction.Isolate();
      case REJOIN -> new LifeAction.Rejoin();
      case TRANSFER -> new LifeAction.Transfer(any(OWNERS));
      case DISCARD -> new LifeAction.Discard();
      case RECYCLE -> new LifeAction.Recycle();
      case DESTROY -> new LifeAction.Destroy("fire");
      // The walk leaves corrections to tests of their own: the model has no former figures.
      case CORRECT_TEST -> new LifeAction.Remove();
      case CORRECT_NAMEPLATE -> new LifeAction.Grade("C");
    };
  }

  private LifeAction register() {
    AssetKind kind = any(List.of(AssetKind.values()));
    long ratedWh = ratedWh(kind);
    return new LifeAction.Register(kind, codes(kind), ratedWh, ratedWh * 10, null);
  }

  private static long ratedWh(AssetKind kind) {
    return switch (kind) {
      case CELL -> 500;
      case MODULE -> 2_000;
      case PACK -> 8_000;
      case ESS -> 24_000;
    };
  }

  /** A code of its own, one time in ten of another kind. */
  private List<String> codes(AssetKind kind) {
    if (kind == AssetKind.ESS) {
      return List.of();
    }
    AssetKind written = random.nextInt(10) == 0 ? AssetKind.PACK : kind;
    String serial = newId.get().replaceAll("[^0-9]", "");
    String padded = "0000000" + serial;
    String seven = padded.substring(padded.length() - 7);
    return List.of("04Q" + written.name().charAt(0) + "B76836300JBC4" + seven);
  }

  private LifeAction test() {
    return new LifeAction.Test(
        any(List.of(SohTest.Basis.values())),
        "discharge",
        0,
        400 + random.nextInt(100),
        0,
        random.nextInt(3) == 0 ? "balanced" : "");
  }

  private LifeAction dismantle(String id) {
    List<LifeAction.Accounted> accounted = new ArrayList<>();
    boolean waste = model.node(id).state == LifeState.WASTE;
    for (FleetModel.Node part : model.parts(model.node(id))) {
      if (random.nextInt(20) > 0) {
        LifeAction.Fate fate = any(List.of(LifeAction.Fate.values()));
        boolean spoil = random.nextInt(10) == 0;
        accounted.add(
            new LifeAction.Accounted(
                part.id,
                waste && !spoil && fate == LifeAction.Fate.REUSED ? LifeAction.Fate.WASTE : fate));
      }
    }
    List<LifeAction.Found> found = new ArrayList<>();
    if (accounted.isEmpty() || random.nextInt(4) == 0) {
      AssetKind kind = any(List.of(AssetKind.CELL, AssetKind.MODULE));
      LifeAction.Fate fate = waste ? LifeAction.Fate.WASTE : LifeAction.Fate.REUSED;
      long ratedWh = ratedWh(kind);
      found.add(new LifeAction.Found(newId.get(), kind, List.of(), ratedWh, ratedWh * 10, fate));
    }
    return new LifeAction.Dismantle(accounted, found);
  }

  private LifeAction repurpose() {
    List<String> parts = loose(AssetKind.ESS, 1 + random.nextInt(3));
    return new LifeAction.Repurpose(
        AssetKind.ESS,
        List.of(),
        24_000,
        240_000,
        parts,
        "pass-" + newId.get(),
        any(List.of("again-1", "again-2")));
  }

  private LifeAction swap(String id) {
    List<FleetModel.Node> parts = model.parts(model.node(id));
    FleetModel.Node out = parts.isEmpty() ? any(all()) : any(parts);
    List<FleetModel.Node> fitting =
        all().stream()
            .filter(one -> one.kind == out.kind && one.parent == null && !one.id.equals(out.id))
            .filter(one -> one.owner.equals(model.root(out).owner))
            .toList();
    return new LifeAction.Swap(out.id, fitting.isEmpty() ? any(all()).id : any(fitting).id);
  }

  /** Assets that may be put into something, and now and then any. */
  private List<String> loose(AssetKind whole, int most) {
    Set<String> parts = new LinkedHashSet<>();
    List<FleetModel.Node> fitting =
        all().stream()
            .filter(one -> one.parent == null && one.kind.ordinal() < whole.ordinal())
            .filter(
                one ->
                    one.state == LifeState.MANUFACTURED
                        || one.state == LifeState.GRADED
                        || one.state == LifeState.DISMANTLED)
            .toList();
    for (int i = 0; i < most; i++) {
      boolean wild = fitting.isEmpty() || random.nextInt(10) == 0;
      parts.add(any(wild ? all() : fitting).id);
    }
    return List.copyOf(parts);
  }

  private String holdOf(String id) {
    List<Hold> own = List.copyOf(model.node(id).own);
    return own.isEmpty() ? "h0" : own.get(0).id();
  }

  /** Who signs: whom it takes, one time in twelve one of them less. */
  List<String> signers(String id, LifeAction action) {
    Set<String> orgs = new LinkedHashSet<>();
    if (action instanceof LifeAction.Register) {
      orgs.add(any(List.of("maker", "maker", "again-1", "scrap", "meter")));
    } else if (action instanceof LifeAction.Repurpose repurpose) {
      orgs.add(repurpose.maker());
      repurpose.parts().forEach(part -> addOwner(orgs, part));
    } else {
      addOwner(orgs, id);
      orgs.addAll(specialists(action));
    }
    List<String> signed = new ArrayList<>(orgs);
    if (signed.size() > 1 && random.nextInt(12) == 0) {
      signed.remove(random.nextInt(signed.size()));
    }
    return signed;
  }

  private void addOwner(Set<String> orgs, String id) {
    String owner = model.root(model.node(id)).owner;
    orgs.add(owner.equals("again-2") && random.nextBoolean() ? "trustee" : owner);
  }

  private List<String> specialists(LifeAction action) {
    if (action instanceof LifeAction.Transfer transfer) {
      return List.of(transfer.to());
    }
    if (action instanceof LifeAction.Throughput) {
      return List.of("meter");
    }
    if (action instanceof LifeAction.Recycle) {
      return List.of("recycler");
    }
    if (action instanceof LifeAction.Install || action instanceof LifeAction.Remove) {
      return List.of(any(List.of("cars", "scrap")));
    }
    if (action instanceof LifeAction.Raise || action instanceof LifeAction.Clear) {
      return List.of("authority", "lab");
    }
    if (action instanceof LifeAction.Test || action instanceof LifeAction.Grade) {
      return List.of("lab", "again-1");
    }
    return List.of("lab", "again-1");
  }

  private List<FleetModel.Node> all() {
    return List.copyOf(model.nodes.values());
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
