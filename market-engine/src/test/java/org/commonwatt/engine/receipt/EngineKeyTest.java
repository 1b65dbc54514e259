package org.commonwatt.engine.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineKeyTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void theFirstStartMakesAKeyThatOnlyItsOwnerMayReadAndLaterOnesKeepIt() throws Exception {
    Path file = folder.resolve("new/engine.key");
    EngineKey made = EngineKey.open(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    EngineKey read = EngineKey.open(file);
    assertThat(read.engine()).isEqualTo(made.engine()).matches("engine-[0-9a-f]{16}");
    assertThat(read.publicKey()).isEqualTo(made.publicKey());
    assertThat(read.sign(MESSAGE)).isEqualTo(made.sign(MESSAGE)).hasSize(64);
    assertThat(EngineKey.open(folder.resolve("other.key")).engine()).isNotEqualTo(made.engine());
  }

  @Test
  void theJdkFindsEverySignatureRight() throws Exception {
    EngineKey key = EngineKey.open(folder.resolve("engine.key"));
    PublicKey known =
        KeyFactory.getInstance(EngineKey.ALGORITHM)
            .generatePublic(new X509EncodedKeySpec(key.publicKey()));
    for (int length = 0; length < 100; length++) {
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) length);
      byte[] signature = key.sign(message);
      assertThat(verified(known, message, signature)).isTrue();
      signature[length % signature.length] ^= 1;
      assertThat(verified(known, message, signature)).isFalse();
    }
  }

  private static boolean verified(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature check = Signature.getInstance(EngineKey.ALGORITHM);
    check.initVerify(key);
    check.update(message);
    try {
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // not even a point of the curve
    }
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws Exception {
    Path file = folder.resolve("engine.key");
    EngineKey.open(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> EngineKey.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("may be used by others (rw-r-----): chmod 600 it");
  }

  @Test
  void aFileThatIsNoKeyIsNamed() throws Exception {
    Path file = folder.resolve("engine.key");
    EngineKey.open(file);
    String good = Files.readString(file);
    EngineKey.open(folder.resolve("other.key"));
    String other = Files.readString(folder.resolve("other.key"));
    int half = good.indexOf("-----BEGIN PUBLIC");
    for (String bad :
        new String[] {
          "",
          good.substring(0, half),
          good.replace("MC4C", "MC4D"),
          good.substring(0, half) + other.substring(other.indexOf("-----BEGIN PUBLIC"))
        }) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> EngineKey.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file + " is no key of an engine");
    }
  }
}
