package org.commonwatt.cli.community;

import java.util.List;
import java.util.Map;
import org.commonwatt.cli.community.CommunityDocument.ContinuousPart;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.jspecify.annotations.Nullable;

/** Reads the continuous trading of a community file. */
final class ContinuousSection {
  private static final Map<String, FeeMode> MODES =
      Map.of("on-top", FeeMode.ON_TOP, "from-bid", FeeMode.FROM_BID);

  private ContinuousSection() {}

  /**
   * The section of a rulebook, null when the file has none.
   *
   * @throws IllegalArgumentException when a value is out of range; the message says what to change
   */
  static @Nullable Continuous of(List<ContinuousPart> sections) {
    if (sections.size() > 1) {
      throw new IllegalArgumentException("continuous is one section, not a list");
    }
    return sections.isEmpty() ? null : of(sections.get(0));
  }

  private static Continuous of(ContinuousPart source) {
    FeeMode mode = MODES.get(source.feeMode());
    if (mode == null) {
      throw new IllegalArgumentException(
          "feeMode must be on-top or from-bid, not " + source.feeMode());
    }
    return new Continuous(
        source.gateClosureLeadMinutes(),
        source.tickMicroPerKwh(),
        source.bandMicroPerKwh(),
        source.haltSeconds(),
        source.protectionMicroPerKwh(),
        new GridFees(
            mode,
            source.levels().stream().map(ContinuousSection::level).toList(),
            source.areaLevels().stream()
                .map(entry -> new GridFees.AreaLevel(entry.area(), entry.level()))
                .toList(),
            source.linkFees().stream().map(ContinuousSection::link).toList()));
  }

  private static GridFees.Level level(CommunityDocument.Level level) {
    return new GridFees.Level(level.id(), new GridFee(level.constantMicroPerKwh(), level.ppm()));
  }

  private static GridFees.LinkFee link(CommunityDocument.LinkFee link) {
    return new GridFees.LinkFee(
        link.from(),
        link.to(),
        new GridFee(link.constantMicroPerKwh(), link.ppm()),
        link.level().isEmpty() ? null : link.level());
  }
}
