package org.commonwatt.battery.life;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;

/** An asset while a statement changes it. */
final class Draft {
  final String id;
  final AssetKind kind;
  final List<String> codes;
  final String registeredBy;
  final List<String> sources = new ArrayList<>();
  final List<String> parts = new ArrayList<>();
  final List<Hold> holds = new ArrayList<>();
  long ratedWh;
  long massG;
  boolean historyKnown;
  String ownerOrg;
  LifeState state;
  @Nullable String parent;
  long partsWh;
  long partsG;
  long dismantledWh;
  long dismantledG;
  boolean isolated;
  @Nullable SohTest test;
  long testSequence;
  long healthWh;
  long nameplateSequence;
  MeterTotals totals;
  @Nullable String passport;
  @Nullable String formerPassport;
  long sequence;

  /** A new asset of an owner, who registers it. */
  Draft(String id, AssetKind kind, List<String> codes, String owner) {
    this.id = id;
    this.kind = kind;
    this.codes = new ArrayList<>(codes);
    this.registeredBy = owner;
    this.ownerOrg = owner;
    this.state = LifeState.MANUFACTURED;
    this.nameplateSequence = 1;
    this.totals = MeterTotals.NONE;
  }

  Draft(Asset asset) {
    this.id = asset.id();
    this.kind = asset.kind();
    this.codes = new ArrayList<>(asset.codes());
    this.registeredBy = asset.registeredBy();
    this.sources.addAll(asset.sources());
    this.parts.addAll(asset.parts());
    this.holds.addAll(asset.holds());
    this.ratedWh = asset.ratedWh();
    this.massG = asset.massG();
    this.historyKnown = asset.historyKnown();
    this.ownerOrg = asset.ownerOrg();
    this.state = asset.state();
    this.parent = asset.parent();
    this.partsWh = asset.partsWh();
    this.partsG = asset.partsG();
    this.dismantledWh = asset.dismantledWh();
    this.dismantledG = asset.dismantledG();
    this.isolated = asset.isolated();
    this.test = asset.test();
    this.testSequence = asset.testSequence();
    this.healthWh = asset.healthWh();
    this.nameplateSequence = asset.nameplateSequence();
    this.totals = asset.totals();
    this.passport = asset.passport();
    this.formerPassport = asset.formerPassport();
    this.sequence = asset.sequence();
  }

  /** The same, rated. */
  Draft rated(long energyWh, long gram) {
    this.ratedWh = energyWh;
    this.massG = gram;
    return this;
  }

  Asset asset() {
    return new Asset(
        id,
        kind,
        codes,
        ratedWh,
        massG,
        registeredBy,
        historyKnown,
        ownerOrg,
        state,
        parent,
        sources,
        parts,
        partsWh,
        partsG,
        dismantledWh,
        dismantledG,
        holds,
        isolated,
        test,
        testSequence,
        healthWh,
        nameplateSequence,
        totals,
        passport,
        formerPassport,
        sequence);
  }
}
