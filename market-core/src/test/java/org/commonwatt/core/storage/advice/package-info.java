@NullMarked
package org.commonwatt.core.storage.advice;

import org.jspecify.annotations.NullMarked;
