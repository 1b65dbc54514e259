/** The rules of invoices, without Fabric's types. */
@NullMarked
package org.commonwatt.chaincode.invoices.rules;

import org.jspecify.annotations.NullMarked;
