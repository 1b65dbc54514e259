package org.commonwatt.ledger.fabric;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Identity;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.jspecify.annotations.Nullable;

/** Makes a ledger of a connection's files. */
final class Connector {
  /** Larger than any block an orderer cuts by Fabric's own limits. */
  private static final int LARGEST_ANSWER = 128 << 20;

  /** A stream of events has no deadline: without this a dead connection would look like silence. */
  private static final long SIGN_OF_LIFE_SECONDS = 10;

  /** Held, because a logger that nobody holds forgets its level; gRPC tells of each start. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  static {
    GRPC.setLevel(Level.WARNING);
  }

  private Connector() {}

  static FabricLedger connect(FabricConnection connection, Deadlines deadlines) {
    try {
      Identity identity = identity(connection.client());
      Signer signer = signer(connection.client());
      ManagedChannel channel = channel(connection.peer(), deadlines);
      return ledger(
          channel,
          Gateway.newInstance().identity(identity).signer(signer),
          new FabricLedger.Names(connection.channel(), connection.chaincode()),
          deadlines);
    } catch (IOException | GeneralSecurityException e) {
      throw new LedgerException(
          "cannot use the keys and certificates of " + connection.client().mspId() + ": " + e, e);
    }
  }

  /** A ledger over an open channel. */
  static FabricLedger ledger(
      ManagedChannel channel,
      Gateway.Builder builder,
      FabricLedger.Names names,
      Deadlines deadlines) {
    Gateway gateway =
        builder
            .connection(channel)
            .evaluateOptions(within(deadlines.evaluate()))
            .endorseOptions(within(deadlines.endorse()))
            .submitOptions(within(deadlines.submit()))
            .commitStatusOptions(within(deadlines.commit()))
            .connect();
    return new FabricLedger(channel, gateway, names, deadlines);
  }

  private static UnaryOperator<CallOptions> within(Duration limit) {
    return options -> options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ManagedChannel channel(FabricConnection.Peer peer, Deadlines deadlines)
      throws IOException {
    ChannelCredentials tls =
        TlsChannelCredentials.newBuilder().trustManager(peer.tlsCa().toFile()).build();
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(peer.endpoint(), tls)
            .maxInboundMessageSize(LARGEST_ANSWER)
            .keepAliveTime(deadlines.silence().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
    @Nullable String override = peer.hostOverride();
    if (override != null) {
      builder.overrideAuthority(override);
    }
    return builder.build();
  }

  private static Identity identity(FabricConnection.Client client)
      throws IOException, GeneralSecurityException {
    try (Reader pem = Files.newBufferedReader(client.certificate())) {
      return new X509Identity(client.mspId(), Identities.readX509Certificate(pem));
    }
  }

  private static Signer signer(FabricConnection.Client client)
      throws IOException, GeneralSecurityException {
    try (Reader pem = Files.newBufferedReader(client.key())) {
      return Signers.newPrivateKeySigner(Identities.readPrivateKey(pem));
    }
  }
}
