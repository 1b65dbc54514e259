package org.commonwatt.engine.bridge;

import java.util.Optional;
import org.commonwatt.core.Capability;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.CollateralRecorded;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is on file into commands: one for each difference to what the market knows, none when
 * there is none. Each has the next offset of its source, so that a command sent twice after an
 * unknown outcome counts once.
 */
public final class RegistrationBridge {
  /** Source of the commands that register connections. */
  public static final String CAPABILITIES = "capabilities";

  /** Source of the commands that report collateral. */
  public static final String COLLATERAL = "collateral";

  /** Source of the commands that register what injections are made of. */
  public static final String SOURCES = "sources";

  private RegistrationBridge() {}

  /**
   * The command that brings the source of a participant up to date. It holds from the first slot on
   * that has not opened.
   *
   * @param source null: none
   */
  public static Optional<CommandFrame.Entry> source(
      MarketStateMachine market, String participant, @Nullable EnergySource source) {
    Optional<EnergySource> known = market.source(participant, Long.MAX_VALUE);
    long from = market.nextSlotStartMillis();
    return known.equals(Optional.ofNullable(source))
        ? Optional.empty()
        : Optional.of(
            new CommandFrame.Entry(
                next(market, SOURCES), new ReportSource(participant, from, source)));
  }

  /**
   * The command that brings a connection up to date. A first registration holds for every slot; a
   * change holds from the first slot on that has not opened, because nobody's terms change after
   * trading in a product has begun.
   */
  public static Optional<CommandFrame.Entry> connection(
      MarketStateMachine market, Registration file) {
    Registration.Connection wanted = file.connection();
    if (wanted == null) {
      return Optional.empty();
    }
    Optional<Capability> known = market.capability(file.account(), Long.MAX_VALUE);
    boolean same =
        known
            .filter(now -> now.feedInW() == wanted.feedInW() && now.loadW() == wanted.loadW())
            .isPresent();
    long from = known.isEmpty() ? 0 : market.nextSlotStartMillis();
    return same
        ? Optional.empty()
        : Optional.of(
            new CommandFrame.Entry(
                next(market, CAPABILITIES),
                new ReportCapability(file.account(), from, wanted.feedInW(), wanted.loadW())));
  }

  /** The command that brings the totals of an account up to date. */
  public static Optional<CommandFrame.Entry> pledge(MarketStateMachine market, Registration file) {
    Registration.Pledge wanted = file.pledge();
    if (wanted == null) {
      return Optional.empty();
    }
    CollateralRecorded report =
        new CollateralRecorded(file.account(), wanted.collateralNano(), wanted.fundShareNano());
    boolean same = market.reportedCollateral(file.account()).filter(report::equals).isPresent();
    return same
        ? Optional.empty()
        : Optional.of(
            new CommandFrame.Entry(
                next(market, COLLATERAL),
                new ReportCollateral(
                    file.account(), wanted.collateralNano(), wanted.fundShareNano())));
  }

  private static CommandOrigin next(MarketStateMachine market, String source) {
    return new CommandOrigin(source, 0, market.lastOffset(source, 0).orElse(-1) + 1);
  }
}
