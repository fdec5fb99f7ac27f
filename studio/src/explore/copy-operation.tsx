import { useLocation } from 'wouter';
import { Copy, External } from '../components/icons.js';
import type { TypedDocumentString } from '../generated/operations.js';
import { useNotice } from '../shell/notices.js';

interface CopyOperationProps<TVariables> {
  readonly document: TypedDocumentString<unknown, TVariables>;
  readonly variables: TVariables;
}

/** The operation behind what is on the screen: for the clipboard, or opened in GraphiQL. */
export function CopyOperation<TVariables extends object>({ document, variables }: CopyOperationProps<TVariables>) {
  const notice = useNotice();
  const [, navigate] = useLocation();
  const text = async (): Promise<string> => {
    const [{ inlineVariables }, { ENUM_FIELDS, ENUM_NAMES }] = await Promise.all([
      import('../graphql/inline-variables.js'),
      import('../generated/enum-fields.js'),
    ]);
    return inlineVariables(document.toString(), variables as Readonly<Record<string, unknown>>, {
      names: ENUM_NAMES,
      fields: ENUM_FIELDS,
    });
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await text());
      notice({ text: 'The operation is on the clipboard.' });
    } catch {
      notice({ text: 'The browser does not let this page write to the clipboard.', tone: 'bad' });
    }
  };
  return (
    <span style={{ display: 'inline-flex', gap: 'var(--s1)' }}>
      <button type="button" className="button button-small" onClick={() => void copy()}>
        <Copy /> Copy as GraphQL
      </button>
      <button
        type="button"
        className="button button-small button-icon"
        aria-label="Open in GraphiQL"
        title="Open in GraphiQL"
        onClick={() => void text().then((query) => navigate(`/graphiql?${new URLSearchParams({ query }).toString()}`))}
      >
        <External />
      </button>
    </span>
  );
}
