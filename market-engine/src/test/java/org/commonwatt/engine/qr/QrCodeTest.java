package org.commonwatt.engine.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QR codes are read back as what they were made of. */
class QrCodeTest {
  @ParameterizedTest
  @ValueSource(strings = {"https://market.example/passports/passport-1", "x"})
  void aCodeIsReadBack(String text) throws Exception {
    QrCode code = QrCode.of(text);
    BitMatrix fields = new BitMatrix(code.size());
    long dark = 0;
    for (int row = 0; row < code.size(); row++) {
      for (int column = 0; column < code.size(); column++) {
        if (code.isDark(column, row)) {
          fields.set(column, row);
          dark++;
        }
      }
    }
    assertThat(new Decoder().decode(fields).getText()).isEqualTo(text);
    assertThat(code.path().chars().filter(c -> c == 'M').count()).isEqualTo(dark);
    assertThat(code.path()).startsWith("M4 4h1v1h-1z");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> QrCode.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QrCode.of("x".repeat(3_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
