/** Tests of QR codes. */
@NullMarked
package org.commonwatt.engine.qr;

import org.jspecify.annotations.NullMarked;
