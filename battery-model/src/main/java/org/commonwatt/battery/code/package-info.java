/**
 * Reads codes of batteries: GB/T 34014-2017, second-life codes of GB/T 45565-2025, unique
 * identifiers of ISO/IEC 15459. Every text gets an answer. What sources leave open is in data files
 * beside the classes; what was not verified says so there.
 */
@NullMarked
package org.commonwatt.battery.code;

import org.jspecify.annotations.NullMarked;
