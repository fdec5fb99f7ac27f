import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  typeFromAST,
  visit,
  BREAK,
} from 'graphql';
import { compileQuery, type CompiledQuery, isCompiledQuery } from 'graphql-jit';

/** An operation as one function, and what is asked of requests for it. */
export interface CompiledOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Never throws; for variables that do not fit their types an answer without `data`, and then nothing was executed. */
  readonly execute: CompiledQuery['query'];
}

/**
 * Compiles a document that has been found valid, of one query or mutation.
 * @returns null for what the compiler does not do quite as graphql-js: directives, introspection, and default values of
 *   variables that are no plain scalars
 */
export function compileDocument(schema: GraphQLSchema, document: DocumentNode): CompiledOperation | null {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length !== 1 || !operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
  if (!isOrdinary(schema, document)) return null;
  const compiled = compileQuery(schema, document, operation.name?.value, { disablingCapturingStackErrors: true });
  return isCompiledQuery(compiled) ? { document, operation, execute: compiled.query } : null;
}

function isOrdinary(schema: GraphQLSchema, document: DocumentNode): boolean {
  let ordinary = true;
  const refuse = (): typeof BREAK => {
    ordinary = false;
    return BREAK;
  };
  visit(document, {
    Directive: refuse,
    Field: ({ name }) => (name.value === '__schema' || name.value === '__type' ? refuse() : undefined),
    VariableDefinition: ({ type, defaultValue }) => {
      if (defaultValue === undefined) return undefined;
      const named = getNamedType(typeFromAST(schema, type as never));
      return named !== undefined && isSpecifiedScalarType(named) ? undefined : refuse();
    },
  });
  return ordinary;
}
