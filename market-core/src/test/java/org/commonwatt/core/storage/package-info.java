@NullMarked
package org.commonwatt.core.storage;

import org.jspecify.annotations.NullMarked;
