import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { X } from '../components/icons.js';
import styles from './notices.module.css';

export interface Notice {
  readonly text: string;
  readonly tone?: 'plain' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
}

type Show = (notice: Notice) => void;

const NoticeContext = createContext<Show>(() => {});
/** Milliseconds after which a notice goes; one with an action stays longer. */
const LASTS = 6_000;
const LASTS_WITH_ACTION = 12_000;

/** Short messages at the edge of the page, read out by screen readers. */
export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<(Notice & { readonly key: number }) | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const next = useRef(0);
  const show = useCallback<Show>((notice) => {
    window.clearTimeout(timer.current);
    const key = ++next.current;
    setShown({ ...notice, key });
    timer.current = window.setTimeout(() => setShown(null), notice.action ? LASTS_WITH_ACTION : LASTS);
  }, []);
  const hide = useCallback(() => setShown(null), []);
  const value = useMemo(() => show, [show]);
  return (
    <NoticeContext value={value}>
      {children}
      <div role="status" className={styles['place']}>
        {shown && (
          <div key={shown.key} className={styles['notice']} data-tone={shown.tone ?? 'plain'}>
            <span>{shown.text}</span>
            {shown.action && (
              <button
                type="button"
                className="button button-small"
                onClick={() => {
                  shown.action?.run();
                  hide();
                }}
              >
                {shown.action.label}
              </button>
            )}
            <button type="button" className={styles['close']} aria-label="Dismiss" onClick={hide}>
              <X />
            </button>
          </div>
        )}
      </div>
    </NoticeContext>
  );
}

export function useNotice(): Show {
  return useContext(NoticeContext);
}
