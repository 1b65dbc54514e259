package org.commonwatt.fabric.network;

import java.nio.file.Path;

/**
 * Who a client of the network is.
 *
 * @param mspId the organisation's name on the ledger
 * @param certificate X.509 in PEM
 * @param privateKey EC P-256, PKCS #8 in PEM
 */
public record ClientIdentity(String mspId, Path certificate, Path privateKey) {}
