package org.commonwatt.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.SignedStatement;
import org.jspecify.annotations.Nullable;

/** The batteries contract, typed. */
public final class BatteryLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "batteries";

  private static final BatteryCodes CODES = BatteryCodes.builtIn();

  private final Ledger ledger;

  /** Calls the batteries contract on a ledger. */
  public BatteryLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Whether what is written on a battery is a code that can be read. */
  public static boolean isLegible(String code) {
    return CODES.decode(code).valid();
  }

  /**
   * An asset with what it is made of and what it was got from.
   *
   * @param asset the asset
   * @param parts what is in it; what is in those is asked of each
   * @param sources what it was got from by taking that apart, one after the other
   */
  public record Family(Asset asset, List<Asset> parts, List<Asset> sources) {
    /** Copies the lists. */
    public Family {
      parts = List.copyOf(parts);
      sources = List.copyOf(sources);
    }
  }

  /**
   * A statement as it was handed in.
   *
   * @param signed the statement with its signatures
   * @param transactionId by which transaction
   */
  public record Handed(JsonNode signed, String transactionId) {}

  /**
   * An event of an asset.
   *
   * @param event what happened
   * @param statement by which statement, at the asset that it is about; null elsewhere
   */
  public record Told(LifeEvent event, @Nullable Handed statement) {}

  /**
   * A page of an asset's history.
   *
   * @param events at most 100, in their order
   * @param next number of the event to go on behind, null when there are no more
   */
  public record History(List<Told> events, @Nullable Long next) {
    /** Copies the list. */
    public History {
      events = List.copyOf(events);
    }
  }

  /**
   * An asset of a list.
   *
   * @param asset the asset
   * @param registeredMillis when its first event happened, milliseconds since the epoch
   */
  public record Known(Asset asset, long registeredMillis) {}

  /**
   * A page of all assets.
   *
   * @param assets at most 200, by their ids
   * @param next id to go on behind, null when there are no more
   */
  public record Assets(List<Known> assets, @Nullable String next) {
    /** Copies the list. */
    public Assets {
      assets = List.copyOf(assets);
    }
  }

  /**
   * A page of all events.
   *
   * @param events at most 500, by their assets' ids and in their order
   * @param more whether there are more behind the last one
   */
  public record Events(List<LifeEvent> events, boolean more) {
    /** Copies the list. */
    public Events {
      events = List.copyOf(events);
    }
  }

  private record Organisations(List<Organisation> all) {}

  /** The call that says who an organisation is. */
  public static LedgerCall registrationOf(Organisation organisation) {
    return LedgerCall.of(CONTRACT, "RegisterOrganisation", organisation.text());
  }

  /** The call that hands a statement in. */
  public static LedgerCall callOf(SignedStatement signed) {
    return LedgerCall.of(CONTRACT, "Submit", signed.text());
  }

  /** Says who an organisation is from now on. */
  public SubmitOutcome register(Organisation organisation) {
    return ledger.submit(registrationOf(organisation));
  }

  /** Hands a statement in, which counts once. */
  public SubmitOutcome submit(SignedStatement signed) {
    return ledger.submit(callOf(signed));
  }

  /** An organisation, empty when it is not registered. */
  public Optional<Organisation> organisation(String org) {
    return find("GetOrganisation", org, "ORGANISATION_NOT_FOUND")
        .map(json -> BatteryJson.read(json, Organisation.class));
  }

  /** All organisations by their ids. */
  public List<Organisation> organisations() {
    String json = returned("ListOrganisations");
    return BatteryJson.read("{\"all\":" + json + "}", Organisations.class).all();
  }

  /** An asset as it is now, empty when it is not known. */
  public Optional<Asset> asset(String id) {
    return find("GetAsset", id, "ASSET_NOT_FOUND").map(json -> BatteryJson.read(json, Asset.class));
  }

  /**
   * The asset that a code is on, empty when none is.
   *
   * @throws LedgerException when the text is no code
   */
  public Optional<Asset> withCode(String code) {
    return find("FindAsset", code, "ASSET_NOT_FOUND")
        .map(json -> BatteryJson.read(json, Asset.class));
  }

  /** A passport, empty when there is none. */
  public Optional<Passport> passport(String id) {
    return find("GetPassport", id, "PASSPORT_NOT_FOUND")
        .map(json -> BatteryJson.read(json, Passport.class));
  }

  /** An asset with its family, empty when it is not known. */
  public Optional<Family> family(String id) {
    return find("GetFamily", id, "ASSET_NOT_FOUND")
        .map(json -> BatteryJson.read(json, Family.class));
  }

  /**
   * Events of an asset, in pages; none of one that is not known.
   *
   * @param after number of the last event that is known, 0 for none
   */
  public History history(String id, long after) {
    return find("GetHistory", List.of(id, Long.toString(after)), "ASSET_NOT_FOUND")
        .map(json -> BatteryJson.read(json, History.class))
        .orElse(new History(List.of(), null));
  }

  /** All events of an asset in their order; none of one that is not known. */
  public List<Told> history(String id) {
    List<Told> all = new ArrayList<>();
    @Nullable Long after = 0L;
    while (after != null) {
      History page = history(id, after);
      all.addAll(page.events());
      after = page.next();
    }
    return List.copyOf(all);
  }

  /**
   * All assets, in pages.
   *
   * @param after id of the last one that is known, empty for none
   */
  public Assets assets(String after) {
    return BatteryJson.read(returned("ListAssets", after), Assets.class);
  }

  /**
   * All events, in pages.
   *
   * @param asset the asset of the last one that is known, empty for none
   * @param sequence its number there, 0 for none
   */
  public Events events(String asset, long sequence) {
    return BatteryJson.read(returned("ListEvents", asset, Long.toString(sequence)), Events.class);
  }

  private String returned(String function, String... arguments) {
    return find(function, List.of(arguments), "").orElseThrow();
  }

  private Optional<String> find(String function, String argument, String missing) {
    return find(function, List.of(argument), missing);
  }

  private Optional<String> find(String function, List<String> arguments, String missing) {
    EvaluateOutcome outcome =
        ledger.evaluate(LedgerCall.of(CONTRACT, function, arguments.toArray(String[]::new)));
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return Optional.of(returned.result());
    }
    EvaluateOutcome.Rejected rejected = (EvaluateOutcome.Rejected) outcome;
    if (rejected.rejection().code().equals(missing)) {
      return Optional.empty();
    }
    throw new LedgerException("the batteries contract refused a query: " + rejected.rejection());
  }
}
