import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { needsToken, ApiError, messageOf } from '../api/api-error.js';
import { useAccess } from '../shell/access.js';
import { Link } from 'wouter';
import styles from './state.module.css';

interface StateProps {
  readonly kind: 'loading' | 'empty' | 'error';
  readonly title: string;
  readonly children?: ReactNode;
}

/** What a view shows instead of its content: that it loads, that there is nothing yet, or what went wrong. */
export function State({ kind, title, children }: StateProps) {
  return (
    <section
      className={styles['state']}
      data-kind={kind}
      {...(kind === 'error' ? { role: 'alert' } : { role: 'status' })}
    >
      {kind === 'loading' && <span className={styles['bars']} aria-hidden="true" />}
      <h2>{title}</h2>
      {children && <div className={styles['body']}>{children}</div>}
    </section>
  );
}

/** What a request failed with, and what to do about it. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { ask } = useAccess();
  const client = useQueryClient();
  const again = (): void => {
    retry?.();
    // What kept this from being answered has kept other parts of the view too.
    void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
  };
  if (needsToken(error)) {
    return (
      <State kind="error" title="A token is needed">
        <p>{error.message}</p>
        <button type="button" className="button button-primary" onClick={() => void ask()}>
          Give a token
        </button>
      </State>
    );
  }
  if (error instanceof ApiError && error.code === 'MODEL_NOT_READY') {
    return (
      <State kind="empty" title="No model is in service yet">
        <p>{error.message}</p>
        <Link href="/models?train=1" className="button button-primary">
          Train a model
        </Link>
      </State>
    );
  }
  const code = error instanceof ApiError ? error.code : null;
  return (
    <State kind="error" title={code === 'UNREACHABLE' ? 'The service does not answer' : 'The request failed'}>
      <p>
        {code === 'UNREACHABLE' ? 'It may be restarting. Nothing of what is on the screen is lost.' : messageOf(error)}
      </p>
      {code && code !== 'UNREACHABLE' && <p className="mono muted">{code}</p>}
      {retry && (
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      )}
    </State>
  );
}
