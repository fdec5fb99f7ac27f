import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, parse, specifiedRules, validate, type ValidationRule } from 'graphql';
import { LRUCache } from 'lru-cache';
import { measureOperations } from '../operation-size.js';
import { compileDocument, type CompiledOperation } from './compile-document.js';
import { createCostMemo, type CostMemo } from './cost-memo.js';

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
/** Documents remembered at most, and characters of them; those not used for longest are forgotten first. */
const DOCUMENTS = 500;
const CHARACTERS = 2_000_000;
/** Larger operations are not compiled: the code would be long, and executing them takes long anyway. */
const FIELDS = 300;

interface Seen {
  times: number;
  /** Null: the compiler does not do it; undefined: not tried yet. */
  hot: HotDocument | null | undefined;
}

export interface HotDocumentOptions {
  /** Executions after which a document is compiled. 0: at first sight, so that tests execute everything so; Infinity: never. */
  readonly compileAfter: number;
  /** What is checked beside the rules of GraphQL. */
  readonly rules: readonly ValidationRule[];
  readonly maxTokens: number;
}

export function createHotDocuments(schema: GraphQLSchema, options: HotDocumentOptions): HotDocuments {
  const { compileAfter } = options;
  const seen = new LRUCache<string, Seen>({
    max: DOCUMENTS,
    maxSize: CHARACTERS,
    sizeCalculation: (_, { length }) => length + 1,
  });
  const kept = new Map<string, HotDocument | null>();

  const compile = (document: DocumentNode): HotDocument | null => {
    if (measureOperations(document).some(({ fields }) => fields > FIELDS)) return null;
    const compiled = compileDocument(schema, document);
    return compiled && { ...compiled, cost: createCostMemo(schema, compiled) };
  };
  const keep = (text: string): HotDocument | null => {
    const document = validDocument(text, schema, options);
    const hot = document && compile(document);
    kept.set(text, hot);
    return hot;
  };

  return {
    get: (text) => {
      if (compileAfter === 0 && !kept.has(text)) keep(text);
      return kept.get(text) ?? seen.get(text)?.hot ?? undefined;
    },
    executed: (text, document) => {
      if (compileAfter === Infinity || kept.has(text)) return;
      const entry = seen.get(text) ?? { times: 0, hot: undefined };
      entry.times++;
      if (entry.hot === undefined && entry.times >= compileAfter) entry.hot = compile(document);
      seen.set(text, entry);
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
