@NullMarked
package org.commonwatt.engine.work;

import org.jspecify.annotations.NullMarked;
