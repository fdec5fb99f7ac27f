import { DEFAULT_COMPILE_AFTER } from '../../src/graphql/execution/hot-documents.js';

/**
 * After how many executions the services of the tests compile a document. `TEST_COMPILE_AFTER=0 npm test` executes every
 * document by the compiler from the first time on, so that the whole suite compares it with the interpreter; `Infinity` none.
 */
export function compileAfter(): number {
  const given = process.env['TEST_COMPILE_AFTER'];
  return given === undefined ? DEFAULT_COMPILE_AFTER : Number(given);
}
