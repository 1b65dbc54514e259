@NullMarked
package org.commonwatt.engine.head;

import org.jspecify.annotations.NullMarked;
