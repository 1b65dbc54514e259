package org.commonwatt.cli.community;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonwatt.cli.community.CommunityDocument.ProvenancePart;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** The part of a community file that says what is taken as proof of stored energy. */
final class ProvenanceSection {
  private static final Set<String> ACCEPTED = Set.of("accredited", "in-house", "nameplate");

  private ProvenanceSection() {}

  static @Nullable ProvenanceRules of(List<ProvenancePart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write provenance once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    ProvenancePart part = parts.get(0);
    return new ProvenanceRules(
        new UsableLimit.Rules(
            part.depthOfDischargePermille(),
            part.marginWh(),
            part.testDays(),
            part.testCycles(),
            part.accepted().stream().map(ProvenanceSection::basis).toList(),
            true),
        part.nameplateMostWh());
  }

  private static String basis(String word) {
    if (!ACCEPTED.contains(word)) {
      throw new IllegalArgumentException(
          "provenance: accepted are accredited, in-house and nameplate, not " + word);
    }
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
