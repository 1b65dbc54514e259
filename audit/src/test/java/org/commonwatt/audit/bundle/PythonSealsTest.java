package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.commonwatt.log.seal.Context;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier in Python opens what the market seals, and nothing else. */
class PythonSealsTest {
  private static final String OPEN =
      """
      import sys
      sys.path.insert(0, sys.argv[1])
      from seals import Keyring
      from wire import Message
      ring, sealed = Keyring(sys.argv[2]), bytes.fromhex(sys.argv[3])
      about = ("position", "participant/home-01", 1659423600000, 15, 1)
      message = lambda data: Message(b"\\x0a\\x08" + data[:8] + b"\\x12" + bytes([len(data) - 8]) + data[8:])
      print(ring.open(message(sealed), "participant/home-01", *about).decode())
      print(ring.secret(message(sealed), "participant/home-01", *about).hex())
      print(ring.open(message(sealed), "participant/home-02", *about))
      for bit in range(64, 8 * len(sealed)):
          changed = bytearray(sealed)
          changed[bit // 8] ^= 1 << bit % 8
          try:
              ring.open(message(bytes(changed)), "participant/home-01", *about)
              print("opened with bit", bit)
          except ValueError:
              pass
      try:
          ring.open(message(sealed), "participant/home-01", *about[:4], 2)
          print("opened as another version")
      except ValueError:
          pass
      """;

  @TempDir private Path temp;

  @Test
  void itOpensWhatTheMarketSealsAndNothingThatWasChanged() throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    Path folder = temp.resolve("keys");
    Subject subject = Subject.participant("home-01");
    SealKey key = new FileKeyring(folder).ensure(subject, KeySource.seeded("python"));
    Context context =
        Context.of("position", subject).number(1_659_423_600_000L).number(15).number(1);
    byte[] sealed = key.seal(context, "2500 Wh".getBytes(StandardCharsets.UTF_8));
    String hex = key.id() + HexFormat.of().formatHex(sealed);
    Python3.Run run = Python3.run("-c", OPEN, Python3.FOLDER.toString(), folder.toString(), hex);
    assertThat(run.out().lines()).containsExactly("2500 Wh", key.secret(context).hex(), "None");
    assertThat(run.exitCode()).isZero();
  }
}
