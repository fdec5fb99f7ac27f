import fc from 'fast-check';

/** One request of somebody who means ill. */
export interface HostileRequest {
  /** What kind of evil it is. */
  readonly kind: string;
  /** The body of a POST of JSON, as it goes over the wire. */
  readonly body: string;
}

const FIELDS = [
  'user',
  'users',
  'content',
  'contents',
  'recommendations',
  'similarContent',
  'model',
  'trending',
  'evaluation',
];
const NAMES = [
  'id',
  'title',
  'nodes',
  'items',
  'content',
  'similar',
  'recommendations',
  'engagements',
  'score',
  '__typename',
];

const times = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const asBody = (kind: string) => (query: string) => ({ kind, body: JSON.stringify({ query }) });
const size = (most: number) => fc.integer({ min: 1, max: most });

const fragmentCycle = size(40).map((length) =>
  asBody('fragment cycle')(
    `{ ...f0 } ${times(length, (n) => `fragment f${n} on Query { ...f${(n + 1) % length} __typename }`)}`,
  ),
);
const fragmentBomb = size(60).map((length) =>
  asBody('fragment bomb')(
    `{ ...f${length} } fragment f0 on Query { __typename } ${times(length, (n) => `fragment f${n + 1} on Query { ...f${n} ...f${n} }`)}`,
  ),
);
const aliasFlood = fc
  .tuple(fc.constantFrom('recommendations(userId: "u1")', 'user(id: "u1")', 'content(id: "c1")'), size(1500))
  .map(([field, count]) => asBody('alias flood')(`{ ${times(count, (n) => `a${n}: ${field} { id }`)} }`));
const repeatedFields = size(3000).map((count) =>
  asBody('repeated fields')(`{ user(id: "u1") { ${'id '.repeat(count)} } }`),
);
const directiveFlood = size(1500).map((count) =>
  asBody('directive flood')(`{ __typename ${'@skip(if: false) '.repeat(count)} }`),
);
const deepSelection = size(3000).map((depth) =>
  asBody('deep selection')(`{ content(id: "c1") ${'{ similar { content '.repeat(depth)}{ id }${'} }'.repeat(depth)} }`),
);
const deepLiteral = fc
  .tuple(fc.constantFrom('[', '{a:', '('), size(4000))
  .map(([open, depth]) => asBody('deep literal')(`{ user(id: ${open.repeat(depth)} ) { id } }`));
const giantText = size(200_000).map((length) =>
  asBody('giant literal')(`{ user(id: "${'x'.repeat(length)}") { id } }`),
);
const giantNumber = fc
  .tuple(fc.constantFrom('k: ', 'k: -', 'alpha: ', 'alpha: -'), size(5000), fc.constantFrom('', '.5', 'e400', 'e-400'))
  .map(([argument, digits, end]) =>
    asBody('giant number')(`{ recommendations(userId: "u1", ${argument}${'9'.repeat(digits)}${end}) { alpha } }`),
  );
const introspectionBomb = size(60).map((count) =>
  asBody('introspection bomb')(
    `{ __schema { types { ${times(count, (n) => `a${n}: fields { type { b: fields { type { name } } } }`)} } } }`,
  ),
);
const expensive = fc
  .integer({ min: 1, max: 100 })
  .map((k) =>
    asBody('expensive')(
      `{ users(first: 100) { nodes { recommendations(k: ${k}) { items { content { similar(k: ${k}) { score } } } } } } }`,
    ),
  );
const variableFlood = size(1500).map((count) =>
  asBody('variable flood')(`query (${times(count, (n) => `$v${n}: Int = ${n}`)}) { __typename }`),
);
const unicode = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => ({
  kind: 'unicode',
  body: JSON.stringify({ query: `{ user(id: ${JSON.stringify(text)}) { id title } }` }),
}));
const loneSurrogates = fc.constantFrom('\\ud800', '\\udfff', '\\u0000', '\\ud83d\\ud83d').map((escape) => ({
  kind: 'texts that Postgres has none of',
  body: `{"query":"query ($id: ID!) { user(id: $id) { id } recommendations(userId: $id) { id } contents(filter: { search: \\"${escape.replaceAll('\\', '\\\\')}\\" }) { totalCount } }","variables":{"id":"a${escape}"}}`,
}));
const randomDocument = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        ...FIELDS,
        ...NAMES,
        '{',
        '}',
        '(',
        ')',
        ':',
        '"',
        '"""',
        '[',
        ']',
        '$a',
        '@',
        '...',
        'on',
        'fragment',
        '#',
        '!',
        '1e9',
        '-',
        '\u0000',
        '\ufeff',
      ),
      { maxLength: 120 },
    ),
  )
  .map(([parts]) => asBody('random document')(parts.join(' ')));
