package org.commonwatt.fabric.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.peer.AnchorPeer;
import org.hyperledger.fabric.protos.peer.AnchorPeers;

/**
 * The change of a channel's configuration that makes one more organisation a member of it, with the
 * same rights as the regulator: it reads, sends transactions, agrees to changes of the channel, and
 * endorses nothing.
 */
final class MembershipUpdate {
  private static final String ANCHORS = "AnchorPeers";
  private static final String MODEL = Organisation.REGULATOR.mspId();

  private final ConfigGroup root;
  private final ConfigGroup application;

  private MembershipUpdate(ConfigGroup root) {
    this.root = root;
    this.application = root.getGroupsOrThrow(ConfigUpdates.APPLICATION);
  }

  /**
   * What a joining organisation tells of itself.
   *
   * @param authority certificate of its authority for identities, PEM
   * @param tlsAuthority the same of TLS
   * @param peerPort where its peer listens on 127.0.0.1
   */
  record Member(Organisation organisation, Path authority, Path tlsAuthority, int peerPort) {}

  /** Looks at a block of configuration. */
  static MembershipUpdate of(byte[] block) {
    return new MembershipUpdate(ConfigUpdates.root(block));
  }

  /** Whether an organisation is a member now. */
  boolean has(Organisation organisation) {
    return application.containsGroups(organisation.mspId());
  }

  /** How many administrators of members must sign a change of who is one: more than half. */
  int majority() {
    return application.getGroupsCount() / 2 + 1;
  }

  /** The update with one more member, for administrators of the others to sign. */
  byte[] with(Member member) {
    ConfigGroup.Builder same = ConfigUpdates.version(application);
    application
        .getGroupsMap()
        .forEach((name, group) -> same.putGroups(name, ConfigUpdates.version(group).build()));
    application.getPoliciesMap().forEach((name, policy) -> same.putPolicies(name, version(policy)));
    application.getValuesMap().forEach((name, value) -> same.putValues(name, version(value)));
    ConfigGroup.Builder changed =
        same.clone()
            .setVersion(application.getVersion() + 1)
            .setModPolicy(application.getModPolicy())
            .putGroups(member.organisation().mspId(), group(member));
    return ConfigUpdates.envelope(path(same.build()), path(changed.build()));
  }

  private ConfigGroup path(ConfigGroup changed) {
    return ConfigUpdates.version(root).putGroups(ConfigUpdates.APPLICATION, changed).build();
  }

  private static ConfigPolicy version(ConfigPolicy policy) {
    return ConfigPolicy.newBuilder().setVersion(policy.getVersion()).build();
  }

  private static ConfigValue version(ConfigValue value) {
    return ConfigValue.newBuilder().setVersion(value.getVersion()).build();
  }

  /** As the regulator's, with other certificates, names and addresses. */
  private ConfigGroup group(Member member) {
    ConfigGroup model = application.getGroupsOrThrow(MODEL);
    ConfigGroup.Builder group = ConfigGroup.newBuilder().setModPolicy(model.getModPolicy());
    String msp = member.organisation().mspId();
    try {
      for (Map.Entry<String, ConfigPolicy> policy : model.getPoliciesMap().entrySet()) {
        group.putPolicies(policy.getKey(), renamed(policy.getValue(), msp));
      }
      ConfigValue certificates = model.getValuesOrThrow(ConfigUpdates.MSP);
      group.putValues(
          ConfigUpdates.MSP, value(certificates, msp(certificates, member).toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new FabricException("the configuration of " + MODEL + " cannot be read", e);
    }
    AnchorPeers anchors =
        AnchorPeers.newBuilder()
            .addAnchorPeers(AnchorPeer.newBuilder().setHost("127.0.0.1").setPort(member.peerPort()))
            .build();
    return group
        .putValues(ANCHORS, value(model.getValuesOrThrow(ANCHORS), anchors.toByteString()))
        .build();
  }

  private static ConfigValue value(ConfigValue model, ByteString content) {
    return ConfigValue.newBuilder().setModPolicy(model.getModPolicy()).setValue(content).build();
  }

  private static MSPConfig msp(ConfigValue model, Member member)
      throws InvalidProtocolBufferException {
    MSPConfig config = MSPConfig.parseFrom(model.getValue());
    FabricMSPConfig old = FabricMSPConfig.parseFrom(config.getConfig());
    ByteString authority = bytes(member.authority());
    FabricMSPConfig renewed =
        old.toBuilder()
            .setName(member.organisation().mspId())
            .clearRootCerts()
            .addRootCerts(authority)
            .clearTlsRootCerts()
            .addTlsRootCerts(bytes(member.tlsAuthority()))
            .clearRevocationList()
            .setFabricNodeOus(units(old.getFabricNodeOus(), authority))
            .build();
    return config.toBuilder().setConfig(renewed.toByteString()).build();
  }

  /** The units of certificates that tell what somebody is, each of the member's own authority. */
  private static FabricNodeOUs units(FabricNodeOUs old, ByteString authority) {
    return old.toBuilder()
        .setClientOuIdentifier(unit(old.getClientOuIdentifier(), authority))
        .setPeerOuIdentifier(unit(old.getPeerOuIdentifier(), authority))
        .setAdminOuIdentifier(unit(old.getAdminOuIdentifier(), authority))
        .setOrdererOuIdentifier(unit(old.getOrdererOuIdentifier(), authority))
        .build();
  }

  private static FabricOUIdentifier unit(FabricOUIdentifier old, ByteString authority) {
    return old.getCertificate().isEmpty() ? old : old.toBuilder().setCertificate(authority).build();
  }

  private static ConfigPolicy renamed(ConfigPolicy model, String msp)
      throws InvalidProtocolBufferException {
    Policy policy = model.getPolicy();
    SignaturePolicyEnvelope.Builder rule =
        SignaturePolicyEnvelope.parseFrom(policy.getValue()).toBuilder();
    for (MSPPrincipal.Builder principal : rule.getIdentitiesBuilderList()) {
      MSPRole role = MSPRole.parseFrom(principal.getPrincipal());
      principal.setPrincipal(role.toBuilder().setMspIdentifier(msp).build().toByteString());
    }
    return ConfigPolicy.newBuilder()
        .setModPolicy(model.getModPolicy())
        .setPolicy(policy.toBuilder().setValue(rule.build().toByteString()))
        .build();
  }

  private static ByteString bytes(Path certificate) {
    try {
      return ByteString.copyFrom(Files.readAllBytes(certificate));
    } catch (IOException e) {
      throw new FabricException("cannot read " + certificate, e);
    }
  }
}
