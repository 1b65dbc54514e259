/**
 * Keys that personal payloads on the log are sealed with, one per participant and one per meter.
 *
 * <p>A seal is deterministic authenticated encryption (AES-GCM-SIV, RFC 8452): a replay gives the
 * stored bytes again, and a changed byte is found. Who destroys the key erases the payloads: {@code
 * docs/privacy.md}.
 */
@NullMarked
package org.commonwatt.log.seal;

import org.jspecify.annotations.NullMarked;
