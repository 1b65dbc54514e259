/**
 * The HTTP API and the web pages. It parses, asks the engine or the read models, and formats; it
 * decides nothing.
 */
@NullMarked
package org.commonwatt.engine.http;

import org.jspecify.annotations.NullMarked;
