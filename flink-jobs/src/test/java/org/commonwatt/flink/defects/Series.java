package org.commonwatt.flink.defects;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.Quality;

/** A home's meter: energies by quarter-hour that a defect may change, and the readings of them. */
final class Series {
  static final long SLOT = 900_000L;

  final ZoneId zone;
  final long start;
  final long[] imports;
  final long[] exports;
  long firstImport = 4_000_000;
  long firstExport = 2_000_000;

  Series(RealHomes homes, int home, ZoneId zone, LocalDate first) {
    this.zone = zone;
    this.start = first.atStartOfDay(zone).toInstant().toEpochMilli();
    this.imports = homes.imports(home);
    this.exports = homes.exports(home);
  }

  /** One reading at each border, all right. */
  List<RegisterReading> readings() {
    List<RegisterReading> readings = new ArrayList<>();
    long importWh = firstImport;
    long exportWh = firstExport;
    readings.add(reading(0, start, importWh, exportWh));
    for (int slot = 0; slot < imports.length; slot++) {
      importWh += imports[slot];
      exportWh += exports[slot];
      readings.add(reading(slot + 1, start + (slot + 1) * SLOT, importWh, exportWh));
    }
    return readings;
  }

  static RegisterReading reading(long sequence, long time, long importWh, long exportWh) {
    return new RegisterReading(
        "m-1",
        "p-1",
        sequence,
        time,
        importWh,
        exportWh,
        0,
        Quality.ACTUAL,
        "%08x".formatted(time));
  }

  static RegisterReading moved(RegisterReading old, long byMillis, long byImport, long byExport) {
    return reading(
        old.sequence(),
        old.timeMillis() + byMillis,
        old.importWh() + byImport,
        old.exportWh() + byExport);
  }
}
