/** What the bridges turn into commands. */
@org.jspecify.annotations.NullMarked
package org.commonwatt.engine.bridge;
