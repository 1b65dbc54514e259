package org.commonwatt.fabric.network;

import java.nio.file.Path;

/**
 * Where clients reach a peer or the orderer.
 *
 * @param address {@code 127.0.0.1:port}
 * @param tlsAuthority certificate (PEM) of the authority that signed the server's
 */
public record Endpoint(String address, Path tlsAuthority) {}
