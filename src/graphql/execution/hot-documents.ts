import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, parse, specifiedRules, validate, type ValidationRule } from 'graphql';
import { LRUCache } from 'lru-cache';
import { measureOperations } from '../operation-size.js';
import { compileDocument, type CompiledOperation } from './compile-document.js';
import { createCostMemo, type CostMemo } from './cost-memo.js';
import { createTimeBudget, type TimeBudget } from './time-budget.js';

/** A document that has been compiled, with the costs of its operation. */
export interface HotDocument extends CompiledOperation {
  readonly cost: CostMemo;
}

/** Documents that are asked for again and again: found valid once, and compiled when they come often enough to be worth it. */
export interface HotDocuments {
  /** Undefined where a document is not compiled. */
  get(text: string): HotDocument | undefined;
  /** A document has been executed by the interpreter: it was valid and within the limits. */
  executed(text: string, document: DocumentNode): void;
  /** Compiles a document at once, for good; one that is not valid, not at all. */
  keep(text: string): void;
}

/** An attacker who sends every document once or twice makes nothing be compiled. */
export const DEFAULT_COMPILE_AFTER = 3;
/** Documents whose executions are counted, and characters of them; those not sent for longest are forgotten first. */
const COUNTED = 2_000;
const CHARACTERS = 2_000_000;
/** Fields of all compiled documents, whose code takes about 3 KiB each; those not sent for longest are forgotten first. */
const COMPILED_FIELDS = 10_000;
/** Larger operations are not compiled: the code would be long, and executing them takes long anyway. */
const FIELDS = 300;
/**
 * Share of the time that may go into compiling, and milliseconds of it that may be saved up: who sends one new document after the
 * other, three times each, has them interpreted.
 */
const COMPILING_SHARE = 0.03;
const COMPILING_SAVED_MS = 1_000;

/** Null: the compiler does not do it. */
type Compiled = { readonly hot: HotDocument | null; readonly fields: number };

export interface HotDocumentOptions {
  /** Executions after which a document is compiled. 0: at first sight, so that tests execute everything so; Infinity: never. */
  readonly compileAfter: number;
  /** What is checked beside the rules of GraphQL. */
  readonly rules: readonly ValidationRule[];
  readonly maxTokens: number;
  /** Default: 3% of the time, up to a second at once. */
  readonly budget?: TimeBudget;
}

export function createHotDocuments(schema: GraphQLSchema, options: HotDocumentOptions): HotDocuments {
  const { compileAfter, budget = createTimeBudget(COMPILING_SHARE, COMPILING_SAVED_MS) } = options;
  const executions = new LRUCache<string, { times: number }>({
    max: COUNTED,
    maxSize: CHARACTERS,
    sizeCalculation: (_, { length }) => length + 1,
  });
  const compiled = new LRUCache<string, Compiled>({
    maxSize: COMPILED_FIELDS,
    sizeCalculation: ({ fields }) => fields + 1,
  });
  const kept = new Map<string, HotDocument | null>();

  const compile = (document: DocumentNode): Compiled => {
    const fields = Math.max(0, ...measureOperations(document).map((size) => size.fields));
    const operation = fields > FIELDS ? null : compileDocument(schema, document);
    return {
      hot: operation && { ...operation, cost: createCostMemo(schema, operation) },
      fields: operation ? fields : 0,
    };
  };
  const keep = (text: string): void => {
    const document = validDocument(text, schema, options);
    kept.set(text, document && compile(document).hot);
  };

  return {
    get: (text) => {
      if (compileAfter === 0 && !kept.has(text)) keep(text);
      return kept.get(text) ?? compiled.get(text)?.hot ?? undefined;
    },
    executed: (text, document) => {
      if (compileAfter === Infinity || kept.has(text) || compiled.has(text)) return;
      const count = executions.get(text) ?? { times: 0 };
      count.times++;
      executions.set(text, count);
      if (count.times < compileAfter || !budget.left()) return;
      executions.delete(text);
      compiled.set(
        text,
        budget.spend(() => compile(document)),
      );
    },
    keep: (text) => {
      if (compileAfter !== Infinity) keep(text);
    },
  };
}

function validDocument(
  text: string,
  schema: GraphQLSchema,
  { rules, maxTokens }: HotDocumentOptions,
): DocumentNode | null {
  try {
    const document = parse(text, { maxTokens });
    return validate(schema, document, [...specifiedRules, ...rules]).length === 0 ? document : null;
  } catch {
    return null;
  }
}

/** Counts the documents that Apollo has found good and is about to execute. */
export function hotDocumentsPlugin(hot: HotDocuments): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async executionDidStart({ source, document }) {
          hot.executed(source, document);
        },
      };
    },
  };
}
