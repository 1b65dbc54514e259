package org.commonwatt.battery.life;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.CodeScheme;
import org.commonwatt.battery.code.DecodedCode;
import org.jspecify.annotations.Nullable;

/**
 * One statement at work: what it has read and changed, and the checks that all operations share.
 */
final class Work {
  private static final BatteryCodes CODES = BatteryCodes.builtIn();

  final Statement statement;
  final List<Signer> signers;
  final LifeRules rules;
  final LifeStore store;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Asset> before = new LinkedHashMap<>();
  private final Map<String, String> codes = new LinkedHashMap<>();
  private final Map<String, Passport> passports = new LinkedHashMap<>();
  private final Set<String> counted = new HashSet<>();

  Work(Statement statement, List<Signer> signers, LifeRules rules, LifeStore store) {
    this.statement = statement;
    this.signers = signers;
    this.rules = rules;
    this.store = store;
  }

  /** An asset that is to be read or changed. */
  Draft asset(String id) {
    @Nullable Draft found = find(id);
    if (found == null) {
      throw new Refused(LifeRefusal.ASSET_NOT_FOUND, id + " is not known: register it first");
    }
    return found;
  }

  private @Nullable Draft find(String id) {
    Draft draft = drafts.get(id);
    if (draft != null) {
      return draft;
    }
    Asset asset = store.asset(id);
    if (asset == null) {
      return null;
    }
    Draft read = new Draft(asset);
    drafts.put(id, read);
    before.put(id, asset);
    return read;
  }

  /** What the statement is about; it is there, open, and this is its next event. */
  Draft about() {
    Draft about = asset(statement.asset());
    requireNext(about.id, about.sequence);
    requireOpen(about);
    return about;
  }

  void requireNext(String id, long sequence) {
    if (statement.sequence() != sequence + 1) {
      throw new Refused(
          LifeRefusal.SEQUENCE_TAKEN,
          id + " has " + sequence + " events: look at them and state number " + (sequence + 1));
    }
  }

  static void requireOpen(Draft draft) {
    if (draft.state.closed()) {
      throw new Refused(LifeRefusal.ASSET_CLOSED, draft.id + " is " + draft.state + ", finally");
    }
  }

  /** Who of those that signed has one of the roles. */
  String requireRole(Role... any) {
    return signer(any)
        .orElseThrow(
            () ->
                new Refused(
                    LifeRefusal.ROLE_MISSING,
                    statement.operation()
                        + " must be signed by an organisation with the role "
                        + String.join(" or ", Arrays.stream(any).map(Role::name).toList())));
  }

  /**
   * One of those that signed with one of the roles: whose signature counts anyhow or who owns the
   * asset, else the first. Another one of the same role is not asked.
   */
  Optional<String> signer(Role... any) {
    Optional<Signer> one =
        first(
            signer -> Arrays.stream(any).anyMatch(signer.roles()::contains),
            signer -> counted.contains(signer.org()) || isOwner(signer));
    one.map(Signer::org).ifPresent(counted::add);
    return one.map(Signer::org);
  }

  private Optional<Signer> first(Predicate<Signer> kind, Predicate<Signer> rather) {
    return signers.stream()
        .filter(kind.and(rather))
        .findFirst()
        .or(() -> signers.stream().filter(kind).findFirst());
  }

  private boolean isOwner(Signer signer) {
    @Nullable Draft about = find(statement.asset());
    return about != null && signer.signsFor(root(about).ownerOrg);
  }

  boolean signed(String org) {
    return !counted(signer -> signer.org().equals(org)).isEmpty();
  }

  boolean signedAs(String org, Role role) {
    return !counted(signer -> signer.org().equals(org) && signer.roles().contains(role)).isEmpty();
  }

  /** Those whose signatures are of a kind; they count, whether or not one alone would do. */
  List<String> counted(Predicate<Signer> kind) {
    List<String> orgs = signers.stream().filter(kind).map(Signer::org).toList();
    counted.addAll(orgs);
    return orgs;
  }

  /** Lets one more organisation count, the first of those that do not yet. */
  void countAnother() {
    signers.stream()
        .map(Signer::org)
        .filter(org -> !counted.contains(org))
        .findFirst()
        .ifPresent(counted::add);
  }

  /** How many organisations have signed for a reason so far. */
  int countedOrgs() {
    return counted.size();
  }

  /** The owner, or for one that is insolvent whom the regulator has appointed. */
  void requireOwner(Draft draft) {
    requireOwnerOr(draft, false);
  }

  void requireOwnerOrRegulator(Draft draft) {
    requireOwnerOr(draft, signer(Role.REGULATOR).isPresent());
  }

  private void requireOwnerOr(Draft draft, boolean other) {
    String owner = root(draft).ownerOrg;
    Optional<Signer> one =
        first(signer -> signer.signsFor(owner), signer -> signer.org().equals(owner));
    one.map(Signer::org).ifPresent(counted::add);
    if (one.isEmpty() && !other) {
      throw signatureMissing(owner + " owns " + draft.id);
    }
  }

