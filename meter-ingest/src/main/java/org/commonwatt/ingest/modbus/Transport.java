package org.commonwatt.ingest.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How requests and answers travel to an endpoint. */
public enum Transport {
  /** Modbus TCP, mostly at port 502. */
  @JsonProperty("tcp")
  TCP,
  /**
   * Frames of the serial line over a TCP connection, as simple serial converters pass them on.
   * Answers carry no number: after any that did not come in time the connection is opened anew.
   */
  @JsonProperty("rtu-over-tcp")
  RTU_OVER_TCP,
  /** Modbus TCP inside TLS with certificates on both sides, mostly at port 802. */
  @JsonProperty("tls")
  TLS
}
