import { type ASTNode, Kind, TokenKind } from 'graphql';

const LITERALS: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

/**
 * Name of the argument, input field or variable that a literal in a document is given for; null for any other node. Walks
 * back over the tokens, past sibling values, to the colon that introduces the value or the list around it.
 */
export function nameOfLiteral(node: ASTNode): string | null {
  if (!LITERALS.has(node.kind)) return null;
  let nesting = 0;
  for (let token = node.loc?.startToken.prev; token; token = token.prev) {
    if (token.kind === TokenKind.BRACKET_R || token.kind === TokenKind.BRACE_R) nesting++;
    else if (token.kind === TokenKind.BRACKET_L || token.kind === TokenKind.BRACE_L) nesting--;
    else if (token.kind === TokenKind.COLON && nesting <= 0) return token.prev?.value ?? null;
  }
  return null;
}
