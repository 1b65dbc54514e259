package org.commonwatt.fabric.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A member of the channel with one peer. Three found it; others may join the running network. The
 * orderer belongs to none of them.
 *
 * @param id its name in files and processes, lower case
 * @param mspId its name on the ledger
 * @param endorses whether a batch needs its signature
 * @param clientRole the role in the certificate of its usual client
 */
public record Organisation(String id, String mspId, boolean endorses, String clientRole) {
  /** Runs the market; endorses. */
  public static final Organisation EXCHANGE =
      new Organisation("exchange", "ExchangeMSP", true, "submitter");

  /** Runs the grid; endorses. */
  public static final Organisation GRID_OPERATOR =
      new Organisation("gridoperator", "GridOperatorMSP", true, "observer");

  /** Audits: keeps its own copy of the ledger and does not endorse what it audits. */
  public static final Organisation REGULATOR =
      new Organisation("regulator", "RegulatorMSP", false, "auditor");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MOST_CHARACTERS = 30;

  /** The founders. */
  public static Organisation[] values() {
    return new Organisation[] {EXCHANGE, GRID_OPERATOR, REGULATOR};
  }

  /**
   * One that joins later: it keeps a copy of the ledger, reads it at its own peer, and endorses
   * nothing.
   *
   * @param name lower case letters, digits and single hyphens, at most 30; {@code second-life} is
   *     {@code SecondLifeMSP} on the ledger
   * @throws FabricException when it is no such name, or a founder's
   */
  public static Organisation joining(String name) {
    if (!NAME.matcher(name).matches() || name.length() > MOST_CHARACTERS) {
      throw new FabricException(
          "an organisation's name has lower case letters, digits and single hyphens, at most "
              + MOST_CHARACTERS
              + ", and begins with a letter, not \""
              + name
              + "\"");
    }
    StringBuilder msp = new StringBuilder();
    for (String word : name.split("-", -1)) {
      msp.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    Organisation joining = new Organisation(name, msp + "MSP", false, "member");
    boolean isTaken =
        joining.mspId.equals(FabricNetwork.ORDERER_MSP)
            || Arrays.stream(values())
                .anyMatch(one -> one.id.equals(name) || one.mspId.equalsIgnoreCase(joining.mspId));
    if (isTaken) {
      throw new FabricException(name + " is a founder of the network: choose another name");
    }
    return joining;
  }

  /** The domain in its certificates; nothing resolves it. */
  String domain() {
    return id + ".commonwatt.test";
  }

  /** The organisations whose signatures a batch needs. */
  public static List<Organisation> endorsers() {
    return Arrays.stream(values()).filter(Organisation::endorses).toList();
  }

  @Override
  public String toString() {
    return mspId;
  }
}
