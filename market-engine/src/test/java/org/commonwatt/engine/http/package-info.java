/** Tests, against a real broker and a real database. */
@NullMarked
package org.commonwatt.engine.http;

import org.jspecify.annotations.NullMarked;
