package org.commonwatt.engine.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code: a square of light and dark fields, without the light border of four fields that it
 * needs around it.
 */
public final class QrCode {
  /** How many fields must be light around it. */
  public static final int BORDER = 4;

  private final ByteMatrix fields;

  private QrCode(ByteMatrix fields) {
    this.fields = fields;
  }

  /**
   * The code of a text, which is still read when 15 % of it is lost.
   *
   * @throws IllegalArgumentException when the text is empty or too long for a code
   */
  public static QrCode of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no QR code of an empty text");
    }
    try {
      return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code of this text: " + e.getMessage(), e);
    }
  }

  /** How many fields a side has. */
  public int size() {
    return fields.getWidth();
  }

  /** Whether a field is dark, counted from 0 at the left and the top. */
  public boolean isDark(int column, int row) {
    return fields.get(column, row) == 1;
  }

  /** The dark fields as the data of an SVG path, in units of a field, the border included. */
  public String path() {
    StringBuilder path = new StringBuilder();
    for (int row = 0; row < size(); row++) {
      for (int column = 0; column < size(); column++) {
        if (isDark(column, row)) {
          path.append('M').append(column + BORDER).append(' ').append(row + BORDER);
          path.append("h1v1h-1z");
        }
      }
    }
    return path.toString();
  }
}
