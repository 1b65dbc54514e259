package org.commonwatt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.log.Lease;
import org.jspecify.annotations.Nullable;

/**
 * A fake of the group that engines ask for the lease: members in the order in which they joined, a
 * session on the virtual clock, and one holder. It proves nothing about Kafka's groups; the kit
 * that it shares with Kafka's lease says how far it is like them. Members learn of changes only
 * when they look, so that who is cut off or frozen goes on believing.
 */
final class SimulatedLeases {
  private static final Duration SESSION = Duration.ofMillis(1_200);
  private static final Duration REJOIN = Duration.ofMillis(400);

  private final Scheduler scheduler;
  private final List<Member> members = new ArrayList<>();
  private @Nullable Member holder;

  SimulatedLeases(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A process's way to it. */
  Lease over(Uplink uplink, String engine) {
    return new Member(uplink, engine);
  }

  private void expire() {
    members.removeIf(member -> scheduler.nanos() - member.seen > SESSION.toNanos());
    if (holder != null && !members.contains(holder)) {
      holder = null;
    }
    if (holder == null && !members.isEmpty()) {
      holder = members.get(0);
      holder.granted++;
    }
  }

  private final class Member implements Lease {
    private final Uplink uplink;
    private final String engine;
    private long seen;
    private long granted;
    private long joinAfter;
    private boolean left;
    private Standing believed = new Standing(0, true, Optional.empty());

    private String engine() {
      return engine;
    }

    Member(Uplink uplink, String engine) {
      this.uplink = uplink;
      this.engine = engine;
    }

    @Override
    public Standing look(boolean caughtUp) {
      uplink.workers().requireAlive();
      if (left || uplink.isCut()) {
        return believed;
      }
      expire();
      if (!caughtUp && makesWay()) {
        believed = new Standing(0, false, Optional.ofNullable(holder).map(Member::engine));
        return believed;
      }
      if (members.contains(this)) {
        seen = scheduler.nanos();
      } else if (scheduler.nanos() >= joinAfter) {
        seen = scheduler.nanos();
        members.add(this);
        joinAfter = 0;
        return forget();
      }
      // The group may have told another one; it is this one's belief that counts here.
      if (uplink.chance().strikes(Fault.LEASE_ANSWER_LATE, 100)) {
        return believed;
      }
      boolean held = holder == this;
      believed =
          new Standing(
              held ? granted : 0,
              members.size() <= 1,
              Optional.ofNullable(holder).map(Member::engine));
      return believed;
    }

    /** Leaves when another engine asks; a process of its own name that has died leaves, too. */
    private boolean makesWay() {
      if (members.stream().allMatch(other -> other.engine.equals(engine))) {
        return false;
      }
      members.removeIf(other -> other.engine.equals(engine));
      joinAfter = 0;
      expire();
      return true;
    }

    @Override
    public void giveBack() {
      leave();
      joinAfter = scheduler.nanos() + REJOIN.toNanos();
      forget();
    }

    @Override
    public void close() {
      left = true;
      leave();
      forget();
    }

    private Standing forget() {
      believed = new Standing(0, true, Optional.empty());
      return believed;
    }

    private void leave() {
      members.remove(this);
      if (holder == this) {
        holder = null;
      }
      expire();
    }
  }
}
