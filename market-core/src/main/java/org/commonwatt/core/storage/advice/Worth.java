package org.commonwatt.core.storage.advice;

import java.util.ArrayList;
import java.util.List;

/**
 * What energy in a battery is worth at the border of two slots, as a concave function of the state
 * of charge: pieces from the least state on, each with its length and what a µWh more is worth in
 * it, the dearest first.
 */
final class Worth {
  final long least; // µWh
  final long most;
  private final List<Piece> pieces;

  /**
   * A piece.
   *
   * @param microWh its length
   */
  record Piece(Slope slope, long microWh) {}

  private Worth(long least, List<Piece> pieces) {
    this.least = least;
    this.pieces = pieces;
    most = least + pieces.stream().mapToLong(Piece::microWh).sum();
  }

  /** Nothing is worth anything between two states. */
  static Worth ofNothing(long least, long most) {
    return new Worth(least, List.of(new Piece(Slope.ZERO, most - least)));
  }

  /**
   * What energy is worth a slot earlier, when the slot allows moves along pieces of its own, the
   * dearest first.
   *
   * @param charge how far the state may rise in the slot, µWh
   * @param moves pieces of the slot, whose lengths are the rise and the fall that it allows
   * @param from least state before the slot
   * @param to most state before it
   */
  Worth before(long charge, List<Piece> moves, long from, long to) {
    List<Piece> merged = new ArrayList<>(pieces.size() + moves.size());
    int own = 0;
    for (Piece move : moves) {
      while (own < pieces.size() && pieces.get(own).slope().compareTo(move.slope()) >= 0) {
        merged.add(pieces.get(own++));
      }
      merged.add(move);
    }
    merged.addAll(pieces.subList(own, pieces.size()));
    return new Worth(least - charge, merged).within(from, to);
  }

  private Worth within(long from, long to) {
    List<Piece> kept = new ArrayList<>();
    long first = Math.max(from, least);
    long at = least;
    for (Piece piece : pieces) {
      long end = at + piece.microWh();
      long length = Math.min(end, to) - Math.max(at, first);
      if (length > 0) {
        kept.add(new Piece(piece.slope(), length));
      }
      at = end;
    }
    return new Worth(first, kept);
  }

  /** The least state, not below a given one, from which on a µWh more is not worth more than so. */
  long riseTo(long state, Slope atMost) {
    long at = least;
    for (Piece piece : pieces) {
      if (piece.slope().compareTo(atMost) <= 0) {
        break;
      }
      at += piece.microWh();
    }
    return Math.max(state, at);
  }

  /** The greatest state, not above a given one, down to which a µWh is not worth less than so. */
  long fallTo(long state, Slope atLeast) {
    long at = least;
    for (Piece piece : pieces) {
      if (piece.slope().compareTo(atLeast) < 0) {
        break;
      }
      at += piece.microWh();
    }
    return Math.min(state, at);
  }
}
