package org.commonwatt.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Safeguards;
import org.jspecify.annotations.Nullable;

/** Builds rulebooks for tests; what is not set has a plain default. */
public final class Rulebooks {
  /** Start of trading: 2022-08-02T07:00:00Z. */
  public static final long START = 1_659_423_600_000L;

  private int version = 1;
  private String market = "m";
  private Areas areas = Areas.single("village");
  private UnaryOperator<String> areaOf = participant -> areas.ids().get(0);
  private String currency = "EUR";
  private Timing timing = new Timing(15, 120, 60, 15, START);
  private long minPrice = -1_000_000;
  private long maxPrice = 1_000_000;
  private long maxOrderWh = 100_000;
  private List<TariffStep> tariff = List.of(new TariffStep(0, 300_000, 80_000));
  private Hash saltSeed = Hash.of(new byte[] {42});
  private @Nullable Continuous continuous;
  private Safeguards safeguards = Safeguards.NONE;
  private List<String> members = List.of("home-01", "home-02", "home-03");

  /** Version 1 with all defaults: slots of 15 minutes, open 60 and closed 15 minutes ahead. */
  public static Rulebook standard() {
    return new Rulebooks().build();
  }

  Rulebooks version(int value) {
    version = value;
    return this;
  }

  Rulebooks market(String value) {
    market = value;
    return this;
  }

  /**
   * Sets areas and links; every member is in the first area unless {@link #areaOf} says another.
   */
  public Rulebooks areas(Areas value) {
    areas = value;
    return this;
  }

  /** Sets which area a member is in. */
  public Rulebooks areaOf(UnaryOperator<String> value) {
    areaOf = value;
    return this;
  }

  Rulebooks currency(String value) {
    currency = value;
    return this;
  }

  Rulebooks timing(Timing value) {
    timing = value;
    return this;
  }

  Rulebooks prices(long min, long max) {
    minPrice = min;
    maxPrice = max;
    return this;
  }

  Rulebooks maxOrderWh(long value) {
    maxOrderWh = value;
    return this;
  }

  /** Sets the tariff. */
  public Rulebooks tariff(TariffStep... steps) {
    tariff = List.of(steps);
    return this;
  }

  /** Sets continuous trading. */
  public Rulebooks continuous(@Nullable Continuous value) {
    continuous = value;
    return this;
  }

  /** Sets the members, each with one meter. */
  public Rulebooks members(String... participants) {
    members = List.of(participants);
    return this;
  }

  /** Sets the seed of the salts. */
  public Rulebooks saltSeed(Hash value) {
    saltSeed = value;
    return this;
  }

  /** Sets collateral and what else is optional. */
  public Rulebooks safeguards(Safeguards value) {
    safeguards = value;
    return this;
  }

  /** Sets collateral alone. */
  Rulebooks guarantees(Guarantees value) {
    return safeguards(new Safeguards(value));
  }

  /** The rulebook. */
  public Rulebook build() {
    return new Rulebook(
        version,
        Hash.of(("rulebook " + version).getBytes(UTF_8)),
        market,
        areas,
        currency,
        timing,
        minPrice,
        maxPrice,
        maxOrderWh,
        "supplier",
        tariff,
        members.stream().map(p -> new Member(p, areaOf.apply(p), List.of("meter-" + p))).toList(),
        saltSeed,
        continuous,
        safeguards);
  }
}
