package org.commonwatt.audit.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.Place;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** What a bundle has beside log and ledger: the documents of its rulebooks, and its README. */
final class Documents {
  private static final String FOLDER = "rulebooks/";
  private static final String SUFFIX = ".json";

  private Documents() {}

  /**
   * The entries of the documents that are at hand.
   *
   * @param rulebooks of the manifest: {@code version hash}
   * @param source finds a document by its hash
   */
  static List<Entry> of(List<String> rulebooks, Function<Hash, Optional<byte[]>> source) {
    List<Entry> entries = new ArrayList<>();
    for (String rulebook : rulebooks) {
      source
          .apply(new Hash(hash(rulebook)))
          .ifPresent(bytes -> entries.add(new Entry(name(rulebook), bytes)));
    }
    return entries;
  }

  /**
   * What is wrong with documents and README, and which documents are not there.
   *
   * @param rulebooks of the manifest, which is held against the log elsewhere
   * @param entries all of the file
   */
  static List<Finding> findings(List<String> rulebooks, Map<String, byte[]> entries) {
    List<Finding> findings = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String rulebook : rulebooks) {
      String name = name(rulebook);
      names.add(name);
      byte[] document = entries.get(name);
      if (document == null) {
        add(findings, FindingCode.RULEBOOK_DOCUMENT_MISSING, name + " is not in the bundle");
      } else if (!Hash.of(document).hex().equals(hash(rulebook))) {
        add(
            findings,
            FindingCode.RULEBOOK_DOCUMENT_DIFFERS,
            "%s: expected a document of SHA-256 %s, which was activated, found one of %s"
                .formatted(name, hash(rulebook), Hash.of(document).hex()));
      }
    }
    for (String name : entries.keySet()) {
      if (name.startsWith(FOLDER) && !names.contains(name)) {
        add(
            findings,
            FindingCode.RULEBOOK_DOCUMENT_DIFFERS,
            name + " is of no rulebook that was activated");
      }
    }
    byte @Nullable [] readme = entries.get(Readme.NAME);
    if (readme != null) {
      for (String name : entries.keySet()) {
        if (!Readme.tells(readme, name)) {
          add(findings, FindingCode.README_DIFFERS, "README.txt does not say what " + name + " is");
        }
      }
    }
    return findings;
  }

  private static String name(String rulebook) {
    return FOLDER + rulebook.split(" ", 2)[0] + SUFFIX;
  }

  private static String hash(String rulebook) {
    return rulebook.substring(rulebook.indexOf(' ') + 1);
  }

  private static void add(List<Finding> findings, FindingCode code, String message) {
    findings.add(new Finding(code, Place.NOWHERE, message));
  }
}
