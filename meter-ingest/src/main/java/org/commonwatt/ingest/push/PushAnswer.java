package org.commonwatt.ingest.push;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param type media type of the body
 * @param body JSON
 * @param retryAfterSeconds for the header of this name; 0: without it
 */
public record PushAnswer(int status, String type, String body, long retryAfterSeconds) {}
