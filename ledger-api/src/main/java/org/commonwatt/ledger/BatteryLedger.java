package org.commonwatt.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
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

  private final Ledger ledger;

  /** Calls the batteries contract on a ledger. */
  public BatteryLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * An asset with what it is made of and what it was got from.
   *
   * @param asset the asset
   * @param parts what is in it, down to the smallest
   * @param sources what it was got from by taking that apart, one after the other
   */
  public record Family(Asset asset, List<Family> parts, List<Asset> sources) {
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

  private record History(List<Told> events) {}

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

  /** The events of an asset in their order; none of one that is not known. */
  public List<Told> history(String id) {
    return find("GetHistory", id, "ASSET_NOT_FOUND")
        .map(json -> BatteryJson.read("{\"events\":" + json + "}", History.class).events())
        .orElse(List.of());
  }

  private Optional<String> find(String function, String argument, String missing) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of(CONTRACT, function, argument));
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
