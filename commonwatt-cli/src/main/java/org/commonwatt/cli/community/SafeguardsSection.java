package org.commonwatt.cli.community;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.cli.community.CommunityDocument.Secured;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Safeguards;

/** The optional parts of a community file: guarantees, and what is on file of accounts. */
final class SafeguardsSection {
  private SafeguardsSection() {}

  static Safeguards safeguards(CommunityDocument.RulebookDocument source) {
    List<Secured> secured = source.guarantees();
    if (secured.size() > 1) {
      throw new IllegalArgumentException("rulebook: write guarantees once");
    }
    return new Safeguards(secured.isEmpty() ? null : guarantees(secured.get(0)));
  }

  /** What is on file, connections first. */
  static List<Registration> registrations(CommunityDocument document) {
    List<Registration> all = new ArrayList<>();
    for (CommunityDocument.Connected line : document.connections()) {
      all.add(
          new Registration(
              line.home(), new Registration.Connection(line.feedInW(), line.loadW()), null));
    }
    for (CommunityDocument.Pledged line : document.collateral()) {
      all.add(
          new Registration(
              line.account(),
              null,
              new Registration.Pledge(line.collateralNano(), line.fundShareNano())));
    }
    return all;
  }

  private static Guarantees guarantees(Secured secured) {
    return new Guarantees(
        secured.exchange(),
        secured.referencePriceMicroPerKwh(),
        secured.revisionPpm(),
        secured.revisionHours());
  }
}
