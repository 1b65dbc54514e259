package org.commonwatt.ingest.sunspec;

/**
 * Offsets of model 203, the three-phase wye meter with integer points and scale factors, from its
 * first register (the model id). Models 201, 202 and 204 have their points at the same places.
 *
 * <p>A value stands for {@code register × 10^scale factor}. Energies are {@code acc32}: unsigned 32
 * bits, high word first. Power is signed and, for a meter, <em>import is positive</em>; ours is the
 * other way round.
 */
public final class MeterModel {
  /** The model's id. */
  public static final int ID = 203;

  /** Registers after the two of the header. */
  public static final int LENGTH = 105;

  /** All registers with the header: one request. */
  public static final int REGISTERS = LENGTH + 2;

  /** Scale factor of the currents that stand before it. */
  public static final int A_SF = 6;

  /** Scale factor of the voltages. */
  public static final int V_SF = 15;

  /** Frequency. */
  public static final int HZ = 16;

  /** Scale factor of the frequency. */
  public static final int HZ_SF = 17;

  /** Total active power, import positive. */
  public static final int W = 18;

  /** Scale factor of the active powers. */
  public static final int W_SF = 22;

  /** Total energy exported, two registers. */
  public static final int TOT_WH_EXP = 38;

  /** Total energy imported, two registers. */
  public static final int TOT_WH_IMP = 46;

  /** Scale factor of the energies. */
  public static final int TOT_WH_SF = 54;

  /** Event flags, two registers. */
  public static final int EVENTS = 105;

  /** An {@code int16} or {@code sunssf} register that the device does not implement. */
  public static final int NOT_IMPLEMENTED = 0x8000;

  private MeterModel() {}
}
