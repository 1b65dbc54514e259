package org.commonwatt.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.model.Hash;

/**
 * What a receipt of several commands claims, as its holder hands it in: {@code
 * docs/formats/receipt.md}.
 *
 * @param market id of the market
 * @param partition the market's partition
 * @param commandOffset offset of the frame on {@code commands}
 * @param commands what is claimed of each
 * @param engine name of the engine
 * @param signature what is said to be its signature
 */
@SuppressWarnings("ArrayRecordComponent")
public record BatchReceiptClaim(
    String market,
    int partition,
    long commandOffset,
    List<Part> commands,
    String engine,
    byte[] signature) {
  private static final String KIND = "commonwatt-batch-receipt-1";

  /**
   * What is claimed of one command.
   *
   * @param commandIndex the command's place in the frame, from 0
   * @param commandHash SHA-256 of the command's stored bytes, in hexadecimal
   * @param sequence the engine's number of the command's first event
   * @param eventHash SHA-256 of that event's stored bytes, in hexadecimal
   */
  public record Part(int commandIndex, String commandHash, long sequence, String eventHash) {
    /** Four lines: what is signed of a command. */
    String lines() {
      return commandIndex + "\n" + commandHash + '\n' + sequence + '\n' + eventHash + '\n';
    }
  }

  /** Copies the list. */
  public BatchReceiptClaim {
    commands = List.copyOf(commands);
  }

  /** The claims about the commands, each under the signature of all. */
  public List<ReceiptClaim> claims() {
    byte[] signed = signedBytes();
    return commands.stream()
        .map(
            part ->
                new ReceiptClaim(
                    market,
                    partition,
                    commandOffset,
                    part.commandIndex(),
                    part.commandHash(),
                    part.sequence(),
                    part.eventHash(),
                    engine,
                    signature,
                    signed))
        .toList();
  }

  private byte[] signedBytes() {
    StringBuilder list = new StringBuilder();
    commands.forEach(part -> list.append(part.lines()));
    String lines =
        KIND
            + '\n'
            + market
            + '\n'
            + partition
            + '\n'
            + commandOffset
            + '\n'
            + commands.size()
            + '\n'
            + Hash.of(list.toString().getBytes(StandardCharsets.UTF_8)).hex()
            + '\n'
            + engine
            + '\n';
    return lines.getBytes(StandardCharsets.UTF_8);
  }
}
