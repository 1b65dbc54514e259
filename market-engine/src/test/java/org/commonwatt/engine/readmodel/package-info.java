/** Tests, against a real broker and a real database. */
@NullMarked
package org.commonwatt.engine.readmodel;

import org.jspecify.annotations.NullMarked;
