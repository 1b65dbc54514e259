package org.commonwatt.core.book;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commonwatt.model.CancelReason;
import org.jspecify.annotations.Nullable;

/** What has happened to an arriving order so far. */
final class ReferenceRun {
  final List<Consumer<BookSink>> events = new ArrayList<>();
  long rest;
  long filled;
  int trades;
  long refills;
  @Nullable CancelReason stop;
  int haltedArea = -1;
  long haltPrice;

  ReferenceRun(long energy) {
    rest = energy;
  }
}
