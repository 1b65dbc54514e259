/**
 * A part of a market in one file that an auditor carries away, and the check of such a file: {@code
 * docs/formats/bundle.md}.
 */
@NullMarked
package org.commonwatt.audit.bundle;

import org.jspecify.annotations.NullMarked;