  static Refused signatureMissing(String why) {
    return new Refused(LifeRefusal.SIGNATURE_MISSING, why + " and must sign, too");
  }

  void requireEvidence() {
    if (statement.evidence().isEmpty()) {
      throw new Refused(
          LifeRefusal.EVIDENCE_MISSING, statement.operation() + " needs at least one document");
    }
  }

  static void requireRoot(Draft draft) {
    if (draft.parent != null) {
      throw new Refused(
          LifeRefusal.IS_PART, draft.id + " is a part of " + draft.parent + ": take it out first");
    }
  }

  static void requireUnheld(Draft draft) {
    if (!draft.holds.isEmpty()) {
      Hold hold = draft.holds.get(0);
      throw new Refused(
          LifeRefusal.ASSET_HELD,
          draft.id + " is held by " + hold.id() + " of " + hold.origin() + ": clear that first");
    }
  }

  /** Goes to a state, if that is the next one. */
  static void become(Draft draft, LifeState next) {
    if (!draft.state.mayBecome(next)) {
      throw new Refused(
          LifeRefusal.WRONG_STATE, draft.id + " is " + draft.state + " and cannot be " + next);
    }
    draft.state = next;
  }

  static void requireState(Draft draft, LifeState... any) {
    if (!Arrays.asList(any).contains(draft.state)) {
      throw new Refused(
          LifeRefusal.WRONG_STATE,
          draft.id + " is " + draft.state + ", and must be " + Arrays.asList(any));
    }
  }

  /** Those of which an asset is a part, from the next one to the root. */
  List<Draft> wholes(Draft draft) {
    List<Draft> wholes = new ArrayList<>();
    Draft at = draft;
    while (at.parent != null) {
      at = asset(at.parent);
      wholes.add(at);
    }
    return wholes;
  }

  Draft root(Draft draft) {
    List<Draft> wholes = wholes(draft);
    return wholes.isEmpty() ? draft : wholes.get(wholes.size() - 1);
  }

  /** A new asset: its id and its codes are nobody else's, and they say its kind. */
  void create(Draft made) {
    if (find(made.id) != null) {
      throw new Refused(
          LifeRefusal.ASSET_EXISTS, made.id + " is known: choose another id, or state of it");
    }
    made.codes.replaceAll(code -> code(code, made));
    drafts.put(made.id, made);
  }

  private String code(String written, Draft made) {
    DecodedCode decoded = CODES.decode(written);
    if (!decoded.valid()) {
      return written;
    }
    AssetKind kind = decoded.parts().kind();
    if (decoded.scheme() == CodeScheme.GBT_34014 && kind != made.kind) {
      throw new Refused(
          LifeRefusal.CODE_KIND, written + " is the code of a " + kind + ", not " + made.kind);
    }
    String code = String.valueOf(decoded.normalised());
    @Nullable String other = codes.containsKey(code) ? codes.get(code) : store.assetOfCode(code);
    if (other != null) {
      throw new Refused(LifeRefusal.CODE_USED, code + " is on " + other + " already");
    }
    codes.put(code, made.id);
    return code;
  }

  void issue(Passport passport) {
    if (passport(passport.id()) != null) {
      throw new Refused(
          LifeRefusal.PASSPORT_EXISTS, "passport " + passport.id() + " exists: choose another id");
    }
    change(passport);
  }

  /** A passport as the statement has left it so far. */
  @Nullable Passport passport(String id) {
    @Nullable Passport changed = passports.get(id);
    return changed == null ? store.passport(id) : changed;
  }

  void change(Passport passport) {
    passports.put(passport.id(), passport);
  }

  /** Closes an asset's passport, if it has an open one. */
  void closePassport(Draft draft) {
    Passport passport = draft.passport == null ? null : passport(draft.passport);
    if (passport != null && passport.closedMillis() == 0) {
      change(
          new Passport(
              passport.id(),
              passport.asset(),
              passport.predecessors(),
              passport.operatorOrg(),
              passport.issuedMillis(),
              statement.eventMillis()));
    }
  }

  /** Writes what has changed, with an event for each asset, the statement's own first. */
  List<LifeEvent> write(long reportedMillis) {
    List<String> actors = signers.stream().map(Signer::org).filter(counted::contains).toList();
    List<Draft> changed = new ArrayList<>();
    changed.add(asset(statement.asset()));
    for (Draft draft : drafts.values()) {
      boolean other = !draft.id.equals(statement.asset());
      if (other && !draft.asset().equals(before.get(draft.id))) {
        changed.add(draft);
      }
    }
    List<LifeEvent> events = new ArrayList<>();
    for (Draft draft : changed) {
      draft.sequence++;
      store.put(draft.asset());
      LifeEvent event =
          new LifeEvent(
              draft.id,
              draft.sequence,
              statement.operation(),
              statement.asset(),
              statement.sequence(),
              actors,
              statement.eventMillis(),
              reportedMillis,
              statement.evidence(),
              draft.state);
      store.put(event);
      events.add(event);
    }
    codes.forEach(store::putCode);
    passports.values().forEach(store::put);
    return events;
  }
}
