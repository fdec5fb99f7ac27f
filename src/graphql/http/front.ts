import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/**
 * Something that happens to every request before it is answered: it goes on by `next()`, or answers itself and does not. In the
 * form of Connect, on the bare request and response of node:http, so that no request has to pass a framework for it.
 */
export type HttpStep = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * Runs the steps in their order, then what answers.
 * @param fail answers for a step that failed
 */
export function createFront(
  steps: readonly HttpStep[],
  answer: RequestListener,
  fail: (error: unknown, request: IncomingMessage, response: ServerResponse) => void,
): RequestListener {
  return (request, response) => {
    let place = 0;
    const next = (error?: unknown): void => {
      if (error !== undefined) return fail(error, request, response);
      const step = steps[place++];
      if (!step) return answer(request, response);
      try {
        step(request, response, next);
      } catch (thrown) {
        fail(thrown, request, response);
      }
    };
    next();
  };
}
