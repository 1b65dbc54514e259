@NullMarked
package org.commonwatt.engine.webhook;

import org.jspecify.annotations.NullMarked;
