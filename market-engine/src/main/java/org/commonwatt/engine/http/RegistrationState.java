package org.commonwatt.engine.http;

/** How far what was asked for a meter point or a deposit has come. */
enum RegistrationState {
  /** It waits for an officer. */
  REQUESTED,
  /** The meter point has this owner. */
  ASSIGNED,
  /** The deposit has come. */
  ACCEPTED,
  /** An officer has said no. */
  REFUSED
}
