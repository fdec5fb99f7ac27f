import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { ApiError, needsToken } from '../api/api-error.js';
import { readToken, writeToken } from '../api/token.js';
import styles from './access.module.css';

interface Access {
  /**
   * Asks for a token, and keeps it for this tab.
   * @param why shown above the field
   * @returns false when nothing was given
   */
  ask(why?: string): Promise<boolean>;
  /** Does what needs a token; asks for one where there is none, and again where it is refused. @throws what `act` throws */
  withToken<T>(act: () => Promise<T>): Promise<T>;
}

const AccessContext = createContext<Access | null>(null);

export function useAccess(): Access {
  const access = useContext(AccessContext);
  if (!access) throw new Error('There is no AccessProvider above.');
  return access;
}

export function AccessProvider({ children }: { readonly children: ReactNode }) {
  const [why, setWhy] = useState<string | null>(null);
  const answer = useRef<(given: boolean) => void>(() => {});
  const client = useQueryClient();

  const ask = useCallback<Access['ask']>((reason) => {
    answer.current(false);
    setWhy(reason ?? '');
    return new Promise((resolve) => (answer.current = resolve));
  }, []);

  const withToken = useCallback<Access['withToken']>(
    async (act) => {
      for (;;) {
        try {
          return await act();
        } catch (error) {
          if (!needsToken(error)) throw error;
          const why = readToken() === null ? 'This needs the admin token.' : error.message;
          if (!(await ask(why))) throw new ApiError('CANCELLED', 'Nothing was done.');
        }
      }
    },
    [ask],
  );

  const value = useMemo(() => ({ ask, withToken }), [ask, withToken]);
  return (
    <AccessContext value={value}>
      {children}
      {why !== null && (
        <TokenDialog
          why={why}
          onDone={(given) => {
            setWhy(null);
            if (given) void client.invalidateQueries();
            answer.current(given);
          }}
        />
      )}
    </AccessContext>
  );
}

function TokenDialog({ why, onDone }: { readonly why: string; readonly onDone: (given: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stored = readToken() !== null;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles['dialog']} aria-labelledby="token-title" onClose={() => onDone(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
          if (token === '') return;
          writeToken(token);
          onDone(true);
        }}
      >
        <h2 id="token-title">Access token</h2>
        {why && (
          <p role="alert" className={styles['why']}>
            {why}
          </p>
        )}
        <label className="field">
          <span>Token</span>
          {/* A password field keeps it off the screen; no password manager has anything to do with it. */}
          <input className="input mono" type="password" name="token" autoComplete="off" required autoFocus />
        </label>
        <p className="small muted">
          The service prints the admin token when it starts. It is kept for this tab only, and gone when the tab is
          closed.
        </p>
        <div className={styles['actions']}>
          {stored && (
            <button
              type="button"
              className="button button-quiet"
              onClick={() => {
                writeToken(null);
                dialog.current?.close();
              }}
            >
              Forget it
            </button>
          )}
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Use token
          </button>
        </div>
      </form>
    </dialog>
  );
}
