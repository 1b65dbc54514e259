package org.commonwatt.battery.life;

/**
 * Why a statement is refused. What it is about comes first, then who has signed, then what is
 * named, then states and figures; of several assets the first that is named decides.
 */
public enum LifeRefusal {
  /** No asset of this id is known. */
  ASSET_NOT_FOUND,
  /** One is known already, closed ones too. */
  ASSET_EXISTS,
  /** The asset has this event, or not yet the one before. */
  SEQUENCE_TAKEN,
  /** The asset is recycled or destroyed. */
  ASSET_CLOSED,
  /** Nobody who signed has the role for it. */
  ROLE_MISSING,
  /** Whoever must sign beside has not. */
  SIGNATURE_MISSING,
  /** The operation needs documents. */
  EVIDENCE_MISSING,
  /** The operation names nothing, or something twice. */
  NOTHING_NAMED,
  /** A code says another kind of battery. */
  CODE_KIND,
  /** A code is on another asset. */
  CODE_USED,
  /** A passport of this id exists. */
  PASSPORT_EXISTS,
  /** The asset is a part of another: that is meant, or take it out first. */
  IS_PART,
  /** It is no part of the asset. */
  NOT_A_PART,
  /** Parts are not all accounted for. */
  PARTS_LEFT,
  /** Something is held. */
  ASSET_HELD,
  /** The state does not allow it. */
  WRONG_STATE,
  /** A part would be larger than the whole, or contain it. */
  DOES_NOT_FIT,
  /** Parts have more rated energy or mass than what they are in or from. */
  EXCEEDS_WHOLE,
  /** The test is not behind the one before. */
  TEST_NOT_NEWER,
  /** More energy than before, without a test of an accredited lab and a reason. */
  HEALTH_RISES,
  /** This revision of the window is booked, or the one before is not. */
  WINDOW_BOOKED,
  /** A hold of this id is there. */
  HOLD_EXISTS,
  /** None is. */
  HOLD_NOT_FOUND,
  /** It, or a whole of it, has as many holds as it can. */
  HOLDS_FULL,
  /** What is to be corrected is not what stands. */
  NOT_CORRECTABLE
}
