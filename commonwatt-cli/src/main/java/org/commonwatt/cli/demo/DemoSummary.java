package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.List;

/** The JSON summary of a demo: {@code docs/formats/demo-summary.md}. */
@JsonPropertyOrder({
  "homes",
  "slots",
  "readings",
  "orders",
  "trades",
  "tradedWh",
  "settledBatches",
  "moneySumNano",
  "congestion",
  "gates",
  "continuous",
  "storage",
  "bills",
  "audit",
  "auditDetails",
  "ledger",
  "origin",
  "conservation",
  "wallSeconds",
  "peakRssMiB"
})
public record DemoSummary(
    int homes,
    int slots,
    long readings,
    long orders,
    long trades,
    long tradedWh,
    long settledBatches,
    BigInteger moneySumNano,
    Congestion congestion,
    GateTotals gates,
    ContinuousTotals continuous,
    StorageTotals storage,
    List<BillSummary> bills,
    String audit,
    List<String> auditDetails,
    String ledger,
    OriginTotals origin,
    Conservation conservation,
    long wallSeconds,
    long peakRssMiB) {

  /** Whether the audit passed and everything was conserved. */
  public boolean passed() {
    return audit.equals("pass");
  }

  /** The summary as indented JSON; amounts of money are exact integers. */
  public String toJson() {
    try {
      return JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is always JSON", e);
    }
  }
}
