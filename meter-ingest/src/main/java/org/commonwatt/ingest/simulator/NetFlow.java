package org.commonwatt.ingest.simulator;

/** What flows at a connection, as a meter there counts it. */
interface NetFlow {
  /**
   * Energy withdrawn up to an instant, since some time long ago.
   *
   * @param unitsPerWh resolution of the result: 1 for Wh, 10 for tenths of a Wh
   */
  long importedUnits(long timeMillis, int unitsPerWh);

  /** Energy injected, likewise. */
  long exportedUnits(long timeMillis, int unitsPerWh);

  /** Mean power of the quarter-hour, injection positive, W. */
  long injectionW(long timeMillis);

  /** A recorded home. */
  static NetFlow ofHome(HomeProfiles profiles, int home) {
    return new NetFlow() {
      @Override
      public long importedUnits(long timeMillis, int unitsPerWh) {
        return profiles.importedUnits(home, timeMillis, unitsPerWh);
      }

      @Override
      public long exportedUnits(long timeMillis, int unitsPerWh) {
        return profiles.exportedUnits(home, timeMillis, unitsPerWh);
      }

      @Override
      public long injectionW(long timeMillis) {
        long slotMillis = HomeProfiles.SLOT_MINUTES * 60_000L;
        long start = Math.floorDiv(timeMillis, slotMillis) * slotMillis;
        return profiles.netWh(home, start) * 60 / HomeProfiles.SLOT_MINUTES;
      }
    };
  }
}
