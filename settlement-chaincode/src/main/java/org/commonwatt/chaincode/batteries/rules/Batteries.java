package org.commonwatt.chaincode.batteries.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.LifeOutcome;
import org.commonwatt.battery.life.LifeRules;
import org.commonwatt.battery.life.Lives;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.RecordText;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Signer;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Ids;
import org.commonwatt.model.PartySignature;
import org.jspecify.annotations.Nullable;

/**
 * The batteries contract's functions over a {@link State}: who the organisations are, and what they
 * have signed. What statements lead to the state machine says.
 */
public final class Batteries {
  /** The event of a statement that was taken. */
  public static final String STATEMENT_TAKEN = "BatteryStatementTaken";

  private static final String REGULATOR = "RegulatorMSP";
  private static final String AUDITOR = "auditor";

  /** How far a statement's time may be ahead of its transaction's. */
  private static final long CLOCKS_APART_MILLIS = 300_000;

  /** How many are told at once: an asset has 1,000 parts at most, and so a peer 1 MB to read. */
  private static final int PAGE_OF_HISTORY = 100;

  private static final int PAGE_OF_ASSETS = 200;
  private static final int PAGE_OF_EVENTS = 500;

  private static final Lives LIVES = new Lives(LifeRules.DEFAULT);

  private final State state;
  private final LedgerLives lives;

  /** Batteries on a state, for one transaction. */
  public Batteries(State state) {
    this.state = state;
    this.lives = new LedgerLives(state);
  }

  /**
   * Says who an organisation is from now on: its key and its roles. What it has signed before
   * stays. For a submitter of the exchange; that somebody regulates, or acts for another, only an
   * auditor of the regulator says.
   *
   * @param json canonical JSON of the organisation
   * @return the organisation
   * @throws Refusal with the first code that applies
   */
  public String register(String json) {
    Caller caller = state.caller();
    boolean regulator = caller.mspId().equals(REGULATOR) && caller.role().equals(AUDITOR);
    if (!regulator) {
      caller.requireMayPost();
    }
    Organisation organisation = BatteryText.organisation(json);
    @Nullable String known = state.get(organisationKey(organisation.org()));
    boolean special = isSpecial(organisation) || (known != null && isSpecial(read(known)));
    if (special && !regulator) {
      throw new Refusal(
          RefusalCode.NOT_ALLOWED,
          "only an auditor of "
              + REGULATOR
              + " registers who regulates or acts for another, and changes them");
    }
    state.put(organisationKey(organisation.org()), json);
    return json;
  }

  private static boolean isSpecial(Organisation organisation) {
    return organisation.roles().contains(Role.REGULATOR) || !organisation.actsFor().isEmpty();
  }

  /**
   * Takes a statement that its organisations have signed, once. Whoever hands it in.
   *
   * @param json canonical JSON of the signed statement
   * @return its event of the asset that it is about
   * @throws Refusal with the first code that applies
   */
  public String submit(String json) {
    SignedStatement signed = BatteryText.signed(json);
    Statement statement = signed.statement();
    List<Signer> signers = signers(signed);
    if (statement.eventMillis() > state.timestampMillis() + CLOCKS_APART_MILLIS) {
      throw new Refusal(
          RefusalCode.EVENT_AHEAD, "eventMillis is ahead of the transaction's time: wait for it");
    }
    LifeOutcome outcome = LIVES.apply(statement, signers, state.timestampMillis(), lives);
    if (outcome instanceof LifeOutcome.Refused refused) {
      throw new Refusal(RefusalCode.valueOf(refused.code().name()), refused.message());
    }
    state.put(
        LedgerLives.statementKey(statement.asset(), statement.sequence()),
        "{\"signed\":" + json + ",\"transactionId\":\"" + state.transactionId() + "\"}");
    state.event(
        STATEMENT_TAKEN,
        "{\"asset\":\""
            + statement.asset()
            + "\",\"sequence\":"
            + statement.sequence()
            + ",\"operation\":\""
            + statement.operation()
            + "\"}");
    return RecordText.of(((LifeOutcome.Accepted) outcome).events().get(0));
  }

  private List<Signer> signers(SignedStatement signed) {
    byte[] bytes = signed.statement().signedBytes();
    List<Signer> signers = new ArrayList<>();
    for (SignedStatement.Signature one : signed.signatures()) {
      Organisation organisation = read(organisation(one.org()));
      if (!PartySignature.holds(organisation.key(), bytes, one.signature())) {
        throw new Refusal(
            RefusalCode.SIGNATURE_WRONG,
            one.org() + " has not signed exactly this statement with its registered key");
      }
      signers.add(organisation.signer());
    }
    return signers;
  }

  /**
   * An organisation.
   *
   * @throws Refusal {@code MALFORMED}, {@code ORGANISATION_NOT_FOUND}
   */
  public String organisation(String org) {
    return required(
        organisationKey(id("org", org)), RefusalCode.ORGANISATION_NOT_FOUND, org + ": register it");
  }

  /** Every organisation by its id, a JSON array. */
  public String organisations() {
    return array(state.list(new StateKey("battery-organisation", List.of())));
  }

  /**
   * An asset as it is now.
   *
   * @throws Refusal {@code MALFORMED}, {@code ASSET_NOT_FOUND}
   */
  public String asset(String id) {
    return required(LedgerLives.assetKey(id("id", id)), RefusalCode.ASSET_NOT_FOUND, id);
  }

