import { useQuery } from '@apollo/client/react';
import { HomeRowDocument } from './generated/operations.js';

/** The row of the home page, by Apollo Client. */
export function HomeRow({ userId }: { readonly userId: string }) {
  const { data, loading } = useQuery(HomeRowDocument, { variables: { userId } });
  if (loading && !data) return <p>Looking for what suits you …</p>;
  const list = data?.recommendations;
  // Null where it failed: the page does without the row.
  if (!list || list.items.length === 0) return null;
  return (
    <section>
      <h2>{list.servedBy.strategy === 'HYBRID' ? 'For you' : 'Many begin with'}</h2>
      <ol>
        {list.items.map(({ content, reasons }) => (
          <li key={content.nodeId}>
            <a href={`/content/${content.id}?list=${list.id}`}>{content.title}</a> {reasons[0]?.text}
          </li>
        ))}
      </ol>
    </section>
  );
}
