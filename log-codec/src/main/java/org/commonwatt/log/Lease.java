package org.commonwatt.log;

import java.util.Optional;

/**
 * A claim to lead a market: of all engines that hold a lease of the same market, one is told that
 * it should lead. It decides who <em>tries</em>, and nothing else: two engines may believe for a
 * while that they hold it, and correctness comes from {@link EventWriter#takeOver()} alone. For use
 * by one thread.
 *
 * <p>An engine that stops looking, because it is dead, cut off or hangs, loses the lease to another
 * one within some seconds. Two leases keep this contract, and one kit of tests ({@code LeaseKit})
 * holds both to it: a consumer group on Kafka, and a fake that simulations break on purpose.
 */
public interface Lease extends AutoCloseable {

  /**
   * Where this engine stands.
   *
   * @param term 0 while this engine should not lead; else a number that is the same for as long as
   *     the lease is held without a break, and higher than in all terms before
   * @param alone whether no other engine is known to wait for the lease; may be out of date
   * @param leader the name of the engine that holds the lease, as far as it is known
   */
  record Standing(long term, boolean alone, Optional<String> leader) {
    /** Whether this engine should lead. */
    public boolean isHeld() {
      return term > 0;
    }
  }

  /**
   * Looks where this engine stands, and says at the same time that it is well: call it several
   * times a second. Never waits, and never fails: while the log is away, the last answer stands.
   *
   * <p>An engine that has not caught up with the log could not lead yet. It does not ask for the
   * lease while another engine does, and gives one that it holds to that one; with nobody else
   * there it holds it all the same, so that it leads as soon as it has caught up.
   *
   * @param caughtUp whether this engine could lead at once
   */
  Standing look(boolean caughtUp);

  /** {@link #look(boolean) Looks} for an engine that has caught up. */
  default Standing look() {
    return look(true);
  }

  /**
   * Gives the lease back, because the log says that another engine leads. This engine asks for it
   * again, and a lease that it gets is of a new term.
   */
  void giveBack();

  /** Leaves; another engine gets the lease at once. */
  @Override
  void close();

  /**
   * The lease of an engine that has no other beside it. It is held from the start; given back, it
   * is never held again.
   *
   * @param engine its name
   */
  static Lease ofOneEngine(String engine) {
    return new Lease() {
      private long term = 1;

      @Override
      public Standing look(boolean caughtUp) {
        return new Standing(term, true, term > 0 ? Optional.of(engine) : Optional.empty());
      }

      @Override
      public void giveBack() {
        term = 0;
      }

      @Override
      public void close() {
        term = 0;
      }
    };
  }
}
