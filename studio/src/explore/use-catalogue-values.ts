import { useQuery } from '@tanstack/react-query';
import { operation } from '../api/query.js';
import { ContentChoicesDocument } from '../generated/operations.js';

/** More than these are found by typing elsewhere. */
const MOST = 200;

/** What the filters can choose from; each undefined while it loads. */
export function useCatalogueValues() {
  const { data } = useQuery({ ...operation(ContentChoicesDocument, { k: MOST }), staleTime: 300_000 });
  return { domain: data?.domain, subtopic: data?.subtopic, type: data?.type, language: data?.language };
}
