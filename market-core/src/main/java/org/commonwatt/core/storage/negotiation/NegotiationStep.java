package org.commonwatt.core.storage.negotiation;

/** What comes of a step: the negotiation as it is then, or why it stays as it was. */
public sealed interface NegotiationStep permits Negotiation, NegotiationRefusal {}
