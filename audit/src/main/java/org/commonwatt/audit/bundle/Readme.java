package org.commonwatt.audit.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The entry of a bundle that says what the others are: {@code docs/formats/bundle.md}. */
final class Readme {
  static final String NAME = "README.txt";
  private static final String INTRODUCTION =
      """
      This file holds the log and the ledger of a market from its beginning, for an independent check.

          commonwatt audit check FILE
          python3 verify.py FILE

      Both are of Commonwatt, which documents every format below in docs/formats. Files of records have,
      for each record, its offset (8 bytes, big-endian), its length (4 bytes) and its bytes.

      """;
  private static final Map<String, String> WHAT =
      Map.of(
          BundleMaker.MANIFEST,
          "what this file is about, and the SHA-256 of all that follows (bundle.md)",
          BundleMaker.SIGNATURE,
          "the Ed25519 signature of the market's engine over the manifest (bundle.md)",
          BundleMaker.COMMANDS,
          "records: what the market was asked to do (log.md)",
          BundleMaker.EVENTS,
          "records: what it did, each event with the hash of the one before (log.md)",
          BundleMaker.POSITIONS,
          "records: metered energy of each member and slot (log.md)",
          BundleMaker.KEYS,
          "records: public keys of the market's engines, which sign receipts (receipt.md)",
          BundleMaker.BLOCKS,
          "records: the ledger's blocks, as Fabric has them (bundle.md, ledger.md)",
          NAME,
          "this text");

  private Readme() {}

  /** The text for entries of these names, in their order, without itself. */
  static byte[] of(List<String> names) {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    line(text, BundleMaker.MANIFEST);
    line(text, BundleMaker.SIGNATURE);
    names.forEach(name -> line(text, name));
    line(text, NAME);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a text has a line about an entry. */
  static boolean tells(byte[] text, String name) {
    return Arrays.stream(new String(text, StandardCharsets.UTF_8).split("\n", -1))
        .anyMatch(line -> line.startsWith(name + "  "));
  }

  private static void line(StringBuilder text, String name) {
    String what =
        WHAT.getOrDefault(
            name,
            "a rulebook's document; its SHA-256 is what the ledger's registry and batches name"
                + " (community.md)");
    text.append(name).append("  ").append(what).append('\n');
  }
}
