import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { operation } from '../api/query.js';
import { useToken } from '../api/token.js';
import { HalfCircle, Key, Moon, Sun } from '../components/icons.js';
import { share } from '../components/format.js';
import { ActiveModelDocument } from '../generated/operations.js';
import { useAccess } from './access.js';
import { keepTheme, readTheme, THEMES, type Theme } from './theme.js';
import styles from './header.module.css';

const VIEWS = [
  { path: '/explore', name: 'Explore' },
  { path: '/evaluate', name: 'Evaluate' },
  { path: '/insights', name: 'Insights' },
  { path: '/models', name: 'Models' },
  { path: '/graphiql', name: 'GraphiQL' },
];

export function Header() {
  const [location] = useLocation();
  const current = location === '/' ? '/explore' : location;
  return (
    <header className={styles['header']}>
      <Link href="/explore" className={styles['brand']} aria-label="LearnRec Studio">
        <span className={styles['mark']} aria-hidden="true">
          <i />
          <i />
        </span>
        <span>
          LearnRec <span className={styles['light']}>Studio</span>
        </span>
      </Link>
      <nav aria-label="Views" className={styles['nav']}>
        {VIEWS.map(({ path, name }) => (
          <Link key={path} href={path} aria-current={path === current ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <div className={styles['tools']}>
        <ModelChip />
        <TokenButton />
        <ThemeButton />
      </div>
    </header>
  );
}

function ModelChip() {
  const { data, isPending } = useQuery(operation(ActiveModelDocument, {}));
  if (isPending) return <span className={styles['chip']} aria-hidden="true" />;
  const model = data?.model;
  return (
    <Link href="/models" className={styles['chip']} title="The model that serves">
      <span className={styles['dot']} data-on={model ? true : undefined} aria-hidden="true" />
      {model ? (
        <span>
          Model {model.id} <span className={styles['detail']}>{`${model.algorithm} · α ${share(model.alpha)}`}</span>
        </span>
      ) : (
        <span>No model</span>
      )}
    </Link>
  );
}

function TokenButton() {
  const token = useToken();
  const { ask } = useAccess();
  const label = token === null ? 'Give an access token' : 'Access token of this tab: given';
  return (
    <button
      type="button"
      className={`button button-quiet button-icon ${styles['tool']}`}
      aria-label={label}
      title={label}
      data-on={token === null ? undefined : true}
      onClick={() => void ask()}
    >
      <Key />
    </button>
  );
}

const ICONS: Record<Theme, () => React.JSX.Element> = { auto: HalfCircle, light: Sun, dark: Moon };
const NAMES: Record<Theme, string> = { auto: 'as the system', light: 'light', dark: 'dark' };

function ThemeButton() {
  const [theme, setTheme] = useState(readTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  const Icon = ICONS[theme];
  const label = `Colours: ${NAMES[theme]}. Change to ${NAMES[next]}`;
  return (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label={label}
      title={label}
      onClick={() => {
        keepTheme(next);
        setTheme(next);
      }}
    >
      <Icon />
    </button>
  );
}