const VARIABLE_QUERY =
  'query ($id: ID!, $k: Int, $alpha: Float, $after: String, $filter: ContentFilterInput) { recommendations(userId: $id, k: $k, alpha: $alpha, after: $after) { alpha } users(first: 2, after: $after) { nodes { id } } contents(first: 2, filter: $filter) { totalCount } }';
const wrongTypes = fc
  .record({
    id: fc.jsonValue(),
    k: fc.jsonValue(),
    alpha: fc.jsonValue(),
    after: fc.jsonValue(),
    filter: fc.jsonValue(),
  })
  .map((variables) => ({ kind: 'wrong types', body: JSON.stringify({ query: VARIABLE_QUERY, variables }) }));
const badCursors = fc
  .tuple(fc.string({ maxLength: 60 }), fc.base64String({ maxLength: 80 }), fc.boolean())
  .map(([text, base64, plain]) => ({
    kind: 'made-up cursor',
    body: JSON.stringify({ query: VARIABLE_QUERY, variables: { id: 'u1', k: 3, after: plain ? text : base64 } }),
  }));
const wrongEnvelope = fc
  .jsonValue()
  .map((value) => ({ kind: 'wrong envelope', body: JSON.stringify(value) ?? 'null' }));
const operationNames = fc
  .tuple(fc.jsonValue(), fc.jsonValue(), fc.jsonValue())
  .map(([operationName, extensions, documentId]) => ({
    kind: 'odd parameters',
    body: JSON.stringify({
      query: 'query A { __typename } query B { __typename }',
      operationName,
      extensions,
      documentId,
    }),
  }));
const malformed = fc.tuple(fc.json(), size(30)).map(([json, cut]) => ({
  kind: 'malformed JSON',
  body: `{"query":${json.slice(0, Math.max(0, json.length - cut))}`,
}));
const deepJson = size(20_000).map((depth) => ({
  kind: 'deep JSON',
  body: `{"query":"{ __typename }","variables":${'[{"a":'.repeat(depth)}`,
}));
const batch = size(500).map((count) => ({
  kind: 'batch',
  body: `[${Array(count).fill('{"query":"{ __typename }"}').join(',')}]`,
}));
const rows = fc
  .array(
    fc.record({
      userId: fc.jsonValue(),
      contentId: fc.jsonValue(),
      durationSeconds: fc.jsonValue(),
      timestamp: fc.jsonValue(),
    }),
    { maxLength: 5 },
  )
  .map((input) => ({
    kind: 'rows of anything',
    body: JSON.stringify({
      query:
        'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded userErrors { path code } } }',
      variables: { input },
    }),
  }));
const oddRows = fc
  .array(
    fc.record({
      id: fc.string({ unit: 'binary', maxLength: 250 }),
      title: fc.option(fc.string({ unit: 'binary', maxLength: 600 })),
      durationMinutes: fc.option(fc.double({ noNaN: true })),
    }),
    { maxLength: 5 },
  )
  .map((input) => ({
    kind: 'rows of odd values',
    body: JSON.stringify({
      query:
        'mutation ($input: [ContentInput!]!) { upsertContent(input: $input) { contents { id } userErrors { path code } } }',
      variables: { input },
    }),
  }));

/** Requests of every kind. */
export const hostileRequests: fc.Arbitrary<HostileRequest> = fc.oneof(
  fragmentCycle,
  fragmentBomb,
  aliasFlood,
  repeatedFields,
  directiveFlood,
  deepSelection,
  deepLiteral,
  giantText,
  giantNumber,
  introspectionBomb,
  expensive,
  variableFlood,
  unicode,
  loneSurrogates,
  randomDocument,
  wrongTypes,
  badCursors,
  wrongEnvelope,
  operationNames,
  malformed,
  deepJson,
  batch,
  rows,
  oddRows,
);
