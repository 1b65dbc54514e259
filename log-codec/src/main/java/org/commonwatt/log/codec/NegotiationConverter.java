package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;
import static org.commonwatt.log.codec.Fields.required;

import java.util.List;
import org.commonwatt.log.codec.Variants.Variant;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;

/** Negotiations of storage services. */
final class NegotiationConverter {
  private NegotiationConverter() {}

  /** Whether only the version with negotiations can say it. */
  static boolean needed(Command command) {
    return command instanceof Command.ProposeService
        || command instanceof Command.CounterService
        || command instanceof Command.AcceptService
        || command instanceof Command.EndNegotiation;
  }

  /** The same of an event. */
  static boolean needed(Event event) {
    return event instanceof Event.ServiceProposed
        || event instanceof Event.ServiceAgreed
        || event instanceof Event.NegotiationEnded
        || event instanceof Event.NegotiationRejected;
  }

  static List<Variant<Command, ?, CommandProto.Command.Builder, CommandProto.Command>> commands() {
    return List.of(
        CommandConverter.variant(
            Command.ProposeService.class,
            CommandProto.Command.PROPOSE_SERVICE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getProposeServiceBuilder()
                    .setBy(command.by())
                    .setProposal(encode(command.proposal())),
            message -> decode(message.getProposeService())),
        CommandConverter.variant(
            Command.CounterService.class,
            CommandProto.Command.COUNTER_SERVICE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getCounterServiceBuilder()
                    .setBy(command.by())
                    .setRound(command.round())
                    .setAnswered(Fields.bytes(command.answered()))
                    .setProposal(encode(command.proposal())),
            message -> decode(message.getCounterService())),
        CommandConverter.variant(
            Command.AcceptService.class,
            CommandProto.Command.ACCEPT_SERVICE_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getAcceptServiceBuilder()
                    .setBy(command.by())
                    .setNegotiation(command.negotiation())
                    .setRound(command.round())
                    .setAnswered(Fields.bytes(command.answered()))
                    .setSignature(command.signature()),
            message -> decode(message.getAcceptService())),
        CommandConverter.variant(
            Command.EndNegotiation.class,
            CommandProto.Command.END_NEGOTIATION_FIELD_NUMBER,
            (builder, command) ->
                builder
                    .getEndNegotiationBuilder()
                    .setBy(command.by())
                    .setNegotiation(command.negotiation())
                    .setRound(command.round())
                    .setAnswered(Fields.bytes(command.answered())),
            message -> decode(message.getEndNegotiation())));
  }

  static List<Variant<Event, ?, EventProto.Event.Builder, EventProto.Event>> events() {
    return List.of(
        EventConverter.variant(
            Event.ServiceProposed.class,
            EventProto.Event.SERVICE_PROPOSED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getServiceProposedBuilder()
                    .setBy(event.by())
                    .setRound(event.round())
                    .setProposal(encode(event.proposal()))
                    .setKey(event.key())
                    .setTimeMillis(event.timeMillis()),
            message -> decode(message.getServiceProposed())),
        EventConverter.variant(
            Event.ServiceAgreed.class,
            EventProto.Event.SERVICE_AGREED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getServiceAgreedBuilder()
                    .setBy(event.by())
                    .setRound(event.round())
                    .setProposal(encode(event.proposal()))
                    .setSignature(event.signature())
                    .setKey(event.key())
                    .setTimeMillis(event.timeMillis()),
            message -> decode(message.getServiceAgreed())),
        EventConverter.variant(
            Event.NegotiationEnded.class,
            EventProto.Event.NEGOTIATION_ENDED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getNegotiationEndedBuilder()
                    .setBy(event.by())
                    .setTo(event.to())
                    .setNegotiation(event.negotiation())
                    .setRound(event.round()),
            message -> decode(message.getNegotiationEnded())),
        EventConverter.variant(
            Event.NegotiationRejected.class,
            EventProto.Event.NEGOTIATION_REJECTED_FIELD_NUMBER,
            (builder, event) ->
                builder
                    .getNegotiationRejectedBuilder()
                    .setAccount(event.account())
                    .setNegotiation(event.negotiation())
                    .setRefused(StorageConverter.encode(event.refused())),
            message -> decode(message.getNegotiationRejected())));
  }

  private static Command.ProposeService decode(CommandProto.ProposeService message) {
    known(message);
    return new Command.ProposeService(
        message.getBy(), decode(message.hasProposal(), message.getProposal()));
  }

  private static Command.CounterService decode(CommandProto.CounterService message) {
    known(message);
    return new Command.CounterService(
        message.getBy(),
        message.getRound(),
        Fields.hash(message.getAnswered(), "answered"),
        decode(message.hasProposal(), message.getProposal()));
  }

  private static Command.AcceptService decode(CommandProto.AcceptService message) {
    known(message);
    return new Command.AcceptService(
        message.getBy(),
        message.getNegotiation(),
        message.getRound(),
        Fields.hash(message.getAnswered(), "answered"),
        message.getSignature());
  }

  private static Command.EndNegotiation decode(CommandProto.EndNegotiation message) {
    known(message);
    return new Command.EndNegotiation(
        message.getBy(),
        message.getNegotiation(),
        message.getRound(),
        Fields.hash(message.getAnswered(), "answered"));
  }

  private static Event.ServiceProposed decode(EventProto.ServiceProposed message) {
    known(message);
    return new Event.ServiceProposed(
        message.getBy(),
        message.getRound(),
        decode(message.hasProposal(), message.getProposal()),
        message.getKey(),
        message.getTimeMillis());
  }

  private static Event.ServiceAgreed decode(EventProto.ServiceAgreed message) {
    known(message);
    return new Event.ServiceAgreed(
        message.getBy(),
        message.getRound(),
        decode(message.hasProposal(), message.getProposal()),
        message.getSignature(),
        message.getKey(),
        message.getTimeMillis());
  }

  private static Event.NegotiationEnded decode(EventProto.NegotiationEnded message) {
    known(message);
    return new Event.NegotiationEnded(
        message.getBy(), message.getTo(), message.getNegotiation(), message.getRound());
  }

  private static Event.NegotiationRejected decode(EventProto.NegotiationRejected message) {
    known(message);
    return new Event.NegotiationRejected(
        message.getAccount(),
        message.getNegotiation(),
        StorageConverter.decode(message.hasRefused(), message.getRefused()));
  }

  private static ModelProto.ServiceProposal encode(ServiceProposal proposal) {
    ServiceTerms terms = proposal.terms();
    return ModelProto.ServiceProposal.newBuilder()
        .setTerms(
            ModelProto.ServiceTerms.newBuilder()
                .setMarket(terms.market())
                .setNegotiation(terms.negotiation())
                .setUnit(terms.unit())
                .setSeller(terms.seller())
                .setPriceMicroPerKwh(terms.priceMicroPerKwh())
                .setCommitment(StorageConverter.encode(terms.commitment())))
        .setExpiresMillis(proposal.expiresMillis())
        .setSignature(proposal.signature())
        .build();
  }

  private static ServiceProposal decode(boolean present, ModelProto.ServiceProposal message) {
    required(present, message, "proposal");
    ModelProto.ServiceTerms terms = required(message.hasTerms(), message.getTerms(), "terms");
    return new ServiceProposal(
        new ServiceTerms(
            terms.getMarket(),
            terms.getNegotiation(),
            terms.getUnit(),
            terms.getSeller(),
            terms.getPriceMicroPerKwh(),
            StorageConverter.decode(terms.hasCommitment(), terms.getCommitment())),
        message.getExpiresMillis(),
        message.getSignature());
  }
}
