package org.commonwatt.core;

import org.commonwatt.core.storage.negotiation.Negotiation;
import org.commonwatt.model.Event.ServiceProposed;

/**
 * A negotiation of a storage service as it stands.
 *
 * @param last the last proposal
 * @param state how it stands; that an open proposal has expired shows by its time
 */
public record NegotiationView(ServiceProposed last, Negotiation.State state) {}
