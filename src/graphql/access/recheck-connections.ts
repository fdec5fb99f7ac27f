import { DomainError } from '../../errors.js';
import type { Logger } from '../../logger.js';
import type { Authenticator } from './authenticator.js';

/** A connection that stays open on the strength of a token. */
export interface HeldConnection {
  /** The token as it was sent; undefined where the connection was opened without one. */
  readonly authorization: string | undefined;
  /** Ends the connection. */
  refuse(reason: DomainError): void;
}

const EVERY_MS = 1_000;

/**
 * Ends connections whose token has expired or was revoked since. What cannot be checked now stays open until it can.
 * @returns how to stop
 */
export function recheckConnections(
  authenticator: Authenticator,
  connections: Iterable<HeldConnection>,
  logger: Logger,
): () => void {
  let busy = false;
  const recheck = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (const connection of [...connections]) {
      if (connection.authorization === undefined) continue;
      try {
        await authenticator.authenticate(connection.authorization);
      } catch (error) {
        if (!(error instanceof DomainError)) logger.error({ err: error }, 'a token could not be checked again');
        else if (error.code === 'UNAUTHENTICATED') connection.refuse(error);
      }
    }
    busy = false;
  };
  const timer = setInterval(() => void recheck(), EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
