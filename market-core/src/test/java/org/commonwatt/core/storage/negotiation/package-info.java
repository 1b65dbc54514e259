@NullMarked
package org.commonwatt.core.storage.negotiation;

import org.jspecify.annotations.NullMarked;
