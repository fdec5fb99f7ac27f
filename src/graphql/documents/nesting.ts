const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HASH = 0x23;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** `{`, `[`, `(` open and `}`, `]`, `)` close. */
const STEP = new Int8Array(128);
for (const opening of '{[(') STEP[opening.charCodeAt(0)] = 1;
for (const closing of '}])') STEP[closing.charCodeAt(0)] = -1;

/** How deep the brackets of a JSON text lie in one another. One pass, whatever the text. */
export function nestingOfJson(text: string): number {
  return nestingOf(text, false);
}

/** How deep the brackets of a GraphQL document lie in one another; a parser would have to go as deep. */
export function nestingOfDocument(text: string): number {
  return nestingOf(text, true);
}

function nestingOf(text: string, graphql: boolean): number {
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at, graphql);
    else if (graphql && code === HASH) at = endOfComment(text, at);
    else if (code < 128 && STEP[code] !== 0) {
      depth = Math.max(0, depth + STEP[code]);
      if (depth > deepest) deepest = depth;
    }
  }
  return deepest;
}

/** Place of the last character of the string that begins at `start`. */
function endOfString(text: string, start: number, graphql: boolean): number {
  if (graphql && text.startsWith('"""', start)) {
    let end = text.indexOf('"""', start + 3);
    while (end > 0 && text.charCodeAt(end - 1) === BACKSLASH) end = text.indexOf('"""', end + 3);
    return end < 0 ? text.length : end + 2;
  }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
    // A GraphQL string ends with its line at the latest; what follows is a syntax error, and still has its brackets.
    else if (graphql && (code === NEWLINE || code === RETURN)) return at;
  }
  return text.length;
}

function endOfComment(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN) return at;
  }
  return text.length;
}
