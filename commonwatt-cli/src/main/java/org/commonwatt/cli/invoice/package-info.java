/** Invoices to read and to send: {@code docs/formats/invoice.md}. */
@NullMarked
package org.commonwatt.cli.invoice;

import org.jspecify.annotations.NullMarked;
