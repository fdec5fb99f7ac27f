import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { operation } from '../api/query.js';
import { date, share } from '../components/format.js';
import { X } from '../components/icons.js';
import { Failure } from '../components/state.js';
import { SimilarDocument, type SimilarityBasis, type SimilarQuery } from '../generated/operations.js';
import { CopyOperation } from './copy-operation.js';
import { ContentFacts } from './recommendation-card.js';
import styles from './item-panel.module.css';

const BASES: readonly { readonly basis: SimilarityBasis; readonly name: string; readonly meaning: string }[] = [
  { basis: 'CONTENT', name: 'Content', meaning: 'About the same' },
  { basis: 'COLLABORATIVE', name: 'Collaborative', meaning: 'Taken by the same learners' },
  { basis: 'HYBRID', name: 'Both', meaning: 'The mean of the two' },
];
const SHOWN = 8;

interface ItemPanelProps {
  readonly contentId: string;
  readonly onOpen: (contentId: string) => void;
  readonly onClose: () => void;
}

/** One piece of content, what is similar to it and why. */
export function ItemPanel({ contentId, onOpen, onClose }: ItemPanelProps) {
  const [basis, setBasis] = useState<SimilarityBasis>('HYBRID');
  const variables = { contentId, k: SHOWN, basis };
  const similar = useQuery({ ...operation(SimilarDocument, variables), placeholderData: keepPreviousData });
  const heading = useRef<HTMLHeadingElement>(null);
  // Who opened it with the keyboard goes on here; on a narrow page it lies below.
  useEffect(() => heading.current?.focus(), [contentId]);
  const content = similar.data?.content;
  return (
    <section className={styles['panel']} aria-label="Content" aria-busy={similar.isFetching}>
      <div className={styles['head']}>
        <h2 ref={heading} tabIndex={-1}>
          {content?.title ?? (similar.isPending ? 'Loading' : contentId)}
        </h2>
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label="Close the content"
          onClick={onClose}
        >
          <X />
        </button>
      </div>
      {similar.error && <Failure error={similar.error} retry={() => void similar.refetch()} />}
      {similar.isSuccess && !content && <p className="small">There is no content with this id.</p>}
      {content && (
        <>
          <ContentFacts content={content} />
          {content.description && <p className={styles['description']}>{content.description}</p>}
          <p className={styles['tags']}>
            <span className="tag mono">{content.id}</span>
            {content.retiredAt && <span className="tag tag-warn">retired {date(content.retiredAt)}</span>}
            {content.tags.map((tag) => (
              <span key={tag} className="tag">
                {tag}
              </span>
            ))}
          </p>
          <div className={styles['similarHead']}>
            <h3>Similar content</h3>
            <CopyOperation document={SimilarDocument} variables={variables} />
          </div>
          <div className="segments" role="group" aria-label="Similar by">
            {BASES.map((one) => (
              <button
                key={one.basis}
                type="button"
                className="button button-small"
                aria-pressed={one.basis === basis}
                title={one.meaning}
                onClick={() => setBasis(one.basis)}
              >
                {one.name}
              </button>
            ))}
          </div>
          <SimilarList items={similar.data?.similarContent ?? []} onOpen={onOpen} />
        </>
      )}
    </section>
  );
}

type SimilarItem = NonNullable<SimilarQuery['similarContent']>[number];

function SimilarList({
  items,
  onOpen,
}: {
  readonly items: readonly SimilarItem[];
  readonly onOpen: (id: string) => void;
}) {
  if (items.length === 0) return <p className="small muted">Nothing on offer has anything in common with it.</p>;
  return (
    <ol className={styles['list']} aria-label="Similar content">
      {items.map(({ content, score, breakdown, sharedTerms }) => (
        <li key={content.id}>
          <button type="button" className={styles['title']} onClick={() => onOpen(content.id)}>
            {content.title}
          </button>
          <span className={styles['score']}>
            <span className="visually-hidden">similarity </span>
            {share(score)}
          </span>
          <ContentFacts content={content} />
          <dl className={styles['halves']}>
            <Half name="collaborative" value={breakdown.collaborative} />
            <Half name="content" value={breakdown.content} />
          </dl>
          {sharedTerms.length > 0 && (
            <p className={styles['terms']}>
              <span className="muted">shares </span>
              {/* The same word can be shared as a word of the title and as a subtopic. */}
              {[...new Set(sharedTerms)].join(', ')}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Half({ name, value }: { readonly name: 'collaborative' | 'content'; readonly value: number }) {
  return (
    <div className={styles['half']} data-half={name}>
      <dt>{name}</dt>
      <dd>
        <span className={styles['meter']} aria-hidden="true">
          <i style={{ width: `${value * 100}%` }} />
        </span>
        {share(value)}
      </dd>
    </div>
  );
}
