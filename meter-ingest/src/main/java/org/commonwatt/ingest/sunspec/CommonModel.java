package org.commonwatt.ingest.sunspec;

/** Offsets of model 1, the common model, from its first register (the model id). */
public final class CommonModel {
  /** The model's id. */
  public static final int ID = 1;

  /** Registers after the two of the header. */
  public static final int LENGTH = 66;

  /** Manufacturer, {@value #LONG_TEXT} registers of text. */
  public static final int MANUFACTURER = 2;

  /** Model, {@value #LONG_TEXT} registers of text. */
  public static final int MODEL = 18;

  /** Version of the firmware, {@value #SHORT_TEXT} registers of text. */
  public static final int VERSION = 42;

  /** Serial number, {@value #LONG_TEXT} registers of text. */
  public static final int SERIAL = 50;

  /** Unit id of the device. */
  public static final int DEVICE_ADDRESS = 66;

  /** Registers of a long text. */
  public static final int LONG_TEXT = 16;

  /** Registers of a short text. */
  public static final int SHORT_TEXT = 8;

  private CommonModel() {}
}
