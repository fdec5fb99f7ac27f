import { useQuery } from 'urql';
import { SimilarItemsDocument } from './generated/operations.js';

/** What is like a piece of content, by urql. */
export function SimilarItems({ contentId }: { readonly contentId: string }) {
  const [{ data, error, fetching }] = useQuery({ query: SimilarItemsDocument, variables: { contentId } });
  if (fetching) return <p>…</p>;
  if (error || !data?.similarContent) return null;
  return (
    <ul>
      {data.similarContent.map(({ content, sharedTerms }) => (
        <li key={content.nodeId}>
          {content.title} <small>{sharedTerms.join(', ')}</small>
        </li>
      ))}
    </ul>
  );
}
