package org.commonwatt.fabric.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;

/** Reads a channel's configuration, and packs changes of it for administrators to sign. */
final class ConfigUpdates {
  /** The group of the channel's members. */
  static final String APPLICATION = "Application";

  /** The value with an organisation's certificates. */
  static final String MSP = "MSP";

  private ConfigUpdates() {}

  /**
   * The root group of a block of configuration.
   *
   * @throws FabricException when it is none
   */
  static ConfigGroup root(byte[] block) {
    try {
      Envelope envelope = Envelope.parseFrom(Block.parseFrom(block).getData().getData(0));
      ByteString data = Payload.parseFrom(envelope.getPayload()).getData();
      return ConfigEnvelope.parseFrom(data).getConfig().getChannelGroup();
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      throw new FabricException("the orderer's answer is no configuration of a channel", e);
    }
  }

  /** A group of which only the version is told. */
  static ConfigGroup.Builder version(ConfigGroup group) {
    return ConfigGroup.newBuilder().setVersion(group.getVersion());
  }

  /** An unsigned change: what it relies on and what becomes of it, by version. */
  static byte[] envelope(ConfigGroup reads, ConfigGroup writes) {
    ConfigUpdate update =
        ConfigUpdate.newBuilder()
            .setChannelId(FabricNetwork.CHANNEL)
            .setReadSet(reads)
            .setWriteSet(writes)
            .build();
    ChannelHeader header =
        ChannelHeader.newBuilder()
            .setType(HeaderType.CONFIG_UPDATE_VALUE)
            .setChannelId(FabricNetwork.CHANNEL)
            .build();
    Payload payload =
        Payload.newBuilder()
            .setHeader(Header.newBuilder().setChannelHeader(header.toByteString()))
            .setData(
                ConfigUpdateEnvelope.newBuilder()
                    .setConfigUpdate(update.toByteString())
                    .build()
                    .toByteString())
            .build();
    return Envelope.newBuilder().setPayload(payload.toByteString()).build().toByteArray();
  }
}
