/**
 * The tables derived from the log and the questions asked of them. Everything here can be dropped
 * and rebuilt.
 */
@NullMarked
package org.commonwatt.engine.readmodel;

import org.jspecify.annotations.NullMarked;