  /**
   * The asset that a code is on, however the code is spelled.
   *
   * @throws Refusal {@code MALFORMED} when it is no code, {@code ASSET_NOT_FOUND}
   */
  public String find(String code) {
    DecodedCode decoded = BatteryCodes.builtIn().decode(code);
    @Nullable String normalised = decoded.normalised();
    if (normalised == null) {
      throw Fields.malformed("code", "is no code: " + decoded.errors().get(0).message());
    }
    return asset(
        required(LedgerLives.codeKey(normalised), RefusalCode.ASSET_NOT_FOUND, normalised));
  }

  /**
   * A passport.
   *
   * @throws Refusal {@code MALFORMED}, {@code PASSPORT_NOT_FOUND}
   */
  public String passport(String id) {
    return required(LedgerLives.passportKey(id("id", id)), RefusalCode.PASSPORT_NOT_FOUND, id);
  }

  /**
   * An asset with its parts, and what it was got from: {@code
   * {"asset":…,"parts":[…],"sources":[…]}}. What is in the parts is asked of each.
   *
   * @throws Refusal {@code MALFORMED}, {@code ASSET_NOT_FOUND}
   */
  public String family(String id) {
    String json = asset(id);
    Asset asset = BatteryText.stored(json, Asset.class);
    return "{\"asset\":"
        + json
        + ",\"parts\":"
        + array(asset.parts().stream().map(this::asset).toList())
        + ",\"sources\":"
        + array(asset.sources().stream().map(this::asset).toList())
        + "}";
  }

  /**
   * Events of an asset in their order, {@code {"events":[{"event":…,"statement":…}],"next":…}}: the
   * statement as its organisations have signed it stands at the asset that it is about, and is null
   * elsewhere; {@code next} is the number to go on behind, null when there are no more.
   *
   * @param after number of the last event that is known, in digits, 0 for none
   * @throws Refusal {@code MALFORMED}, {@code ASSET_NOT_FOUND}
   */
  public String history(String id, String after) {
    long last = BatteryText.stored(asset(id), Asset.class).sequence();
    long behind = number("after", after);
    List<String> lines = new ArrayList<>();
    long sequence = behind;
    while (sequence < last && lines.size() < PAGE_OF_HISTORY) {
      sequence++;
      @Nullable String event = state.get(LedgerLives.eventKey(id, sequence));
      @Nullable String statement = state.get(LedgerLives.statementKey(id, sequence));
      lines.add("{\"event\":" + event + ",\"statement\":" + statement + "}");
    }
    return "{\"events\":" + array(lines) + ",\"next\":" + (sequence < last ? sequence : null) + "}";
  }

  /**
   * Assets in the order of their ids, {@code
   * {"assets":[{"asset":…,"registeredMillis":…}],"next":…}}: each with when its first event
   * happened; {@code next} is the id to go on behind, null when there are no more.
   *
   * @param after id of the last asset that is known, empty for none
   * @throws Refusal {@code MALFORMED}
   */
  public String assets(String after) {
    StateKey all = new StateKey("battery", List.of());
    StateKey first = after.isEmpty() ? all : LedgerLives.assetKey(id("after", after));
    List<String> lines = new ArrayList<>();
    @Nullable String last = null;
    boolean more = false;
    for (String json : state.from(all, first, PAGE_OF_ASSETS + 2)) {
      Asset asset = BatteryText.stored(json, Asset.class);
      if (asset.id().equals(after)) {
        continue;
      }
      if (lines.size() == PAGE_OF_ASSETS) {
        more = true;
        break;
      }
      last = asset.id();
      LifeEvent event = lives.event(last, 1);
      long millis = event == null ? 0 : event.eventMillis();
      lines.add("{\"asset\":" + json + ",\"registeredMillis\":" + millis + "}");
    }
    return "{\"assets\":" + array(lines) + ",\"next\":" + (more ? "\"" + last + "\"" : null) + "}";
  }

  /**
   * Events of all assets, by the assets' ids and their order, {@code {"events":[…],"more":…}}.
   *
   * @param asset the asset of the last event that is known, empty for none
   * @param sequence its number there, in digits
   * @throws Refusal {@code MALFORMED}
   */
  public String events(String asset, String sequence) {
    StateKey all = new StateKey("battery-event", List.of());
    long next = Math.addExact(number("sequence", sequence), 1L);
    StateKey first = asset.isEmpty() ? all : LedgerLives.eventKey(id("asset", asset), next);
    List<String> found = state.from(all, first, PAGE_OF_EVENTS + 1);
    boolean more = found.size() > PAGE_OF_EVENTS;
    return "{\"events\":"
        + array(more ? found.subList(0, PAGE_OF_EVENTS) : found)
        + ",\"more\":"
        + more
        + "}";
  }

  private static long number(String what, String text) {
    if (!text.matches("[0-9]{1,10}")) {
      throw Fields.malformed(what, "must be 1 to 10 digits");
    }
    return Long.parseLong(text);
  }

  private static Organisation read(String json) {
    return BatteryText.stored(json, Organisation.class);
  }

  private String required(StateKey key, RefusalCode code, String what) {
    @Nullable String found = state.get(key);
    if (found == null) {
      throw new Refusal(code, "there is no " + what);
    }
    return found;
  }

  private static String array(List<String> all) {
    return all.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static StateKey organisationKey(String org) {
    return new StateKey("battery-organisation", List.of(org));
  }

  private static String id(String what, String text) {
    if (!Ids.isValid(text)) {
      throw Fields.malformed(
          what, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return text;
  }
}
