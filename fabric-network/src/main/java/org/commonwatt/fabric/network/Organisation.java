package org.commonwatt.fabric.network;

import java.util.Arrays;
import java.util.List;

/** The members of the channel, each with one peer. The orderer belongs to none of them. */
public enum Organisation {
  /** Runs the market; endorses. */
  EXCHANGE("exchange", "ExchangeMSP", true, "submitter"),
  /** Runs the grid; endorses. */
  GRID_OPERATOR("gridoperator", "GridOperatorMSP", true, "observer"),
  /** Audits: keeps its own copy of the ledger and does not endorse what it audits. */
  REGULATOR("regulator", "RegulatorMSP", false, "auditor");

  private final String id;
  private final String mspId;
  private final boolean endorses;
  private final String clientRole;

  Organisation(String id, String mspId, boolean endorses, String clientRole) {
    this.id = id;
    this.mspId = mspId;
    this.endorses = endorses;
    this.clientRole = clientRole;
  }

  /** Its name in files and processes, lower case. */
  public String id() {
    return id;
  }

  /** Its name on the ledger. */
  public String mspId() {
    return mspId;
  }

  /** Whether it runs the chaincode, and a batch needs its signature. */
  public boolean endorses() {
    return endorses;
  }

  /** The role in the certificate of its usual client. */
  String clientRole() {
    return clientRole;
  }

  /** The domain in its certificates; nothing resolves it. */
  String domain() {
    return id + ".commonwatt.test";
  }

  /** The organisations whose signatures a batch needs. */
  public static List<Organisation> endorsers() {
    return Arrays.stream(values()).filter(Organisation::endorses).toList();
  }
}
