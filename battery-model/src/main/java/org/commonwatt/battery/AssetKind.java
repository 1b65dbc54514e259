package org.commonwatt.battery;

import java.util.Optional;

/** What an asset is: what a traction battery is made of, and what is made of those again. */
public enum AssetKind {
  /** A single cell. */
  CELL('C'),
  /** Cells in one case. */
  MODULE('M'),
  /** Modules or cells with their management: what a car has. */
  PACK('P'),
  /** A storage unit, rack or station; no code of GB/T 34014 has it. */
  ESS('\0');

  private final char letter;

  AssetKind(char letter) {
    this.letter = letter;
  }

  /** The letter at position 4 of a GB/T 34014 code, empty for {@link #ESS}. */
  public Optional<Character> letter() {
    return letter == '\0' ? Optional.empty() : Optional.of(letter);
  }

  /** The kind that a letter of a GB/T 34014 code stands for, empty when it is none. */
  public static Optional<AssetKind> ofLetter(char letter) {
    for (AssetKind kind : values()) {
      if (kind != ESS && kind.letter == letter) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether an asset of this kind may be a part of one of the other kind: of a larger one only. */
  public boolean fitsInto(AssetKind whole) {
    return ordinal() < whole.ordinal() || (this == ESS && whole == ESS);
  }
}
