/** Tests, against a real broker and a real database. */
@NullMarked
package org.commonwatt.engine;

import org.jspecify.annotations.NullMarked;
